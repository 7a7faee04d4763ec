using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace StormDetect.Core.Tests.Reports;

public sealed class HuntReportRedactionTests
{
    private const string Tenant = "0b5c1ff3-9a54-4c55-8a1e-2b6a4b8f1d11";
    private const string Session = "5f0c2d4e-1111-4222-8333-944445555666";
    private const string Folder = "/cases/Contoso leak/audit (1).csv";

    /// <summary>What no page may hold, in any case, whole or in part.</summary>
    private static readonly string[] s_secrets =
    [
        "kim.owner", "contoso", "kim", "198.51.100", "2001:db8", Tenant, Session, "5f0c2d4e", "Leak", "audit (1)", "CONTOSO\\svc", "svc-mail", "8d0f1c2a", "Board Room", "fabrikam", "drop.box", "AQMkAD-record-1",
        "o'hara", "sêcret",
    ];

    private const string Sentence =
        "Kim.Owner@Contoso.example read mail of sêcret.ö@contoso.example and o'hara@mail.contoso.example from 198.51.100.7 (198.51.100.0/24), 2001:db8:a:b::1 and 2001:db8:a::/48 in session " + Session + " of tenant " + Tenant
        + "; rule sends to <drop.box@fabrikam.example>; mailbox 'Board Room' by CONTOSO\\svc-mail in 8d0f1c2a-0000-4000-8000-000000000001; record AQMkAD-record-1; from contoso.example, smtp:kim.owner@contoso.example;"
        + " file " + Folder + ".";

    [Theory]
    [InlineData(null)]
    [InlineData("a key")]
    public void Nothing_that_names_people_or_places_remains(string? key)
    {
        string page = ReportSample.Write(Result(), redact: true, key: key, exposures: [Exposure()], inputs: [new InputHash(Folder, 3, new string('a', 64), string.Empty)]);
        string text = StrictHtml.Parse(page).Text;
        Assert.All(s_secrets, secret => Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase));
        Assert.All(s_secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("a key", page, StringComparison.Ordinal);
        Assert.Contains("Names, addresses and networks are replaced by tokens.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_without_redaction_has_what_the_tests_look_for()
    {
        string text = StrictHtml.Parse(ReportSample.Write(Result(), exposures: [Exposure()], inputs: [new InputHash(Folder, 3, new string('a', 64), string.Empty)])).Text;
        Assert.All(s_secrets, secret => Assert.Contains(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_same_value_has_the_same_token_wherever_it_stands()
    {
        string text = StrictHtml.Parse(ReportSample.Write(ReportSample.Of([Finding(Sentence)], "plain"), redact: true)).Text;
        string[] shapes = Regex.Matches(text, @"user-\d+@domain-\d+ read mail of (user-\d+@domain-\d+) and (user-\d+@domain-\d+) from").Select(static match => match.Value).Distinct().ToArray();
        Assert.Single(shapes);
        string owner = shapes[0][..shapes[0].IndexOf(' ', StringComparison.Ordinal)];
        Assert.Contains(owner, text.Split('\n').Select(static line => line.Trim()).First(static line => Regex.IsMatch(line, "^[0-9]+ mailboxes: ")), StringComparison.Ordinal);
        Assert.Contains($"smtp:{owner};", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_the_same_in_all_reports_made_with_one_key_and_no_others()
    {
        string first = Tokens("one key", Sentence);
        Assert.Equal(first, Tokens("one key", "x@other.example came first. " + Sentence)[^first.Length..]);
        Assert.NotEqual(first, Tokens("another", Sentence));
    }

    [Fact]
    public void An_address_cut_by_the_length_of_a_text_does_not_show_in_part()
    {
        string page = ReportSample.Write(ReportSample.Of([Finding(new string('x', 1985) + " kim.owner@contoso.example")], "plain"), redact: true);
        Assert.DoesNotContain("kim", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Applications_stay_because_they_name_software()
    {
        string page = ReportSample.Write(ReportSample.Of([Finding("application a298e343-7e6c-4373-bd51-349f5a807729 of Outlook, 12:30 to 13:45:10, 1.2.3 version")], "plain"), redact: true);
        Assert.Contains("application a298e343-7e6c-4373-bd51-349f5a807729 of Outlook, 12:30 to 13:45:10, 1.2.3 version", page, StringComparison.Ordinal);
    }

    private static string Tokens(string key, string title)
    {
        string text = StrictHtml.Parse(ReportSample.Write(ReportSample.Of([Finding(title)], "plain"), redact: true, key: key)).Text;
        return text.Split('\n').First(static line => line.Contains(" read mail of ", StringComparison.Ordinal)).Split(" (T-")[0].Trim();
    }

    private static MailHuntResult Result()
    {
        // The other texts differ: a text that is the name of a mailbox as well is one token as a whole, and would hide what the forms miss.
        const string Other = "In words: " + Sentence;
        MailHuntResult filled = ReportSample.Of([Finding(Sentence), .. ReportSample.FindingTypes.Select(static (type, i) => ReportSample.Finding(type, Other, $"T{i:00}-0123456789AB"))], Other);
        return new MailHuntResult
        {
            Verdict = filled.Verdict, VerdictText = filled.VerdictText, Coverage = filled.Coverage, Findings = filled.Findings, Incidents = filled.Incidents, Hunts = filled.Hunts, Notes = filled.Notes,
            Suppressed = filled.Suppressed, ReportData = filled.ReportData, ReadReport = new ReadReport
            {
                Bytes = 1, Rows = 1, Kept = 1, Duplicates = 0, ConflictingIds = 0, Dropped = [], DroppedRows = [new DroppedRow(default, Folder, 3, Sentence)], Lossy = 0, LossyRows = [],
                Files = [new FileReadReport(Folder, default, 1, 1, 1, 0, 0)], Problems = [new InputProblem(default, Folder, $"Could not read '{Folder}' or audit (1).csv")], FirstRecord = null, LastRecord = null,
            },
        };
    }

    private static MailExposure Exposure() => new()
    {
        TenantId = Tenant, Mailbox = "kim.owner@contoso.example", Folder = "\\Inbox", MessageCount = 3, MessageBound = ExposureBound.Exactly, NamedMessageCount = 3, SizeInBytes = 1, SizeBound = ExposureBound.Exactly,
        SyncedFolderCount = 0, ReadCount = 3, FirstSeen = ReportSample.Time, LastSeen = ReportSample.Time, UserIds = [], Networks = [], Applications = [], SessionIds = [], BoundReasons = [Sentence], RecordIds = [], RecordCount = 3,
    };

    private static MailAccessAnomaly Finding(string title) => new()
    {
        Id = "T-0123456789AB", DetectionId = "MailAccess.Anomaly", Severity = Severity.High, Title = title, TenantId = Tenant, Mailboxes = ["Kim.Owner@contoso.example", "Board Room"],
        UserIds = ["CONTOSO\\svc-mail", "8d0f1c2a-0000-4000-8000-000000000001"], FirstSeen = ReportSample.Time, LastSeen = ReportSample.Time, Reasons = [new FindingReason("x", title, null, null, 1)], Score = 1,
        RecordIds = ["AQMkAD-record-1"], RecordCount = 1, Techniques = [], NextSteps = [new NextStep(NextStepKind.Evict, title, title)], Networks = ["198.51.100.0/24"], SessionIds = [Session],
        AppId = string.Empty, AppName = string.Empty, ClientAppId = string.Empty, ClientAppName = string.Empty, ClientFamily = ClientFamily.Rest, AccessCount = 1, ItemCount = 1, SyncedFolderCount = 0,
    };
}
