using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.InboxRules;

/// <summary>What people do with rules every day stays below Medium.</summary>
public sealed class RuleSilenceTests
{
    private static readonly object[] s_everyday =
    [
        new { Name = "Newsletter", From = "news@shop.example", MoveToFolder = "Newsletter", MarkAsRead = "True", StopProcessingRules = "True" },
        new { Name = "News", FromAddressContainsWords = "newsletter", DeleteMessage = "True", MarkAsRead = "True", StopProcessingRules = "True" },
        new { Name = "Invoices", SubjectContainsWords = "Invoice;Rechnung", MoveToFolder = "Invoices", StopProcessingRules = "True" },
        new { Name = "Boss", From = "boss@contoso.example", ApplyCategory = "Red", MarkImportance = "High" },
        new { Name = "Team", SentTo = "team@contoso.example", MoveToFolder = "Team", MarkAsRead = "True" },
        new { Name = "Alerts of monitoring", From = "alerts@monitor.example", MoveToFolder = "Alerts", MarkAsRead = "True" },
        new { Name = "My bank", From = "security@bank.example", DeleteMessage = "True" },
        new { Name = "Old threads", SubjectContainsWords = "[archive]", MoveToFolder = "Archive", MarkAsRead = "True" },
        new { Name = "Spam", SubjectContainsWords = "[SPAM]", MoveToFolder = "Junk Email", StopProcessingRules = "True" },
        new { Name = "Cover", ForwardTo = "pat@contoso.example", SubjectContainsWords = "payment" },
        new { Name = "Copy", CopyToFolder = "RSS Feeds", SubjectContainsWords = "invoice" },
        new { Name = "To colleague", RedirectTo = "pat@contoso.example", DeleteMessage = "True", From = "customer@fabrikam.example" },
        new { Name = "x", From = "news@shop.example", MoveToFolder = "x" },
    ];

    public static TheoryData<int> Everyday => [.. Enumerable.Range(0, s_everyday.Length)];

    [Theory]
    [MemberData(nameof(Everyday))]
    public void Everyday_rules_stay_below_medium(int rule)
    {
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", s_everyday[rule]);
        Assert.True(log.Worst() < Severity.Medium, $"{s_everyday[rule]}\n{string.Join("\n", log.Hunt().SelectMany(static finding => finding.Reasons))}");
    }

    [Fact]
    public void A_rule_of_an_administrator_for_everybody_is_no_rule_of_an_intruder()
    {
        RuleLog log = new();
        for (int i = 0; i < 40; i++)
        {
            log.Cmdlet("New-InboxRule", new { Mailbox = $"user{i}@contoso.example", Name = "Move external newsletters", HeaderContainsWords = "List-Unsubscribe", MoveToFolder = "Newsletters" }, i, "admin@contoso.example");
        }

        Assert.Empty(log.Hunt());
    }

    [Fact]
    public void The_bursts_of_outlook_are_silent_and_cost_one_entry_a_rule()
    {
        RuleLog log = new();
        for (int i = 0; i < 1200; i++)
        {
            // Blank, as most tenants log them; and with the body of a rule that has long been there, as others do.
            log.Outlook(
                i % 2 == 0
                    ? new { RuleOperation = "ModifyMailboxRule", RuleId = (i % 300).ToString(System.Globalization.CultureInfo.InvariantCulture), RuleState = "", RuleCondition = "{}", RuleName = "", RuleProvider = "RuleOrganizer", RuleActions = "[]" }
                    : new { RuleOperation = "ModifyMailboxRule", RuleId = (i % 300).ToString(System.Globalization.CultureInfo.InvariantCulture), RuleState = "Enabled", RuleCondition = "{(SubString IgnoreCase(SubjectProperty)=project)}", RuleName = "", RuleProvider = "RuleOrganizer", RuleActions = "[{\"ActionType\":\"Forward\",\"Recipients\":[\"pat@fabrikam.example\"]}]" },
                i / 36000.0);
        }

        Assert.True(log.Worst() < Severity.Medium);
    }

    [Fact]
    public void The_service_itself_is_silent() => Assert.Empty(new RuleLog().Cmdlet(
        "New-InboxRule", new { Name = ".", ForwardTo = "x@elsewhere.example" }, user: "NT AUTHORITY\\SYSTEM (w3wp)", with: new { UserType = 3 }).Hunt());
}
