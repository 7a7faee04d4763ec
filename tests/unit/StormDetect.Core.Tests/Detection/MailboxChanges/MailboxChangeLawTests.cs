using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StormDetect.Core.Detection.MailboxChanges;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class MailboxChangeLawTests
{
    [Fact]
    public void The_order_of_records_changes_nothing()
    {
        string expected = Json(Busy().Lines);
        Assert.Contains("MBC-", expected, StringComparison.Ordinal);
        for (int seed = 1; seed <= 20; seed++)
        {
            string[] lines = [.. Busy().Lines];
            new Random(seed).Shuffle(lines);
            Assert.Equal(expected, Json(lines));
        }
    }

    [Fact]
    public void A_story_that_grows_keeps_its_id()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Set-Mailbox", Mallory, ("Identity", Kim), ("ForwardingSmtpAddress", "drop@evil.example"));
        string id = tenant.Single().Id;
        Assert.Equal(id, tenant.Cmdlet(20, "Set-Mailbox", Mallory, ("Identity", "lee@contoso.example"), ("ForwardingSmtpAddress", "drop@evil.example")).Single().Id);
    }

    [Fact]
    public void Tenants_are_judged_apart()
    {
        string other = new ChangedTenant().Cmdlet(1, "Set-Mailbox", Mallory, ("Identity", Kim), ("ForwardingSmtpAddress", "drop@evil.example")).Lines[0]
            .Replace("11111111-2222", "99999999-2222", StringComparison.Ordinal).Replace("4000-8000", "4000-9000", StringComparison.Ordinal);
        MailHuntResult result = Hunt([.. Busy().Lines.Take(1), other]);
        Assert.Equal(2, result.Findings.Count);
        Assert.Equal(2, result.Findings.Select(static f => f.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("a\u001b[2Jb")]
    [InlineData("'; Remove-Item -Recurse / #")]
    [InlineData("’; Remove-Item #")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("\ud800{0}%n\u202e")]
    public void Hostile_names_steer_nothing(string evil)
    {
        MailboxChangeFinding[] findings = new ChangedTenant()
            .Cmdlet(1, "New-TransportRule", evil, ("Name", evil), ("BlindCopyTo", $"{evil}@evil.example"))
            .Cmdlet(2, "Add-MailboxPermission", Mallory, ("Identity", evil), ("User", Mallory), ("AccessRights", "FullAccess"))
            .Cmdlet(3, "New-UnifiedAuditLogRetentionPolicy", Mallory, ("Name", evil), ("RetentionDuration", "ThreeMonths"), ("Priority", evil))
            .Entra(4, "Consent to application.", Kim, [(evil, 1), (evil, 2), (evil, 4)], ("ConsentAction.Permissions", $"[] => [[Scope: Mail.Read {evil}]]", string.Empty))
            .Entra(5, "Add owner to application.", evil, [(evil, 5)], ("Application.DisplayName", evil, string.Empty))
            .All();
        Assert.True(findings.Length >= 4);
        foreach (MailboxChangeFinding finding in findings)
        {
            IEnumerable<string> shown = [finding.Title, finding.DestinationsText, finding.ReasonsText, finding.OperationsText, finding.NextStepsText, .. finding.Reasons.Select(static r => r.Text)];
            Assert.DoesNotContain(shown, static text => text.Any(static c => char.IsControl(c) || c == '\u202e'));

            // A quoted string in a command may hold anything, but never end early: quotes of every kind come in pairs.
            foreach (string command in finding.NextSteps.Select(static s => s.Command ?? string.Empty))
            {
                Assert.Equal(0, command.Count(static c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B') % 2);
            }
        }
    }

    [Theory]
    [InlineData("{\"Operation\":\"Set-Mailbox\",\"CreationTime\":\"2026-09-01T10:00:00\",\"Parameters\":\"not json\"}")]
    [InlineData("{\"Operation\":\"Add-MailboxPermission\",\"CreationTime\":\"2026-09-01T10:00:00\"}")]
    [InlineData("{\"Operation\":\"Consent to application.\",\"CreationTime\":\"2026-09-01T10:00:00\",\"Target\":\"[{\\\"ID\\\":1}]\",\"ModifiedProperties\":[{\"Name\":\"ConsentAction.Permissions\"}]}")]
    [InlineData("{\"Operation\":\"Set-Mailbox\",\"CreationTime\":\"2026-09-01T10:00:00\",\"Parameters\":[{\"Name\":\"AuditLogAgeLimit\",\"Value\":\"soon\"},{\"Name\":\"AuditEnabled\",\"Value\":\"perhaps\"}]}")]
    [InlineData("{\"Operation\":\"ModifyFolderPermissions\",\"CreationTime\":\"2026-09-01T10:00:00\",\"Item\":5}")]
    public void Records_that_say_too_little_raise_nothing(string line) => Assert.DoesNotContain(Hunt([line]).Findings, static f => f.Severity >= Severity.Medium);

    [Fact]
    public void Only_operations_of_changes_are_read()
    {
        Assert.False(ChangeOperations.Wants("MailItemsAccessed"));
        Assert.False(ChangeOperations.Wants("Update user"));
        Assert.False(ChangeOperations.Wants("New-InboxRule"));
        Assert.True(ChangeOperations.Wants("Set-Mailbox"));
        Assert.True(ChangeOperations.Wants("Consent to application"));
    }

    private static ChangedTenant Busy() => new ChangedTenant()
        .Cmdlet(1, "Set-Mailbox", Mallory, ("Identity", Kim), ("ForwardingSmtpAddress", "drop@evil.example"))
        .Cmdlet(1, "Set-Mailbox", Mallory, ("Identity", "kim"), ("ForwardingSmtpAddress", ""))
        .Cmdlet(2, "Add-MailboxPermission", Mallory, ("Identity", Kim), ("User", Mallory), ("AccessRights", "FullAccess"))
        .Cmdlet(2.1, "Add-MailboxPermission", Mallory, ("Identity", "lee@contoso.example"), ("User", "mallory"), ("AccessRights", "FullAccess"))
        .Cmdlet(2.2, "Remove-MailboxPermission", Mallory, ("Identity", "lee@contoso.example"), ("User", "mallory"), ("AccessRights", "FullAccess"))
        .Cmdlet(3, "New-TransportRule", Admin, ("Name", "x"), ("BlindCopyTo", "drop@evil.example"))
        .Cmdlet(3, "Set-MailboxAuditBypassAssociation", Admin, ("Identity", "svc"), ("AuditBypassEnabled", "True"))
        .Cmdlet(4, "Set-UnifiedAuditLogRetentionPolicy", Admin, ("Identity", "p"), ("RetentionDuration", "NineMonths"))
        .Cmdlet(5, "Set-UnifiedAuditLogRetentionPolicy", Admin, ("Identity", "p"), ("RetentionDuration", "SixMonths"));

    private static string Json(IEnumerable<string> lines)
    {
        MailHuntResult result = Hunt(lines);
        return JsonSerializer.Serialize(result.Findings.Cast<MailboxChangeFinding>()) + JsonSerializer.Serialize(result.Coverage.BlindIntervals) + result.VerdictText;
    }
}
