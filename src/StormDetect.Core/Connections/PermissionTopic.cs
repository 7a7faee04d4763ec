using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>The catalogue as the help topic about permissions shows it.</summary>
public static class PermissionTopic
{
    private const int Width = 76;
    private const int Indent = 4;

    /// <summary>Writes it.</summary>
    /// <param name="cmdlets">The cmdlets that use each capability.</param>
    /// <returns>Lines, none longer than help topics are.</returns>
    public static IReadOnlyList<string> Lines(IReadOnlyDictionary<string, string[]> cmdlets)
    {
        var lines = new List<string>();
        foreach (IGrouping<PermissionTier, TenantCapability> tier in PermissionCatalog.All.GroupBy(static capability => capability.Tier))
        {
            Add(lines, 0, $"Tier {tier.Key}");
            lines.Add(string.Empty);
            foreach (TenantCapability capability in tier)
            {
                Add(lines, 2, $"{capability.Name}: to {capability.Purpose}.");
                if (capability.Permissions.Count > 0)
                {
                    string service = capability.Service == CapabilityService.ManagementActivity ? "Office 365 Management APIs" : "Microsoft Graph";
                    Add(lines, 4, $"{service}: {string.Join(", or ", capability.Permissions)}");
                }

                if (capability.Roles.Count > 0)
                {
                    Add(lines, 4, $"{(capability.Permissions.Count > 0 ? "A person's role besides" : "Role")}: {string.Join(", or ", capability.Roles)}");
                }

                if (!capability.IsForPeople)
                {
                    Add(lines, 4, "As an application only.");
                }

                if (capability.Needs.Length > 0)
                {
                    Add(lines, 4, $"Also needs {capability.Needs}.");
                }

                if (cmdlets.TryGetValue(capability.Name, out string[]? users) && users.Length > 0)
                {
                    Add(lines, 4, $"Used by {string.Join(", ", users)}.");
                }

                lines.Add(string.Empty);
            }
        }

        lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private static void Add(List<string> lines, int indent, string text)
    {
        string margin = new(' ', Indent + indent);
        string line = margin;
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Length > margin.Length)
            {
                lines.Add(line.TrimEnd());
                line = margin + (indent == 4 ? "  " : string.Empty);
            }

            line += word + " ";
        }

        lines.Add(line.TrimEnd());
    }
}
