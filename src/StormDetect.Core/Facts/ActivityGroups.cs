using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Facts;

/// <summary>Which operations belong to which group of activities.</summary>
internal static class ActivityGroups
{
    public static IReadOnlyList<ActivityGroup> All { get; } = Enum.GetValues<ActivityGroup>();

    /// <summary>The groups a hunt judges, each once and in their order. A baseline never goes on without mail access.</summary>
    public static IReadOnlyList<ActivityGroup> Judged(MailAccessHuntOptions options, IReadOnlyList<ActivityGroup> otherwise) =>
        (options.Activities.Count == 0 ? otherwise : options.Activities).Concat(options.LearnBaseline ? [ActivityGroup.Access] : []).Distinct().Order().ToArray();

    /// <summary>What an operation does to a mailbox; null where no group counts it.</summary>
    public static MailActivity? ActivityOf(string operation) => operation.ToUpperInvariant() switch
    {
        "MOVE" => MailActivity.Move,
        "MOVETODELETEDITEMS" => MailActivity.MoveToDeletedItems,
        "SOFTDELETE" => MailActivity.SoftDelete,
        "HARDDELETE" => MailActivity.HardDelete,
        "SEARCHQUERYINITIATED" or "SEARCHQUERYINITIATEDEXCHANGE" => MailActivity.Search,
        "SEND" or "SENDAS" or "SENDONBEHALF" => MailActivity.Send,
        _ => null,
    };

    public static ActivityGroup GroupOf(MailActivity activity) => activity switch
    {
        MailActivity.Bind or MailActivity.Sync => ActivityGroup.Access,
        MailActivity.Move => ActivityGroup.Move,
        MailActivity.Search => ActivityGroup.Search,
        MailActivity.Send => ActivityGroup.Send,
        _ => ActivityGroup.Delete,
    };

    /// <summary>
    /// Activities a mailbox sees for the first time count by themselves: a folder taken away as a whole, the trace of what was sent removed, what could have been recovered purged.
    /// </summary>
    public static bool IsTelling(MailActivity activity) => activity is MailActivity.Sync or MailActivity.DeleteSentItems or MailActivity.PurgeRecoverableItems;
}
