using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// How the week's budget of false stories is shared by what is judged, so that it holds for all of it together. Access keeps most: it is what an intruder cannot avoid. A group judged alone has
/// all of it. Stories that only several groups together make suspicious have a share of their own.
/// </summary>
internal static class ActivityBudget
{
    private const double Chains = 2;

    /// <summary>The share of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="judged">All groups that are judged, the group among them.</param>
    public static double Share(ActivityGroup group, IReadOnlyCollection<ActivityGroup> judged) => Weight(group) / Total(judged);

    /// <summary>The share of stories that only groups together make suspicious; 0 where one is judged alone.</summary>
    public static double ChainShare(IReadOnlyCollection<ActivityGroup> judged) => judged.Count < 2 ? 0 : Chains / Total(judged);

    private static double Total(IReadOnlyCollection<ActivityGroup> judged) => judged.Sum(Weight) + (judged.Count < 2 ? 0 : Chains);

    private static double Weight(ActivityGroup group) => group switch
    {
        ActivityGroup.Access => 13,
        ActivityGroup.Delete => 3,
        ActivityGroup.Send => 1,
        _ => 0.5,
    };
}
