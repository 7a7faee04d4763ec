using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>What a timeline needs of a finding, also of one that came back from a file.</summary>
internal static class FindingStory
{
    /// <summary>Reads it.</summary>
    /// <param name="input">A finding, or an object made of one by Import-Clixml, ConvertFrom-Json or Import-Csv.</param>
    /// <param name="story">The pivot.</param>
    /// <param name="first">FirstSeen and LastSeen, where the object has them.</param>
    /// <returns>Whether the object is a finding.</returns>
    public static bool TryRead(PSObject input, [NotNullWhen(true)] out ActivityTimelineStory? story, out (DateTimeOffset From, DateTimeOffset To)? first)
    {
        story = null;
        first = null;
        if (!FindingRecordIds.TryRead(input, out IReadOnlyList<string>? ids))
        {
            return false;
        }

        story = new ActivityTimelineStory
        {
            Id = LooseProperties.GetString(input, nameof(Finding.Id)) ?? string.Empty,
            RecordIds = ids,
            SessionIds = Texts(input, nameof(Finding.SessionIds), nameof(Finding.SessionIdsText)),
            Applications = Texts(input, nameof(MailboxChangeFinding.AppIds), nameof(MailboxChangeFinding.AppIdsText)),
            Networks = Texts(input, nameof(Finding.Networks), nameof(Finding.NetworksText)),
            Subjects = [.. Texts(input, nameof(Finding.Mailboxes), nameof(Finding.MailboxesText)), .. Texts(input, nameof(Finding.UserIds), nameof(Finding.UserIdsText))],
        };
        if (TryTime(input, nameof(Finding.FirstSeen), out DateTimeOffset from) && TryTime(input, nameof(Finding.LastSeen), out DateTimeOffset to))
        {
            first = (from, to);
        }

        return story.RecordIds.Count + story.SessionIds.Count + story.Networks.Count + story.Subjects.Count > 0;
    }

    private static bool TryTime(PSObject input, string name, out DateTimeOffset time)
    {
        object? value = LooseProperties.Get(input, name);
        return UtcTime.TryGet(value, out time) || UtcTimeText.TryParse(value as string, dayIncluded: false, out time)
            // Export-Csv writes a DateTimeOffset by the culture of the machine it ran on; its twin is the same on all, and files of before have none.
            || UtcTimeText.TryParse(LooseProperties.GetString(input, name + "Text"), dayIncluded: false, out time)
            || (value is string text && DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time));
    }

    // Import-Csv gives a list as its type's name; the text twin holds the values.
    private static List<string> Texts(PSObject input, string name, string twin) => LooseProperties.Get(input, name) is IEnumerable list and not string
        ? list.Cast<object?>().Select(static item => (item is PSObject wrapped ? wrapped.BaseObject : item) as string).OfType<string>().ToList()
        : LooseProperties.GetString(input, twin)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList() ?? [];
}
