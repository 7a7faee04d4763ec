using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core.Archives;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>
/// Reads audit logs of any form as <see cref="AuditRecord"/> objects, one by one, in bounded memory, in input order; files of forms that leave out parts of their records come last, so that of a record that is there twice the one that says more is taken.
/// </summary>
public sealed class AuditLogReader
{
    private readonly RecordFilter _filter;
    private readonly RecordReader _reader;
    private readonly List<InputProblem> _problems = [];
    private readonly List<ArchiveGap> _gaps = [];
    private int _inputs;

    /// <summary>Makes a reader.</summary>
    /// <param name="options">Which records to read.</param>
    public AuditLogReader(AuditReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _filter = new RecordFilter(options);
        _reader = new RecordReader(new RecordSink([_filter], new RecordIdSet()));
    }

    /// <summary>Which records are read.</summary>
    public AuditReadOptions Options { get; }

    /// <summary>What was read, kept and dropped so far. Complete once the enumeration has ended.</summary>
    public ReadReport Report => _reader.Sink.Ledger.Report(_problems.ToArray(), _gaps.ToArray());

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files, and folders whose audit logs are read recursively. Wildcards are not expanded.</param>
    /// <param name="cancellationToken">Stops between records.</param>
    /// <returns>The records, duplicates left out.</returns>
    public IEnumerable<AuditRecord> Read(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Enumerate(paths.ToArray(), cancellationToken);
    }

    /// <summary>Reads one record, or several, given as text: an AuditData value, or an outer object that has one.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What to call it in the report.</param>
    /// <returns>The records, duplicates left out.</returns>
    public IEnumerable<AuditRecord> ReadText(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        _reader.ReadText(Encoding.UTF8.GetBytes(json), source);
        return _filter.Drain();
    }

    private IEnumerable<AuditRecord> Enumerate(string[] paths, CancellationToken cancellationToken)
    {
        using BlockSource source = new(paths, _problems.Add, () => _inputs++, cancellationToken, wanted: ArchiveFilter.Of(Options), gap: _gaps.Add);
        TextBlock block = new();
        while (source.Next(block, out LogInput? whole))
        {
            if (whole is not null)
            {
                using (whole)
                {
                    JsonTree tree = new(_reader);
                    foreach (bool _ in tree.Steps(whole, block, cancellationToken))
                    {
                        foreach (AuditRecord record in _filter.Drain())
                        {
                            yield return record;
                        }
                    }
                }
            }
            else
            {
                _reader.Read(block);
            }

            foreach (AuditRecord record in _filter.Drain())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }
        }
    }
}
