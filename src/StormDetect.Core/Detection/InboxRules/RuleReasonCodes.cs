namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Names of the reasons for a finding about an inbox rule. They are a contract: filters and translations use them.</summary>
internal static class RuleReasonCodes
{
    public const string SendsOutside = "SendsOutside";
    public const string SendsUndecided = "SendsUndecided";
    public const string SendsToWebmail = "SendsToWebmail";
    public const string SendsToLookAlike = "SendsToLookAlike";
    public const string SendsToPhone = "SendsToPhone";
    public const string KeepsNoCopy = "KeepsNoCopy";
    public const string Deletes = "Deletes";
    public const string Purges = "Purges";
    public const string MovesToRareFolder = "MovesToRareFolder";
    public const string MovesToOddFolder = "MovesToOddFolder";
    public const string MovesAside = "MovesAside";
    public const string MovesToUnknownFolder = "MovesToUnknownFolder";
    public const string MovesEverything = "MovesEverything";
    public const string MarksAsRead = "MarksAsRead";
    public const string StopsProcessing = "StopsProcessing";
    public const string PicksAll = "PicksAll";
    public const string PicksOwners = "PicksOwners";
    public const string PicksFinance = "PicksFinance";
    public const string PicksSecurity = "PicksSecurity";
    public const string PicksCompromise = "PicksCompromise";
    public const string PicksOneSender = "PicksOneSender";
    public const string NameEmpty = "NameEmpty";
    public const string NamePunctuation = "NamePunctuation";
    public const string NameShort = "NameShort";
    public const string NameRepeated = "NameRepeated";
    public const string NameInvisible = "NameInvisible";
    public const string NameLookAlike = "NameLookAlike";
    public const string HiddenRule = "HiddenRule";
    public const string MadeByDelegate = "MadeByDelegate";
    public const string MadeByAdmin = "MadeByAdmin";
    public const string MadeByForeignAdmin = "MadeByForeignAdmin";
    public const string NewNetwork = "NewNetwork";
    public const string SessionOfFinding = "SessionOfFinding";
    public const string NetworkOfFinding = "NetworkOfFinding";
    public const string ManyMailboxes = "ManyMailboxes";
    public const string ShortLife = "ShortLife";
    public const string PriorityMailbox = "PriorityMailbox";
    public const string Restated = "Restated";
    public const string NeverOn = "NeverOn";
    public const string Attempt = "Attempt";
}
