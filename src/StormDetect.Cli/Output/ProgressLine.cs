using System;
using System.Globalization;
using System.IO;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>One line of progress on standard error, and only where a person looks at it.</summary>
internal sealed class ProgressLine(TextWriter error) : IDisposable
{
    private readonly bool _visible = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    private bool _shown;

    public void Show(ReadProgress progress) => Show(progress.BytesTotal == 0 ? 1 : (double)progress.BytesRead / progress.BytesTotal, progress.Records, "records");

    public void Show(SearchProgress progress) => Show(progress.Fraction, progress.Records, "records");

    /// <summary>How far records have become part of an archive.</summary>
    public void Show(long done, long total) => Show((double)done / Math.Max(1, total), done, "records added");

    public void Clear()
    {
        if (_shown)
        {
            error.Write("\r" + new string(' ', 40) + "\r");
            _shown = false;
        }
    }

    public void Dispose() => Clear();

    private void Show(double share, long records, string what)
    {
        if (_visible)
        {
            _shown = true;
            error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{share,4:P0}  {records:N0} {what}"));
        }
    }
}
