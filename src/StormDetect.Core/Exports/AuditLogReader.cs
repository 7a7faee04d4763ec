using System;
using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core;

/// <summary>Reads audit logs of any form as <see cref="AuditRecord"/> objects, one by one, in input order, in bounded memory.</summary>
public sealed class AuditLogReader
{
    /// <summary>Makes a reader.</summary>
    /// <param name="options">Which records to read.</param>
    public AuditLogReader(AuditReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>Which records are read.</summary>
    public AuditReadOptions Options { get; }

    /// <summary>What was read, kept and dropped so far. Complete once the enumeration has ended.</summary>
    public ReadReport Report => throw new NotSupportedException();

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files, and folders whose audit logs are read recursively. Wildcards are not expanded.</param>
    /// <param name="cancellationToken">Stops between records.</param>
    /// <returns>The records, duplicates left out.</returns>
    public IEnumerable<AuditRecord> Read(IEnumerable<string> paths, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Reads one record, or several, given as text: an AuditData value, or an outer object that has one.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What to call it in the report.</param>
    /// <returns>The records, duplicates left out.</returns>
    public IEnumerable<AuditRecord> ReadText(string json, string source) => throw new NotSupportedException();
}
