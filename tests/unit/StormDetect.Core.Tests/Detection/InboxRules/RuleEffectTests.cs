using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.InboxRules;

/// <summary>What a rule does decides: each effect, and what adds to it.</summary>
public sealed class RuleEffectTests
{
    [Theory]
    [InlineData("thief@elsewhere.example")]
    [InlineData("smtp:thief@elsewhere.example")]
    [InlineData("\"Kim\" [SMTP:thief@elsewhere.example]")]
    [InlineData("\"kim@contoso.example\" [SMTP:thief@elsewhere.example]")]
    [InlineData("pat@contoso.example;thief@elsewhere.example")]
    public void Mail_that_leaves_is_at_least_medium(string destination)
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Projects", ForwardTo = destination, SubjectContainsWords = "project" }).One();
        Assert.True(finding.Severity >= Severity.Medium, finding.ToString());
        Assert.Equal(["thief@elsewhere.example"], finding.ExternalRecipients);
        Assert.Contains("T1114.003", finding.Techniques);
        Assert.Equal("InboxRule.Forwarding", finding.DetectionId);
    }

    [Fact]
    public void A_refused_command_makes_no_domain_the_organisations_own()
    {
        // Anybody may name a mailbox that is not there.
        InboxRuleFinding[] findings = [.. new RuleLog().Cmdlet("New-InboxRule", new { Mailbox = "box@elsewhere.example", Name = "Test", MarkAsRead = "True" }, with: new { ResultStatus = "False" })
            .Cmdlet("New-InboxRule", new { Name = "Projects", ForwardTo = "thief@elsewhere.example", SubjectContainsWords = "project" }, hour: 1).Hunt()];
        Assert.Contains(findings, static finding => finding.ExternalRecipients.Contains("thief@elsewhere.example") && finding.Severity >= Severity.Medium);
    }

    [Theory]
    [InlineData("ForwardTo", "pat@contoso.example")]
    [InlineData("RedirectTo", "pat@mail.contoso.example")]
    [InlineData("ForwardAsAttachmentTo", "\"Pat\" [EX:/o=ExchangeLabs/ou=x/cn=Recipients/cn=pat]")]
    [InlineData("ForwardTo", "Pat Doe")]
    public void Mail_between_colleagues_is_silent(string action, string destination)
    {
        RuleLog log = new();
        log.Raw(NewRule($"{{\"Name\":\"{action}\",\"Value\":{System.Text.Json.JsonSerializer.Serialize(destination)}}},{{\"Name\":\"Name\",\"Value\":\"Cover for Pat\"}}"));
        Assert.Empty(log.Hunt());
    }

    [Theory]
    [InlineData("thief@cont0so.example", true)]
    [InlineData("thief@contosso.example", true)]
    [InlineData("thief@contoso-mail.example", true)]
    [InlineData("thief@xn--cntoso-wqf.example", true)] // contoso with a Cyrillic o
    [InlineData("partner@fabrikam.example", false)]
    public void A_look_alike_of_an_own_domain_weighs_more(string destination, bool expected)
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Projects", RedirectTo = destination, From = "pat@contoso.example" }).One();
        Assert.Equal(expected, finding.Reasons.Any(static reason => reason.Code == "SendsToLookAlike"));
    }

    [Theory]
    [InlineData("...", Severity.Medium)]
    [InlineData("Invoices", null)]
    public void A_folder_known_only_by_its_id_counts_for_a_rule_that_is_not_to_be_seen(string name, Severity? least)
    {
        string folder = new string('A', 30) + "LgAAAACgNtnZ8BpJw+zc3kPyTSvwSNAQxOFWntdb==";
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", new { Name = name, MoveToFolder = folder, SubjectContainsWords = "invoice" });
        if (least is null)
        {
            Assert.Empty(log.Hunt());
        }
        else
        {
            InboxRuleFinding finding = log.One();
            Assert.True(finding.Severity >= least, finding.ToString());
            Assert.Contains(finding.Reasons, static reason => reason.Code == "MovesToUnknownFolder");
        }
    }

    [Fact]
    public void The_accepted_domains_decide_where_they_are_given()
    {
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Branch", ForwardTo = "pat@branch.contoso.example" });
        Assert.Empty(log.Hunt());
        log.Options = log.Options with { AcceptedDomains = ["contoso.example"] };
        Assert.Equal(["pat@branch.contoso.example"], log.One().ExternalRecipients);
        log.Options = log.Options with { AcceptedDomains = ["contoso.example", "*.contoso.example"] };
        Assert.Empty(log.Hunt());
        log.Options = log.Options with { AcceptedDomains = ["branch.contoso.example"] };
        Assert.Empty(log.Hunt());
    }

    [Theory]
    [InlineData("RSS Feeds")]
    [InlineData("kim:\\RSS-Feeds")]
    [InlineData("Inbox\\Conversation History")]
    [InlineData("Historique des conversations")]
    [InlineData("Unterhaltungsverlauf")]
    [InlineData("Historial de conversaciones")]
    [InlineData("Histórico de conversas")]
    [InlineData("Cronologia conversazioni")]
    [InlineData("Gespreksgeschiedenis")]
    [InlineData("Historia konwersacji")]
    [InlineData("Konversationshistorik")]
    [InlineData("Konuşma Geçmişi")]
    [InlineData("Журнал бесед")]
    [InlineData("会話の履歴")]
    [InlineData("对话历史记录")]
    [InlineData("대화 내용")]
    [InlineData("Problèmes de synchronisation")]
    [InlineData("Notes")]
    public void Mail_about_money_in_a_folder_nobody_opens_is_medium_in_any_language(string folder)
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Bills", MoveToFolder = folder, SubjectContainsWords = "Invoice;Payments" }).One();
        Assert.True(finding.Severity >= Severity.Medium, finding.ToString());
        Assert.Contains(finding.Reasons, static reason => reason.Code == "MovesToRareFolder");
        Assert.Contains(finding.Reasons, static reason => reason.Code == "PicksFinance");
        Assert.Contains("T1564.008", finding.Techniques);
    }

    [Theory]
    [InlineData("hacked", "PicksCompromise")]
    [InlineData("Hameçonnage", "PicksCompromise")]
    [InlineData("verdächtig", "PicksCompromise")]
    [InlineData("фишинг", "PicksCompromise")]
    [InlineData("パスワード", "PicksSecurity")]
    [InlineData("contraseña", "PicksSecurity")]
    [InlineData("Rechnung", "PicksFinance")]
    [InlineData("invoic", "PicksFinance")]
    [InlineData("fattura", "PicksFinance")]
    public void Words_are_known_in_many_languages(string word, string code)
    {
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Words", DeleteMessage = "True", MarkAsRead = "True", SubjectOrBodyContainsWords = word });
        Assert.Contains(log.One().Reasons, reason => reason.Code == code);
        Assert.True(log.Worst() >= Severity.Medium);
    }

    [Theory]
    [InlineData("holiday")]
    [InlineData("mail")]
    [InlineData("Achievement")]
    public void Other_words_are_only_words(string word) =>
        Assert.Equal(Severity.Informational, new RuleLog().Cmdlet("New-InboxRule", new { Name = "Words", DeleteMessage = "True", SubjectContainsWords = word }).Worst());

    [Fact]
    public void Words_and_folders_of_the_user_count_as_well()
    {
        RuleLog log = new RuleLog().Cmdlet("New-InboxRule", new { Name = "Words", MoveToFolder = "Alte Ablage", SubjectContainsWords = "Merkur" });
        Assert.Empty(log.Hunt());
        log.Options = log.Options with { RuleWords = [new RuleWord(RuleWordCategory.Folder, "alte ablage"), new RuleWord(RuleWordCategory.Finance, "projekt merkur"), new RuleWord(RuleWordCategory.Finance, "merkur")] };
        Assert.Equal(Severity.Medium, log.Worst());
    }

    [Theory]
    [InlineData(".", "NamePunctuation")]
    [InlineData("", "NameEmpty")]
    [InlineData("   ", "NameEmpty")]
    [InlineData("a", "NameShort")]
    [InlineData("aaaa", "NameRepeated")]
    [InlineData("x\u200By z", "NameInvisible")]
    [InlineData("Junk E-rnail Rule", "NameLookAlike")]
    [InlineData("Pаypal", "NameLookAlike")] // with a Cyrillic a
    public void Names_that_hide_count(string name, string code)
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet("New-InboxRule", new { Name = name, DeleteMessage = "True", From = "partner@fabrikam.example" }).One();
        Assert.Contains(finding.Reasons, reason => reason.Code == code);
    }

    [Theory]
    [InlineData("Newsletter")]
    [InlineData("HR & IT")]
    [InlineData("Отчёты Contoso")]
    [InlineData("日報")]
    [InlineData("🎉🎂")]
    public void Ordinary_names_do_not(string name) =>
        Assert.DoesNotContain(new RuleLog().Cmdlet("New-InboxRule", new { Name = name, DeleteMessage = "True", SubjectContainsWords = "hacked" }).One().Reasons, static reason => reason.Code.StartsWith("Name", System.StringComparison.Ordinal));

    [Fact]
    public void The_real_thing_is_high()
    {
        InboxRuleFinding finding = new RuleLog().Cmdlet(
            "New-InboxRule", new { AlwaysDeleteOutlookRulesBlob = "False", Force = "False", MoveToFolder = "Conversation History", Name = "a", SubjectOrBodyContainsWords = "payment", MarkAsRead = "True", StopProcessingRules = "True" }).One();
        Assert.True(finding.Severity >= Severity.High, finding.ToString());
        Assert.Equal(finding.Score, finding.Reasons.Sum(static reason => reason.Weight), 6);
        Assert.Equal("Conversation History", finding.MoveToFolder);
        Assert.True(finding.MarksAsRead && finding.StopsProcessing && !finding.Deletes);
    }

    [Theory]
    [InlineData("DeleteMessage", "True")]
    [InlineData("SoftDeleteMessage", "True")]
    [InlineData("MoveToFolder", "RSS Subscriptions")]
    public void Hiding_all_mail_is_medium(string action, string value)
    {
        RuleLog log = new();
        log.Raw(NewRule($"{{\"Name\":\"{action}\",\"Value\":\"{value}\"}},{{\"Name\":\"StopProcessingRules\",\"Value\":\"True\"}},{{\"Name\":\"Name\",\"Value\":\"Cleaning\"}}"));
        Assert.True(log.Worst() >= Severity.Medium);
        Assert.Contains(log.One().Reasons, static reason => reason.Code == "PicksAll");
    }

    [Theory]
    [InlineData("SubjectOrBodyContainsWords", "e")]
    [InlineData("FromAddressContainsWords", "@")]
    [InlineData("FromAddressContainsWords", ".com;nobody@fabrikam.example")]
    [InlineData("WithinSizeRangeMinimum", "1 B (1 bytes)")]
    public void A_condition_that_all_mail_meets_is_none(string condition, string value)
    {
        RuleLog log = new();
        log.Raw(NewRule($"{{\"Name\":\"{condition}\",\"Value\":\"{value}\"}},{{\"Name\":\"DeleteMessage\",\"Value\":\"True\"}},{{\"Name\":\"Name\",\"Value\":\"Cleaning\"}}"));
        Assert.Contains(log.One().Reasons, static reason => reason.Code == "PicksAll");
    }

    private static string NewRule(string parameters) =>
        $"{{\"CreationTime\":\"2026-09-07T08:00:00\",\"Id\":\"00000000-0000-4000-8000-000000000001\",\"Operation\":\"New-InboxRule\",\"OrganizationId\":\"{RuleLog.Tenant}\",\"RecordType\":1,\"UserId\":\"{RuleLog.Kim}\",\"UserType\":2,\"Parameters\":[{parameters}]}}";
}
