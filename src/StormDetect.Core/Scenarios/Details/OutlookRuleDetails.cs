namespace StormDetect.Core.Scenarios;

/// <summary>UpdateInboxRules: a rule as Outlook, MAPI or EWS programs keep it. What is null is blank in the record, as many real ones are.</summary>
internal sealed class OutlookRuleDetails(string ruleOperation, long ruleId) : MailboxDetails("UpdateInboxRules", FolderNames.Inbox)
{
    /// <summary>RuleName; a record often has the name of this property and no value.</summary>
    public string? Name { get; init; }

    /// <summary>RuleCondition: a MAPI restriction as text.</summary>
    public string? Condition { get; init; }

    /// <summary>RuleActions: JSON as text.</summary>
    public string? Actions { get; init; }

    /// <summary>RuleState.</summary>
    public string? State { get; init; } = "Enabled";

    /// <summary>ServerRule: the other shape of the same thing, JSON as text, instead of condition and actions.</summary>
    public string? ServerRule { get; init; }

    /// <summary>The folder of the mailbox that the rule moves to, in place of <see cref="Actions"/>; the record names it by its id.</summary>
    public int? MovesTo { get; init; }

    /// <summary>An action that forwards.</summary>
    public static string ForwardTo(string address) => "[{\"ActionType\":\"Forward\",\"Recipients\":[\"" + address + "\"],\"ForwardFlags\":\"None\"}]";

    protected override void WriteProperties(JsonLine line, Mailbox mailbox)
    {
        line.Text(",\"OperationProperties\":["u8);
        Property("RuleOperation", ruleOperation, isFirst: true);
        Property("RuleId", ruleId.ToString(System.Globalization.CultureInfo.InvariantCulture), isFirst: false);
        if (ServerRule is not null)
        {
            Property("ServerRule", ServerRule, isFirst: false);
        }
        else
        {
            Property("RuleState", State, isFirst: false);
            Property("RuleCondition", Condition, isFirst: false);
            Property("RuleName", Name, isFirst: false);
            Property("RuleProvider", "RuleOrganizer", isFirst: false);
            if (MovesTo is int target)
            {
                line.Text(",{\"Name\":\"RuleActions\",\"Value\":\"[{\\\"ActionType\\\":\\\"Move\\\",\\\"DestinationFolderId\\\":\\\""u8);
                ItemText.FolderId(line, mailbox, target);
                line.Text("\\\"}]\"}"u8);
            }
            else
            {
                Property("RuleActions", Actions, isFirst: false);
            }
        }

        line.Byte((byte)']');

        void Property(string name, string? value, bool isFirst)
        {
            line.Text(isFirst ? "{\"Name\":\""u8 : ",{\"Name\":\""u8);
            line.Escaped(name);
            if (value is not null)
            {
                line.Text("\",\"Value\":\""u8);
                line.Escaped(value);
            }

            line.Text("\"}"u8);
        }
    }
}
