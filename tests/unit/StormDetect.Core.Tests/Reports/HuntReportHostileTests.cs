using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Xunit;

namespace StormDetect.Core.Tests.Reports;

public sealed class HuntReportHostileTests
{
    public static TheoryData<string> Attacks => new(
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "</style></title></svg></desc><svg onload=alert(1)>",
        "\" onmouseover=\"alert(1)\" x=\"",
        "' autofocus onfocus='alert(1)",
        "]]><!-- --> <![CDATA[",
        "&lt;b&gt; &#60;script&#62; &amp;",
        "=cmd|'/c calc'!A1",
        "\u001b[31mred\u001b]0;title\u0007\u009b2J",
        "evil\u202Egpj.exe\u2066x\u2069\u200Bhidden\U000E0041",
        "null\0char\r\nline\u2028two\u0085\u000b",
        "\ud800 lone \udfff",
        "{{7*7}} ${7*7} javascript:alert(1)",
        "{0} {1:X} %n %s");

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Whatever_a_field_holds_shows_as_text(string attack)
    {
        string page = ReportSample.Write(ReportSample.Everything(attack), title: attack, exposures: [(MailExposure)ReportSample.Fill(typeof(MailExposure), attack)], inputs: [(InputHash)ReportSample.Fill(typeof(InputHash), attack)]);
        StrictHtml html = StrictHtml.Parse(page);
        string shown = PlainText.Safe(attack);
        Assert.Contains(shown, html.Text, StringComparison.Ordinal);
        Assert.Contains(shown, html.All("h1").Single().Text, StringComparison.Ordinal);
        AssertHarmless(page);
        Assert.Single(html.All("script"));
        Assert.Single(html.All("style"));
    }

    [Fact]
    public void The_markup_does_not_depend_on_the_texts()
    {
        // Texts of one length and no meaning give the same elements as hostile ones.
        StrictHtml plain = StrictHtml.Parse(ReportSample.Write(ReportSample.Everything("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")));
        StrictHtml hostile = StrictHtml.Parse(ReportSample.Write(ReportSample.Everything("</td></tr></table><td>\"'&]]>\0\u202E")));
        Assert.Equal(plain.Elements.Select(static element => element.Tag), hostile.Elements.Select(static element => element.Tag));
        Assert.Equal(
            plain.Elements.SelectMany(static element => element.Attributes.Where(static pair => pair.Key != "aria-label")), hostile.Elements.SelectMany(static element => element.Attributes.Where(static pair => pair.Key != "aria-label")));
    }

    [Fact]
    public void Hostile_texts_are_told_apart_by_type_of_finding()
    {
        foreach (Type type in ReportSample.FindingTypes)
        {
            string text = $"</script><b>{type.Name}\u001b[0m";
            StrictHtml html = StrictHtml.Parse(ReportSample.Write(ReportSample.Of([ReportSample.Finding(type, text, "T-0123456789AB")], "plain")));
            Assert.Contains(PlainText.Safe(text), html.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void The_page_is_the_same_in_every_culture(string culture)
    {
        string expected = ReportSample.Write(ReportSample.Everything("text"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(expected, ReportSample.Write(ReportSample.Everything("text")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_page_of_very_long_texts_and_very_many_findings_stays_small()
    {
        string text = string.Concat(Enumerable.Repeat("<\"&'>", 2000));
        List<Finding> findings = [];
        for (int i = 0; i < 4000; i++)
        {
            findings.Add(ReportSample.Finding(ReportSample.FindingTypes[i % ReportSample.FindingTypes.Length], text, FormattableString.Invariant($"T-{i:X12}")));
        }

        MailHuntResult one = ReportSample.Of(findings, text);
        MailHuntResult result = new()
        {
            Verdict = one.Verdict, VerdictText = one.VerdictText, Findings = findings, Hunts = one.Hunts, Suppressed = [.. Enumerable.Repeat(one.Suppressed[0], 1000)], Notes = [.. Enumerable.Repeat(text, 1000)],
            ReadReport = Many(one.ReadReport), ReportData = one.ReportData, Coverage = Many(one.Coverage),
            Incidents = [.. Enumerable.Range(0, 500).Select(i => new Incident
            {
                Id = FormattableString.Invariant($"INC-{i:X12}"), TenantId = text, Severity = Severity.Critical, Title = text, FirstSeen = ReportSample.Time, LastSeen = ReportSample.Time, Findings = findings,
                Links = [.. Enumerable.Repeat(text, 100)], Techniques = [.. Enumerable.Repeat(text, 100)], NextSteps = [.. Enumerable.Repeat(new NextStep(NextStepKind.Evict, text, text), 100)],
            })],
        };
        MailExposure[] exposures = [.. Enumerable.Repeat((MailExposure)ReportSample.Fill(typeof(MailExposure), text), 5000)];
        string page = ReportSample.Write(result, exposures: exposures);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, 5_000_000);
        StrictHtml html = StrictHtml.Parse(page);
        Assert.Contains(html.All("p"), static p => p.Text.Contains("more that are not written out here", StringComparison.Ordinal));
    }

    private static ReadReport Many(ReadReport report) => new()
    {
        Bytes = report.Bytes, Rows = report.Rows, Kept = report.Kept, Duplicates = report.Duplicates, ConflictingIds = report.ConflictingIds, Dropped = report.Dropped, Lossy = report.Lossy,
        DroppedRows = [.. Enumerable.Repeat(report.DroppedRows[0], 1000)], LossyRows = [.. Enumerable.Repeat(report.LossyRows[0], 1000)], Files = [.. Enumerable.Repeat(report.Files[0], 3000)],
        Problems = [.. Enumerable.Repeat(report.Problems[0], 1000)], FirstRecord = report.FirstRecord, LastRecord = report.LastRecord,
    };

    private static CoverageReport Many(CoverageReport coverage) => new()
    {
        Start = coverage.Start.AddDays(-300), End = coverage.End, ActiveMailboxes = 3, FullyJudgedMailboxes = 1, PartlyJudgedMailboxes = 1, ActiveMailboxDays = 9, BlindMailboxDays = 3, Sentence = coverage.Sentence,
        BlindIntervals = [.. Enumerable.Range(0, 20_000).Select(i => coverage.BlindIntervals[0] with { Scope = (BlindScope)(i % 3), From = ReportSample.Time.AddHours(-i), To = ReportSample.Time.AddHours(1 - i) })],
    };

    private static void AssertHarmless(string page)
    {
        foreach (Rune rune in page.EnumerateRunes())
        {
            bool isBad = rune.Value != '\n' && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
            Assert.False(isBad, $"U+{rune.Value:X4}");
        }
    }
}
