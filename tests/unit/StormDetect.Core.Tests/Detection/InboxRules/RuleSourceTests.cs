using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.InboxRules;

/// <summary>One rule, however it came to us.</summary>
public sealed class RuleSourceTests
{
    private const string Thief = "thief@elsewhere.example";

    public static TheoryData<string> ActionTexts =>
    [
        $"[{{\"ActionType\":\"Forward\",\"Recipients\":[\"{Thief}\"],\"ForwardFlags\":\"None\"}}]",
        $"{{\"ActionType\":\"Forward\",\"Recipients\":\"{Thief}\"}}",
        $"[{{\"ActionType\":\"ForwardToRecipientsAction\",\"Recipients\":[{{\"DisplayName\":\"x\",\"EmailAddress\":\"{Thief}\"}}]}}]",
        $"{{\"Actions\":[{{\"ForwardToRecipientsAction\":{{\"Recipients\":[\"{Thief}\"]}}}}]}}",
        $"Forward to {Thief}",
    ];

    [Theory]
    [MemberData(nameof(ActionTexts))]
    public void Actions_of_outlook_are_read_in_every_shape(string actions)
    {
        InboxRuleFinding finding = new RuleLog().Outlook(new { RuleOperation = "AddMailboxRule", RuleId = "-123", RuleState = "Enabled", RuleCondition = "{(Exists(ItemClass))}", RuleName = "Sales", RuleActions = actions }).One();
        Assert.Equal([Thief], finding.ForwardTo);
        Assert.Equal([Thief], finding.ExternalRecipients);
        Assert.Equal("all mail", finding.Conditions);
        Assert.Equal(("Sales", InboxRuleState.Present), (finding.RuleName, finding.RuleState));
    }

    [Theory]
    [InlineData("ServerRule", "{\"Actions\":[{\"ActionType\":\"RedirectToRecipientsAction\",\"Recipients\":[\"thief@elsewhere.example\"]}]}")]
    [InlineData("RuleActions", "[{\"ActionType\":\"Forward\",\"Recipients\":[\"thief@elsewhere.example\"],\"ForwardFlags\":\"PreserveSender, DoNotMungeMessage\"}]")]
    public void A_redirection_is_told_from_a_forward(string name, string value)
    {
        RuleLog log = new();
        log.Raw($"{{\"CreationTime\":\"2026-09-07T08:00:00\",\"Id\":\"x\",\"Operation\":\"UpdateInboxRules\",\"OrganizationId\":\"t\",\"UserId\":\"{RuleLog.Kim}\",\"MailboxOwnerUPN\":\"{RuleLog.Kim}\",\"LogonType\":0,"
            + $"\"OperationProperties\":[{{\"Name\":\"RuleOperation\",\"Value\":\"AddMailboxRule\"}},{{\"Name\":\"{name}\",\"Value\":{System.Text.Json.JsonSerializer.Serialize(value)}}}]}}");
        Assert.Equal([Thief], log.One().RedirectTo);
    }

    [Fact]
    public void Actions_side_by_side_with_their_recipients_are_read()
    {
        InboxRuleFinding finding = new RuleLog().Outlook(new { RuleOperation = "AddMailboxRule", Action = "ForwardAsAttachmentToRecipientsAction", Recipients = Thief }).One();
        Assert.Equal([Thief], finding.ForwardTo);
    }

    [Theory]
    [InlineData("[{\"ActionType\":\"\\ud800\",\"Recipients\":[\"\\udfff\"]}]")]
    [InlineData("[{\"ActionType\":\"Forward\",\"Recipients\":[\"\\ud800\"]}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void Broken_actions_break_nothing(string actions)
    {
        RuleLog log = new RuleLog().Outlook(new { RuleOperation = "AddMailboxRule", RuleId = "5", RuleName = "Sales", RuleActions = actions })
            .Cmdlet("New-InboxRule", new { Name = "Other", ForwardTo = Thief });
        Assert.Contains(log.Hunt(), static finding => finding.RuleName == "Other");
    }

    [Fact]
    public void The_restriction_of_outlook_is_understood()
    {
        InboxRuleFinding finding = new RuleLog().Outlook(new
        {
            RuleOperation = "AddMailboxRule", RuleId = "5", RuleState = "Enabled, ExitAfterExecution", RuleName = "Bank",
            RuleCondition = "{(&(([RssServerLockStartTime=1, =r, =cfo@fabrikam.example, DisplayType=0], ((SenderSearchKey Equal SMTP:CFO@FABRIKAM.EXAMPLE)))(SubString IgnoreCase(SubjectProperty)=wire transfer)))}",
            RuleActions = "[{\"ActionType\":\"Delete\"},{\"ActionType\":\"MarkAsRead\"}]",
        }).One();
        Assert.Contains(finding.Reasons, static reason => reason.Code == "PicksFinance");
        Assert.Contains(finding.Reasons, static reason => reason.Code == "PicksOneSender" && reason.Text.Contains("cfo@fabrikam.example", System.StringComparison.Ordinal));
        Assert.True(finding is { Deletes: true, MarksAsRead: true, StopsProcessing: true, Severity: >= Severity.Medium });
    }

    [Fact]
    public void A_move_to_a_folder_known_by_id_alone_is_not_called_hidden() => Assert.Equal(Severity.Informational, new RuleLog().Outlook(new
    {
        RuleOperation = "AddMailboxRule", RuleId = "5", RuleState = "Enabled", RuleName = "Invoices", RuleCondition = "{(SubString IgnoreCase(SubjectProperty)=invoice)}",
        RuleActions = "[{\"ActionType\":\"Move\",\"DestinationFolderId\":\"LgAAAABWOVJ4AQAAAAAAAAAAAAAAAAAAAAAB\"}]",
    }).Worst());

    public static TheoryData<string> LiveShapes =>
    [
        "{\"Name\":\"Sales\",\"Identity\":\"kim\\\\17\",\"RuleIdentity\":17,\"MailboxOwnerId\":\"kim@contoso.example\",\"Enabled\":true,\"ForwardTo\":[\"\\\"x\\\" [SMTP:thief@elsewhere.example]\"],\"DeleteMessage\":true,\"MoveToFolder\":null,\"From\":null}",
        "{\"name\":\"Sales\",\"Identity\":\"kim@contoso.example\\\\17\",\"enabled\":\"True\",\"forwardTo\":\"{\\\"x\\\" [SMTP:thief@elsewhere.example]}\",\"deleteMessage\":\"True\",\"MoveToFolder\":\"\"}",
        "[{\"Name\":\"Sales\",\"RuleIdentity\":\"17\",\"Mailbox\":\"kim@contoso.example\",\"Enabled\":\"True\",\"ForwardTo\":\"thief@elsewhere.example\",\"DeleteMessage\":\"True\"}]",
        "{\"@odata.context\":\"https://g/v1.0/$metadata#users('kim%40contoso.example')/mailFolders('inbox')/messageRules\",\"value\":[{\"id\":\"AQAA\",\"displayName\":\"Sales\",\"sequence\":1,\"isEnabled\":true,\"conditions\":null,\"actions\":{\"forwardTo\":[{\"emailAddress\":{\"name\":\"x\",\"address\":\"thief@elsewhere.example\"}}],\"delete\":true,\"moveToFolder\":null}}]}",
    ];

    [Theory]
    [MemberData(nameof(LiveShapes))]
    public void Rules_as_they_stand_are_read_in_every_shape(string json)
    {
        InboxRuleFinding finding = new RuleLog().Live(json).One();
        Assert.Equal(("Sales", InboxRuleState.Present, true), (finding.RuleName, finding.RuleState, finding.Deletes));
        Assert.Equal([Thief], finding.ExternalRecipients);
        Assert.Equal([RuleLog.Kim], finding.Mailboxes);
        Assert.True(finding.Severity >= Severity.High, finding.ToString());
        Assert.Empty(finding.RecordIds);
        Assert.NotEqual(InboxRuleSource.AuditLog, finding.Source);
    }

    [Fact]
    public void A_rule_in_the_log_and_in_the_mailbox_is_one()
    {
        InboxRuleFinding finding = new RuleLog()
            .Cmdlet("New-InboxRule", new { Name = "Sales", ForwardTo = Thief }, objectId: "EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/kim\\Sales")
            .Live(new { Name = "Sales", RuleIdentity = 17, MailboxOwnerId = "kim", Enabled = false, ForwardTo = new[] { Thief } }).One();
        Assert.Equal((InboxRuleSource.AuditLogAndMailbox, InboxRuleState.Disabled), (finding.Source, finding.RuleState));
        Assert.Contains("Remove-InboxRule -Mailbox 'kim@contoso.example' -Identity '17'", finding.NextSteps.Select(static step => step.Command));
    }

    [Theory]
    [InlineData(3, 0, false, Verdict.NoEvidence, ". Rules of 3 of 3 mailboxes read as they stand.")]
    [InlineData(40, 1, false, Verdict.NoEvidence, ". Rules of 39 of 40 mailboxes read as they stand (not of user0@contoso.example).")]
    [InlineData(3, 3, false, Verdict.CannotConclude, ": inbox rules of more than 5 % of the mailboxes could not be read. Rules of 0 of 3 mailboxes read as they stand (not of user0@contoso.example, user1@contoso.example, user2@contoso.example).")]
    [InlineData(4, 4, false, Verdict.CannotConclude, "user2@contoso.example ...).")]
    [InlineData(25, 25, false, Verdict.CannotConclude, ": inbox rules as they stand now could not be read: no entry. Rules of no mailbox read as they stand.")]
    [InlineData(3, 1, true, Verdict.CannotConclude, ": inbox rules as they stand now could not all be read: the line went dead. Rules of 2 mailboxes read as they stand, and not of all.")]
    [InlineData(0, 0, true, Verdict.CannotConclude, ": inbox rules as they stand now could not all be read: the line went dead. Rules of no mailbox read as they stand.")]
    [InlineData(0, 0, false, Verdict.NoEvidence, ". 1 inbox rule judged as it stands.")]
    public void The_verdict_speaks_of_the_mailboxes_that_were_read(int asked, int unread, bool isCut, Verdict verdict, string said)
    {
        MailHunt hunt = new(new RuleLog().Options);
        Assert.True(hunt.TryAddRules("{\"displayName\":\"News\",\"id\":\"A\",\"isEnabled\":true,\"conditions\":{\"senderContains\":[\"news@\"]},\"actions\":{\"markImportance\":\"low\"}}", out _));
        TenantStub tenant = new() { TenantId = RuleLog.Tenant, ListFailure = isCut ? new TenantRequestException(TenantRequestProblem.Network, "the line went dead.") : null };
        TenantRequestException denied = new(TenantRequestProblem.PermissionMissing, "no entry.");
        tenant.Rules.AddRange(Enumerable.Range(0, asked).Select(i => new MailboxRules { Mailbox = $"user{i}@contoso.example", Failure = i < unread ? denied : null }));
        hunt.ReadLive(tenant, new LiveSources { AllInboxRules = true }, RuleLog.Start);

        MailHuntResult result = hunt.Complete(CancellationToken.None);

        Assert.Equal(verdict, result.Verdict);
        Assert.EndsWith(said, result.VerdictText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Name\":\"Sales\",\"RuleIdentity\":17,\"Enabled\":true}", "Sales", "what it does")]
    [InlineData("{\"ForwardTo\":[\"a@b.example\"]}", "(unnamed)", "neither a name nor an identity")]
    [InlineData("{\"displayName\":\"Sales\",\"isEnabled\":true}", "Sales", "no actions")]
    [InlineData("{\"id\":\"AQAA\",\"displayName\":\"Sales\",\"sequence\":1,\"isEnabled\":true,\"hasError\":false,\"isReadOnly\":true,\"userPrincipalName\":\"kim@contoso.example\"}", "Sales", "Get-InboxRule -Mailbox 'kim@contoso.example' -IncludeHidden")]
    public void What_is_missing_is_named_and_the_rest_counts(string json, string rule, string message)
    {
        MailHunt hunt = new(new RuleLog().Options);
        Assert.True(hunt.TryAddRules($"[{json},{{\"Name\":\"Other\",\"Mailbox\":\"kim@contoso.example\",\"DeleteMessage\":true}}]", out IReadOnlyList<InboxRuleProblem> problems));
        InboxRuleProblem problem = Assert.Single(problems);
        Assert.Equal(rule, problem.Rule);
        Assert.Contains(message, problem.Message, System.StringComparison.Ordinal);
        Assert.Equal("Other", Assert.Single(hunt.Complete(TestContext.Current.CancellationToken).Findings.Cast<InboxRuleFinding>()).RuleName);
    }

    [Theory]
    [InlineData("{\"Operation\":\"Send\",\"CreationTime\":\"2026-09-07T08:00:00\"}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"value\":[]}")]
    [InlineData("no json")]
    public void What_is_no_rule_is_left_to_others(string text) => Assert.False(new MailHunt(new RuleLog().Options).TryAddRules(text, out _));

    [Fact]
    public void Systems_own_hidden_rule_is_silent_and_a_hidden_rule_of_another_kind_is_not()
    {
        RuleLog log = new RuleLog().Live(new { Name = "Junk E-mail Rule", RuleIdentity = 1, Mailbox = RuleLog.Kim, Enabled = true, IsHidden = true, MoveToFolder = "", DeleteMessage = false });
        Assert.Empty(log.Hunt());
        log.Live(new { Name = "", RuleIdentity = 2, Mailbox = RuleLog.Kim, Enabled = true, IsHidden = true, DeleteMessage = true, SubjectContainsWords = new[] { "invoice" } });
        Assert.Contains(log.One().Reasons, static reason => reason.Code == "HiddenRule");
    }
}
