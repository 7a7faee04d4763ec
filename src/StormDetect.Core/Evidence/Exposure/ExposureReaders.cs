using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Exposures;

/// <summary>Who it was that read something: bounded, because a pattern may be as wide as a tenant.</summary>
internal sealed class ExposureReaders
{
    /// <summary>More names than this are no help to anybody; the records have them all.</summary>
    public const int Most = 200;

    private readonly SortedSet<string> _users = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _networks = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _applications = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _sessions = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Users => [.. _users];

    public IReadOnlyList<string> Networks => [.. _networks];

    public IReadOnlyList<string> Applications => [.. _applications];

    public IReadOnlyList<string> Sessions => [.. _sessions];

    public void Add(in ReadAccess access, string network)
    {
        Add(_users, access.UserId.ToLowerInvariant());
        Add(_networks, network);
        Add(_applications, access.Application);
        Add(_sessions, access.SessionId);
    }

    public void Merge(ExposureReaders other)
    {
        other._users.ToList().ForEach(user => Add(_users, user));
        other._networks.ToList().ForEach(network => Add(_networks, network));
        other._applications.ToList().ForEach(application => Add(_applications, application));
        other._sessions.ToList().ForEach(session => Add(_sessions, session));
    }

    // The smallest names stay, so that what is kept does not depend on the order in which records come.
    private static void Add(SortedSet<string> into, string value)
    {
        if (value.Length > 0 && into.Add(value) && into.Count > Most)
        {
            _ = into.Remove(into.Max!);
        }
    }
}
