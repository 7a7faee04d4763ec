using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core;

/// <summary>
/// Finds subjects of exposed messages that the log does not name: in message traces that are there, in the tenant's message trace, and, as a last resort, in the mailboxes, which leaves records of our own
/// reads there.
/// </summary>
public static class ExposureSubjects
{
    /// <summary>How far a message trace is asked back from the first read: as far as one request of it reaches.</summary>
    private static readonly TimeSpan s_trace = TimeSpan.FromDays(10);

    /// <summary>Takes subjects from a message trace that somebody has run.</summary>
    /// <param name="messages">The messages; those with a subject keep it.</param>
    /// <param name="trace">The trace.</param>
    /// <returns>How many got a subject.</returns>
    public static int Take(IReadOnlyList<ExposedMessage> messages, IEnumerable<MessageSubject> trace)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(trace);
        Dictionary<string, string> subjects = new(StringComparer.OrdinalIgnoreCase);
        foreach (MessageSubject entry in trace)
        {
            _ = subjects.TryAdd(Bare(entry.InternetMessageId), entry.Subject);
        }

        int found = 0;
        foreach (ExposedMessage message in messages.Where(IsOpen))
        {
            if (subjects.TryGetValue(Bare(message.InternetMessageId), out string? subject))
            {
                message.Found(subject, SubjectSource.MessageTrace, null);
                found++;
            }
        }

        return found;
    }

    /// <summary>Asks the tenant's message trace. No mailbox is opened.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="messages">The messages; those with a subject are not asked for.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>What it gave.</returns>
    public static async Task<SubjectReading> TraceAsync(ITenantReader tenant, IReadOnlyList<ExposedMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(messages);
        int asked = 0;
        int found = 0;
        foreach (IGrouping<string, ExposedMessage> same in messages.Where(IsOpen).GroupBy(static message => Bare(message.InternetMessageId), StringComparer.OrdinalIgnoreCase).ToArray())
        {
            DateTimeOffset last = same.Min(static message => message.FirstSeen);
            asked++;
            try
            {
                string? subject = await tenant.TraceMessageAsync(same.First().InternetMessageId, last - s_trace, last, cancellationToken).ConfigureAwait(false);
                if (subject is not null)
                {
                    found++;
                    foreach (ExposedMessage message in same)
                    {
                        message.Found(subject, SubjectSource.MessageTrace, null);
                    }
                }
            }
            catch (TenantRequestException failure)
            {
                return new SubjectReading(asked, found, failure);
            }
        }

        return new SubjectReading(asked, found, null);
    }

    /// <summary>What looking up in mailboxes would ask, for the question whether that is wanted.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="mostPerMailbox">The most messages of one mailbox.</param>
    /// <returns>For each mailbox the messages to be asked for, first read first, and how many there are in all.</returns>
    public static IReadOnlyList<(string Mailbox, IReadOnlyList<ExposedMessage> Messages, int All)> Wanted(IReadOnlyList<ExposedMessage> messages, int mostPerMailbox)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return
        [
            .. messages.Where(IsOpen).GroupBy(static message => message.Mailbox, StringComparer.OrdinalIgnoreCase)
                .Select(group => (group.Key, (IReadOnlyList<ExposedMessage>)[.. group.OrderBy(static message => message.FirstSeen).Take(mostPerMailbox)], group.Count())),
        ];
    }

    /// <summary>Looks messages of one mailbox up. This is mail access, and leaves its records.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="messages">Its messages.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>What it gave.</returns>
    public static async Task<SubjectReading> LookUpAsync(ITenantReader tenant, string mailbox, IReadOnlyList<ExposedMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(messages);
        ILookup<string, ExposedMessage> byId = messages.ToLookup(static message => message.InternetMessageId, StringComparer.Ordinal);
        List<MessageLookup> lookups = [];
        await foreach (MessageLookup lookup in tenant.LookUpMessagesAsync(mailbox, [.. byId.Select(static same => same.Key)], cancellationToken).ConfigureAwait(false))
        {
            lookups.Add(lookup);
            foreach (ExposedMessage message in byId[lookup.InternetMessageId])
            {
                message.Found(lookup.Subject, lookup.Found ? SubjectSource.Mailbox : SubjectSource.None, lookup);
            }
        }

        return new SubjectReading(lookups.Count, lookups.Count(static lookup => lookup.Found), lookups.FirstOrDefault(static lookup => lookup.Failure is not null)?.Failure) { Lookups = lookups };
    }

    private static bool IsOpen(ExposedMessage message) => message.SubjectSource == SubjectSource.None && message.InternetMessageId.Length > 0;

    private static string Bare(string id) => id.Trim().Trim('<', '>');
}
