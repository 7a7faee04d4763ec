using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace StormDetect.Report.Tests;

public sealed class ReportInBrowserTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bounds = """
        () => [...document.querySelectorAll('svg')].flatMap(svg => {
            const box = svg.viewBox.baseVal;
            return [...svg.querySelectorAll('text,rect,path,circle,line')].filter(part => {
                const b = part.getBBox();
                return b.x < -1 || b.y < -1 || b.x + b.width > box.width + 1 || b.y + b.height > box.height + 3;
            }).map(part => svg.querySelector('title').textContent + ': ' + part.outerHTML.slice(0, 150));
        })
        """;

    private const string BrokenWords = """
        () => {
            const broken = [];
            for (const cell of document.querySelectorAll('td,th')) {
                const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    for (const word of walker.currentNode.data.matchAll(/[^\s-]{2,14}/g)) {
                        const range = document.createRange();
                        range.setStart(walker.currentNode, word.index);
                        range.setEnd(walker.currentNode, word.index + word[0].length);
                        const isWhole = !/[^\s-]/.test((walker.currentNode.data[word.index - 1] ?? ' ') + (walker.currentNode.data[word.index + word[0].length] ?? ' '));
                        if (isWhole && new Set([...range.getClientRects()].map(r => r.top)).size > 1) broken.push(word[0]);
                    }
                }
            }
            return broken;
        }
        """;

    private const string BrokenDomains = """
        () => [...document.querySelectorAll('#exposure ~ .scroll td')].flatMap(cell => [...cell.childNodes].filter(node => node.nodeType === 3 && node.data.startsWith('@')).filter(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return new Set([...range.getClientRects()].map(r => r.top)).size > 1;
        }).map(node => node.data))
        """;

    [Theory]
    [InlineData("report.html")]
    [InlineData("redacted.html")]
    [InlineData("hostile.html")]
    public async Task It_asks_for_nothing_complains_of_nothing_and_is_refused_nothing(string report)
    {
        await using Visit visit = await browser.OpenAsync(report);
        await visit.Page.GetByRole(AriaRole.Button).First.ClickAsync();
        await visit.Page.Mouse.WheelAsync(0, 100_000);
        Assert.Empty(visit.Wrongs);
        Assert.False(await visit.Page.EvaluateAsync<bool>("() => 'hit' in window"));
        Assert.Equal(1, await visit.Page.Locator("script").CountAsync());
        Assert.Equal(0, await visit.Page.Locator("img,iframe,object,embed,link,form,input,foreignObject").CountAsync());
    }

    [Fact]
    public async Task The_policy_refuses_what_is_not_of_the_report()
    {
        // Without this, a policy that the browser does not take would pass for one that nothing violates.
        await using Visit visit = await browser.OpenAsync("report.html");
        _ = await visit.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1'; document.body.append(s); const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i); }");
        await visit.Page.WaitForTimeoutAsync(200);
        Assert.False(await visit.Page.EvaluateAsync<bool>("() => 'hit' in window"));
        Assert.Contains(visit.Wrongs, static wrong => wrong.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_all_of_it_without_script()
    {
        await using Visit visit = await browser.OpenAsync("report.html", new BrowserNewContextOptions { JavaScriptEnabled = false, TimezoneId = "Asia/Tokyo" });
        Assert.Empty(visit.Wrongs);
        Assert.False(await visit.Page.Locator("#zone").IsVisibleAsync());
        ILocator headings = visit.Page.Locator("h2");
        Assert.Equal(12, await headings.CountAsync());
        foreach (ILocator heading in await headings.AllAsync())
        {
            Assert.True(await heading.IsVisibleAsync());
        }

        ILocator time = visit.Page.Locator("time").First;
        Assert.Equal((await time.GetAttributeAsync("datetime"))!.Replace('T', ' ')[..16], await time.TextContentAsync());
    }

    [Fact]
    public async Task The_button_shows_times_in_the_readers_zone_and_back()
    {
        await using Visit visit = await browser.OpenAsync("report.html", new BrowserNewContextOptions { TimezoneId = "Asia/Tokyo" });
        ILocator button = visit.Page.Locator("#zone");
        ILocator time = visit.Page.Locator("article time").First;
        string utc = (await time.TextContentAsync())!;
        DateTime there = DateTime.Parse((await time.GetAttributeAsync("datetime"))!, null, System.Globalization.DateTimeStyles.AdjustToUniversal).AddHours(9);
        await button.ClickAsync();
        Assert.Equal(there.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) + " +09:00", await time.TextContentAsync());

        // A time in Tokyo that is called UTC would be nine hours wrong.
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('time')].map(t => t.parentElement.innerText).filter(text => /\\+09:00\\s+UTC/.test(text))"));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('th')].map(t => t.innerText).filter(text => text.includes('UTC'))"));
        Assert.Equal("true", await button.GetAttributeAsync("aria-pressed"));
        await button.ClickAsync();
        Assert.Equal(utc, await time.TextContentAsync());
        Assert.Equal("false", await button.GetAttributeAsync("aria-pressed"));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1180)]
    [InlineData(1920)]
    public async Task The_page_is_never_wider_than_the_window(int width)
    {
        foreach (string report in new[] { "report.html", "hostile.html" })
        {
            await using Visit visit = await browser.OpenAsync(report, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
            Assert.InRange(await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, width);
        }
    }

    [Fact]
    public async Task Tables_fit_a_laptop_and_addresses_break_before_their_domain()
    {
        await using Visit visit = await browser.OpenAsync("report.html", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1366, Height = 800 } });
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#exposure ~ .scroll, #changes ~ .scroll, #coverage ~ .scroll, #logging ~ .scroll')].filter(s => s.scrollWidth > s.clientWidth).map(s => s.getAttribute('aria-label'))"));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(BrokenDomains));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1180)]
    public async Task No_short_word_of_a_table_is_broken(int width)
    {
        await using Visit visit = await browser.OpenAsync("report.html", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        _ = await visit.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(BrokenWords));
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("redacted.html")]
    public async Task Nothing_of_a_picture_lies_outside_of_it(string report)
    {
        await using Visit visit = await browser.OpenAsync(report);
        _ = await visit.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Bounds));
    }

    [Theory]
    [InlineData("report.html", ColorScheme.Light)]
    [InlineData("report.html", ColorScheme.Dark)]
    [InlineData("hostile.html", ColorScheme.Light)]
    public async Task Axe_finds_nothing_serious(string report, ColorScheme scheme)
    {
        await using Visit visit = await browser.OpenAsync(report, new BrowserNewContextOptions { ColorScheme = scheme });
        Assert.SkipWhen(Machine.Axe is null, "Skipped: axe-core is not in out/axe (npm install --prefix out/axe axe-core).");
        _ = await visit.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        _ = await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Machine.Axe!, TestContext.Current.CancellationToken));
        string[] violations = await visit.Page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))");
        Assert.Empty(violations);
        Assert.True(await visit.Page.EvaluateAsync<bool>("async () => (await axe.run()).passes.length > 15"));
    }

    [Fact]
    public async Task It_prints_with_everything_unfolded()
    {
        await using Visit visit = await browser.OpenAsync("report.html", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        Assert.False(await visit.Page.Locator("nav").IsVisibleAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('details table')].every(t => t.getBoundingClientRect().height > 20 && t.checkVisibility({contentVisibilityAuto: true}))"));
        byte[] pdf = await visit.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        string text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.InRange(Regex.Count(text, @"/Type\s*/Page\b"), 3, 40);
    }

    [Fact]
    public async Task Keys_alone_reach_the_report_and_its_wide_tables()
    {
        await using Visit visit = await browser.OpenAsync("report.html");
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await visit.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.scroll')].every(s => s.tabIndex === 0 && s.getAttribute('aria-label'))"));
        Assert.Empty(visit.Wrongs);
    }
}
