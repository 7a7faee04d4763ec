using System;
using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core;

/// <summary>
/// The hunt for mail access out of the ordinary: takes files, records or their JSON in any mix, then says what it found and what it could not see.
/// </summary>
public sealed class MailAccessHunt
{
    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    public MailAccessHunt(MailAccessHuntOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>What is asked.</summary>
    public MailAccessHuntOptions Options { get; }

    /// <summary>Told how far reading has come, at most every 200 ms, on a reading thread. Null by default.</summary>
    public Action<ReadProgress>? Progress { get; set; }

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files, and folders whose audit logs are read recursively. Wildcards are not expanded.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public void AddFiles(IEnumerable<string> paths, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Takes one record.</summary>
    /// <param name="record">A record read before, such as one of <see cref="AuditLogReader"/>.</param>
    public void Add(AuditRecord record) => throw new NotSupportedException();

    /// <summary>Takes records given as text: an AuditData value, or an outer object that has one.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What to call it in the report.</param>
    public void AddText(string json, string source) => throw new NotSupportedException();

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    public MailAccessHuntResult Complete(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Ends the input and lists every path that reads mail.</summary>
    /// <returns>The applications, most mailboxes first, and the read report.</returns>
    public (IReadOnlyList<MailAccessApplication> Applications, ReadReport ReadReport) CompleteApplications() => throw new NotSupportedException();
}
