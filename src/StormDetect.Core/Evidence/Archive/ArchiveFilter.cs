using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>What is wanted of an archive, as its indexes know it: days, and numbers of which a member must have one of each group. What passes still has to be looked at record by record.</summary>
internal sealed class ArchiveFilter
{
    private readonly List<ulong[]> _groups = [];
    private readonly HashSet<ulong>? _ids;

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

    /// <summary>Whether indexes are of use at all.</summary>
    public bool UsesIndex => _groups.Count > 0 || _ids is not null;

    /// <summary>The filter of what is asked; null where everything is.</summary>
    public static ArchiveFilter? Of(AuditReadOptions options)
    {
        ArchiveFilter filter = new(options);
        return filter.UsesIndex || options.Start is not null || options.End is not null ? filter : null;
    }

    /// <summary>Days alone.</summary>
    public static ArchiveFilter? Days(DateTimeOffset? start, DateTimeOffset? end) => Of(new AuditReadOptions { Start = start, End = end });

    public bool IsWanted(int day) => day >= FirstDay && day <= LastDay;

    public bool MayHold(ArchiveIndex.Member member) => _groups.TrueForAll(group => Array.Exists(group, member.HasSubject)) && (_ids is null || member.HasId(_ids));

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
