using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>What is wanted of an archive, as its indexes know it: days, and numbers of which a member must have one of each group. What passes still has to be looked at record by record.</summary>
internal sealed class ArchiveFilter
{
    private readonly List<ulong[]> _groups = [];
    private readonly HashSet<ulong>? _ids;
    private ulong[] _early = [];
    private int _earlyEnd = int.MinValue;

    private ArchiveFilter(AuditReadOptions options)
    {
        FirstDay = options.Start is DateTimeOffset start ? DayOf(start) : int.MinValue;
        LastDay = options.End is DateTimeOffset end ? DayOf(end.AddTicks(-1)) : int.MaxValue;
        AddGroup(ArchiveSubjects.Operation, options.Operations.Select(static name => name.Trim().TrimEnd('.').TrimEnd()));
        AddGroup(ArchiveSubjects.User, options.UserIds);
        if (options.Mailboxes.All(ArchiveSubjects.IsIndexed))
        {
            AddGroup(ArchiveSubjects.Mailbox, options.Mailboxes);
        }

        if (options.RecordIds.Count > 0 && options.RecordIds.All(static id => Guid.TryParse(id, out Guid guid) && guid != Guid.Empty))
        {
            _ids = options.RecordIds.Select(static id => ArchiveKey.IdOf(Guid.Parse(id))).ToHashSet();
        }
    }

    public int FirstDay { get; }

    public int LastDay { get; }

    /// <summary>The filter of what is asked; null where everything is.</summary>
    public static ArchiveFilter? Of(AuditReadOptions options)
    {
        ArchiveFilter filter = new(options);
        return filter._groups.Count > 0 || filter._ids is not null || options.Start is not null || options.End is not null ? filter : null;
    }

    /// <summary>
    /// What a look at a window needs: the days around it, and of all days before only members with an operation that may still be in force, such as the switching off of auditing.
    /// </summary>
    /// <param name="start">Start of the window; null for the beginning.</param>
    /// <param name="end">Its end; null for the end.</param>
    /// <param name="margin">How much before and after is read whole.</param>
    /// <param name="lasting">The operations.</param>
    public static ArchiveFilter? Around(DateTimeOffset? start, DateTimeOffset? end, TimeSpan margin, IEnumerable<string> lasting)
    {
        ArchiveFilter filter = new(new AuditReadOptions { End = end < DateTimeOffset.MaxValue - margin ? end + margin : null });
        if (start > DateTimeOffset.MinValue + margin)
        {
            filter._earlyEnd = DayOf(start.Value - margin);
            filter._early = lasting.Select(static name => ArchiveSubjects.Of(ArchiveSubjects.Operation, name)).ToArray();
        }

        return start is null && end is null ? null : filter;
    }

    public bool IsWanted(int day) => day >= FirstDay && day <= LastDay;

    /// <summary>Whether the index of a day's part is of use.</summary>
    public bool UsesIndex(int day) => _groups.Count > 0 || _ids is not null || day < _earlyEnd;

    public bool MayHold(int day, ArchiveIndexMember member) =>
        _groups.TrueForAll(group => Array.Exists(group, member.HasSubject)) && (_ids is null || member.HasId(_ids)) && (day >= _earlyEnd || Array.Exists(_early, member.HasSubject));

    private static int DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber;

    private void AddGroup(byte kind, IEnumerable<string> names)
    {
        ulong[] group = names.Select(name => ArchiveSubjects.Of(kind, name)).ToArray();
        if (group.Length > 0)
        {
            _groups.Add(group);
        }
    }
}
