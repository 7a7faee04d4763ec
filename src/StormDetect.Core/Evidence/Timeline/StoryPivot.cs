using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.Indicators;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>A finding as a pivot, on one thread.</summary>
internal sealed class StoryPivot
{
    private readonly HashSet<Guid> _recordKeys;
    private readonly HashSet<string> _recordIds;
    private readonly TextNeedles _sessions;
    private readonly TextNeedles _apps;
    private readonly AddressTable _networks;
    private readonly NameCache _subjects;
    private readonly bool _anywhere;
    private readonly long _subjectsUntil;

    public StoryPivot(ActivityTimelineStory story)
    {
        _recordKeys = [.. story.RecordIds.Select(static id => Guid.TryParse(id, out Guid key) ? key : Guid.Empty).Where(static key => key != Guid.Empty)];
        _recordIds = new HashSet<string>(story.RecordIds, StringComparer.OrdinalIgnoreCase);
        _sessions = TextNeedles.AnyCase(story.SessionIds);
        _apps = TextNeedles.AnyCase(story.Applications);
        _networks = TimelinePivot.Table(story.Networks);
        _subjects = new NameCache(story.Subjects.Select(static s => s.Trim()));
        _subjectsUntil = story.SubjectsUntil?.UtcTicks ?? long.MaxValue;
        _anywhere = _sessions.IsEmpty && _networks.IsEmpty;
    }

    public bool Holds(RecordView record, ReadOnlySpan<byte> text)
    {
        if ((record.HasGuid ? _recordKeys.Contains(record.RecordKey) : _recordIds.Count > _recordKeys.Count && _recordIds.Contains(record.Id.Text()))
            || (!_sessions.IsEmpty && _sessions.IsIn(text))
            || (!_apps.IsEmpty && _apps.IsIn(text)))
        {
            return true;
        }

        return record.Ticks < _subjectsUntil && (_anywhere || TimelinePivot.HasAddress(record, _networks))
            && (_subjects.Has(record.UserId) || _subjects.Has(record.Get(AuditField.MailboxOwnerUPN)) || _subjects.Has(record.Get(AuditField.MailboxGuid)));
    }

    public bool Holds(AuditRecord record) =>
        _recordIds.Contains(record.Id) || _sessions.IsIn(record.SessionId) || _apps.IsIn(record.AppId) || _apps.IsIn(record.ClientAppId)
        || (record.CreationTime.UtcTicks < _subjectsUntil && (_anywhere || TimelinePivot.HasAddress(record.ClientIP, _networks)) && (_subjects.Has(record.UserId) || _subjects.Has(record.Mailbox) || _subjects.Has(record.MailboxGuid)));
}
