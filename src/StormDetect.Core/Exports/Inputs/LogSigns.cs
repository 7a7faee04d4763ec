using System;
using System.Collections.Generic;

namespace StormDetect.Core.Exports;

/// <summary>By what a kind of log is told from other JSON and CSV: its keys and columns, never the file's name.</summary>
internal abstract class LogSigns
{
    /// <summary>Whether a JSON text begins like such a log, or is an empty export.</summary>
    /// <param name="head">The beginning of the text. Keys inside JSON that is itself a string count too.</param>
    /// <param name="isWhole">Whether nothing follows.</param>
    /// <returns>True if so.</returns>
    public abstract bool InJson(ReadOnlySpan<byte> head, bool isWhole);

    /// <summary>Counts the columns of a header that such logs have.</summary>
    /// <param name="columns">The column names.</param>
    /// <param name="telling">How many of them only such logs use.</param>
    /// <returns>How many are known.</returns>
    public abstract int CountKnown(IReadOnlyList<string> columns, out int telling);

    /// <summary>Whether a log is of a form that leaves out parts of its records, so that of two logs with the same record the other one is to be taken.</summary>
    /// <param name="head">The beginning of the text.</param>
    /// <param name="header">The header of CSV; null for JSON.</param>
    /// <returns>True if so.</returns>
    public virtual bool IsPartial(ReadOnlySpan<byte> head, CsvHeader? header) => false;
}
