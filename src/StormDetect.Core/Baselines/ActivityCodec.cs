using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>What the second format of a baseline adds: which activities were learned, what is known of those beside mail access, and which of them approvals cover.</summary>
internal static class ActivityCodec
{
    public static void Transfer(BaselineStream s, MailAccessBaseline baseline)
    {
        baseline.Activities = Groups(s, baseline.Activities);
        int count = s.Count(baseline.Others.Count, 13);
        HashSet<(ActivityGroup, string)> seen = [];
        for (int i = 0; i < count; i++)
        {
            TenantBaseline part = s.IsReading ? new TenantBaseline() : baseline.Others[i];
            s.Enum(ref part.Group);
            part.Transfer(s);
            s.Require(part.Group != ActivityGroup.Access && seen.Add((part.Group, part.TenantId)));
            if (s.IsReading)
            {
                baseline.Others.Add(part);
            }
        }

        foreach (TenantBaseline tenant in baseline.Parts)
        {
            for (int i = 0; i < tenant.Approvals.Length; i++)
            {
                tenant.Approvals[i] = tenant.Approvals[i] with { Activities = Groups(s, tenant.Approvals[i].Activities) };
            }
        }
    }

    private static ActivityGroup[] Groups(BaselineStream s, IReadOnlyList<ActivityGroup> groups)
    {
        ActivityGroup[] all = s.Rows(groups.ToArray());
        for (int i = 0; i < all.Length; i++)
        {
            s.Enum(ref all[i]);
        }

        return all;
    }
}
