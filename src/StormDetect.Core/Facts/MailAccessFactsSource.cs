using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>A builder's tables, in order of arrival.</summary>
internal sealed record MailAccessFactsSource(
    IndexTable<string> Tenants,
    IndexTable<MailboxIdentity> Mailboxes,
    IndexTable<AccessPath> Paths,
    IndexTable<Network> Networks,
    IndexTable<string> Users,
    IndexTable<string> Programs,
    List<FactPage> Pages,
    FactJoin Join,
    ChunkedList<MailboxDay> Days,
    IEnumerable<TenantHour> HoursRead,
    IEnumerable<TenantHour> HoursRestored,
    DateTimeOffset? Now,
    StrayDays? Strays,
    NamedIds RecordNames,
    NamedIds SessionNames);
