using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace StormDetect.Core.Tests.Reports;

public sealed class HuntReportTests
{
    private static readonly string s_page = ReportSample.Write(ReportSample.Everything("plain text"));

    [Fact]
    public void The_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        string policy = html.All("meta").Single(static meta => meta.Attributes.GetValueOrDefault("http-equiv") == "Content-Security-Policy").Attributes["content"];
        Dictionary<string, string> rules = policy.Split("; ").ToDictionary(static rule => rule.Split(' ')[0], static rule => rule[(rule.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        Assert.Equal("'none'", rules["default-src"]);
        Assert.Equal("'none'", rules["base-uri"]);
        Assert.Equal("'none'", rules["form-action"]);
        Assert.Equal($"'{Hash(html.All("style").Single().Text)}'", rules["style-src"]);
        Assert.Equal($"'{Hash(html.All("script").Single().Text)}'", rules["script-src"]);
        Assert.Equal(5, rules.Count);
    }

    [Fact]
    public void Nothing_is_asked_for_from_anywhere()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        Assert.All(html.All("a"), static link => Assert.StartsWith("#", link.Attributes["href"], StringComparison.Ordinal));
        string own = html.All("style").Single().Text + html.All("script").Single().Text;
        Assert.DoesNotMatch(@"(?i)url\(|@import|https?:|//|fetch|XMLHttp|WebSocket|import\(|eval|innerHTML", own);
        Assert.DoesNotContain("src", html.Elements.SelectMany(static element => element.Attributes.Keys));
    }

    [Fact]
    public void Every_picture_has_a_name_a_description_and_a_table_in_its_section()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        StrictElement[] pictures = html.All("svg").ToArray();
        Assert.Equal(["strip", "access0", "week", "orphans", "lanes"], pictures.Select(static picture => picture.Attributes["aria-labelledby"].Split("-t ")[0]));
        Assert.All(pictures, picture =>
        {
            Assert.Equal("img", picture.Attributes["role"]);
            string[] named = picture.Attributes["aria-labelledby"].Split(' ').Select(id => Assert.Single(html.Elements, element => element.Attributes.GetValueOrDefault("id") == id)).Where(element => element.Parent == picture && element.Text.Length > 0).Select(static element => element.Tag).ToArray();
            Assert.Equal(["title", "desc"], named);
            StrictElement section = picture.Above("section")!;
            Assert.Contains(html.All("table"), table => table.Above("section") == section);
        });
    }

    [Fact]
    public void Every_link_and_label_has_a_target_and_no_id_is_used_twice()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        string[] ids = html.Elements.Where(static element => element.Attributes.ContainsKey("id")).Select(static element => element.Attributes["id"]).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(html.All("a"), link => Assert.Contains(link.Attributes["href"][1..], ids));
        Assert.All(html.All("section"), section => Assert.Contains(section.Attributes["aria-labelledby"], ids));
        string[] parts = html.All("section").Select(static section => section.Attributes["aria-labelledby"]).ToArray();
        Assert.Equal(parts, html.All("a").Where(static link => link.Above("nav") is not null).Select(static link => link.Attributes["href"][1..]));
    }

    [Fact]
    public void Tables_name_their_columns_and_rows_fit_them()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        StrictElement[] tables = html.All("table").ToArray();
        Assert.NotEmpty(tables);
        Assert.All(tables, table =>
        {
            Assert.Single(html.All("caption"), caption => caption.Parent == table && caption.Text.Length > 0);
            int columns = html.All("th").Count(th => th.Attributes["scope"] == "col" && th.Above("table") == table);
            Assert.All(
                html.All("tr").Where(row => row.Parent!.Tag == "tbody" && row.Above("table") == table),
                row => Assert.Equal(columns, html.Elements.Count(cell => cell.Parent == row)));
        });
    }

    [Fact]
    public void Colour_alone_says_nothing()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        Assert.All(html.All("span").Where(static span => span.Attributes.GetValueOrDefault("class", string.Empty).StartsWith("sev ", StringComparison.Ordinal)), static span => Assert.Equal($"sev {span.Text}", span.Attributes["class"]));
    }

    [Theory]
    [InlineData(Verdict.Suspicious, "Suspicious")]
    [InlineData(Verdict.NoEvidence, "No evidence")]
    [InlineData(Verdict.CannotConclude, "Cannot conclude")]
    public void A_result_without_findings_says_its_verdict_and_draws_nothing_of_findings(Verdict verdict, string words)
    {
        MailHuntResult empty = new()
        {
            Verdict = verdict, VerdictText = "the deciding sentence", Coverage = new CoverageReport
            {
                Start = ReportSample.Time.AddDays(-7), End = ReportSample.Time, ActiveMailboxes = 0, FullyJudgedMailboxes = 0, PartlyJudgedMailboxes = 0, ActiveMailboxDays = 0, BlindMailboxDays = 0, BlindIntervals = [],
                Sentence = "0 of 0 mailboxes fully judged",
            },
            Findings = [], Incidents = [], Hunts = ["MailAccess"],
            ReadReport = new ReadReport
            {
                Bytes = 0, Rows = 0, Kept = 0, Duplicates = 0, ConflictingIds = 0, Dropped = [], DroppedRows = [], Lossy = 0, LossyRows = [], Files = [], Problems = [], FirstRecord = null, LastRecord = null,
            },
        };
        StrictHtml html = StrictHtml.Parse(ReportSample.Write(empty));
        Assert.Contains(words, html.Text.Split('\n'));
        Assert.Contains("the deciding sentence", html.Text, StringComparison.Ordinal);
        Assert.Equal(verdict == Verdict.CannotConclude, html.Text.Contains("not an all-clear", StringComparison.Ordinal));
        Assert.Empty(html.All("svg"));
        Assert.Contains("not ruled out", html.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_hours_of_findings_no_empty_grid_is_drawn()
    {
        MailHuntResult quiet = ReportSample.Of([], "plain text", flaggedHours: 0);
        Assert.DoesNotContain(StrictHtml.Parse(ReportSample.Write(quiet)).All("svg"), static picture => picture.Attributes["aria-labelledby"].StartsWith("week", StringComparison.Ordinal));
    }

    [Fact]
    public void Owners_are_not_told_a_second_time_as_accounts_in_other_letters()
    {
        Finding finding = ReportSample.Finding(typeof(MailAccessAnomaly), "text", "T00-0123456789AB");
        typeof(Finding).GetProperty(nameof(Finding.Mailboxes))!.SetValue(finding, new[] { "ada@contoso.example", "kim@contoso.example" });
        typeof(Finding).GetProperty(nameof(Finding.UserIds))!.SetValue(finding, new[] { "Kim@Contoso.example", "Ada@Contoso.example" });
        StrictHtml html = StrictHtml.Parse(ReportSample.Write(ReportSample.Of([finding], "text")));
        Assert.DoesNotContain(html.All("dt"), static name => name.Text == "Accounts");
        Assert.Contains(html.All("dd"), static value => value.Text.StartsWith("in the name of the mailbox owners", StringComparison.Ordinal));
    }

    [Fact]
    public void Before_the_cards_stands_how_large_it_is()
    {
        MailExposure exposure = (MailExposure)ReportSample.Fill(typeof(MailExposure), "text");
        StrictHtml html = StrictHtml.Parse(ReportSample.Write(ReportSample.Everything("text"), exposures: [exposure]));
        StrictElement extent = Assert.Single(html.All("p"), static p => p.Text.StartsWith("All incidents together: 1 mailbox, first seen ", StringComparison.Ordinal));
        Assert.Contains("Mail that could have been read, counted by folder: at ", extent.Text, StringComparison.Ordinal);
        Assert.Equal(["2026-09-20 14:05", "2026-09-20 14:05"], html.All("time").Where(time => time.Parent == extent).Select(static time => time.Text));
    }

    [Fact]
    public void The_first_card_answers_the_five_questions()
    {
        StrictHtml html = StrictHtml.Parse(s_page);
        StrictElement card = html.All("article").First();
        Assert.Equal(["What", "Who", "Whose mail", "Since when", "How sure", "What now"], html.All("dt").Where(name => name.Above("article") == card).Select(static name => name.Text));
        Assert.All(html.All("dd").Where(value => value.Above("article") == card), value => Assert.Contains(html.Elements, part => (part == value || part.Above("dd") == value) && Regex.IsMatch(part.Text, @"\w")));
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
