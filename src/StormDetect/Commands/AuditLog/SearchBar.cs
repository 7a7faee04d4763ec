using System;
using System.Management.Automation;
using StormDetect.Core;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>The progress bar of a search.</summary>
internal sealed class SearchBar
{
    private readonly ProgressRecord _bar = new(0, Strings.SearchActivity, Strings.SearchActivity);
    private bool _isShown;

    /// <summary>The bar as it is to be shown now.</summary>
    /// <param name="progress">How far the search has come.</param>
    public ProgressRecord Show(SearchProgress progress)
    {
        _isShown = true;
        _bar.PercentComplete = (int)(100 * progress.Fraction);
        _bar.SecondsRemaining = progress.Remaining is { } rest ? (int)Math.Min(rest.TotalSeconds, int.MaxValue) : -1;
        _bar.StatusDescription = Strings.Format(
            Strings.SearchProgress, ViewHelpers.Number(progress.SlicesDone), ViewHelpers.Number(progress.SlicesDone + progress.SlicesAsked + progress.SlicesWaiting), ViewHelpers.Number(progress.Records));
        _bar.CurrentOperation = progress.Status.Length > 0 ? PlainText.Safe(progress.Status) : null;
        return _bar;
    }

    /// <summary>What takes the bar away; null where it was never shown.</summary>
    public ProgressRecord? End()
    {
        _bar.RecordType = ProgressRecordType.Completed;
        return _isShown ? _bar : null;
    }
}
