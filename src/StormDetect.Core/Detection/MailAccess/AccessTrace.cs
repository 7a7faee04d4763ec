using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Who, in which session, in which records: what a finding says of an access beyond its counts.</summary>
/// <param name="Users">Indexes of users.</param>
/// <param name="Sessions">Indexes of sessions.</param>
/// <param name="Records">Ids of the first records.</param>
internal sealed record AccessTrace(IReadOnlyList<int> Users, IReadOnlyList<int> Sessions, IReadOnlyList<string> Records)
{
    public static AccessTrace Of(MailAccessFacts facts, Access access) => access.Trace ?? new AccessTrace(
        access.Facts.SelectMany(i => facts.UsersOf(facts[i])).Distinct().ToArray(),
        access.Facts.SelectMany(i => facts.SessionsOf(facts[i])).Distinct().ToArray(),
        access.Facts.SelectMany(i => facts.RecordIdsOf(facts[i])).ToArray());
}
