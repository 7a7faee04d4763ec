using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Graph;

/// <summary>What came of a slice's blobs.</summary>
internal sealed class BlobPass
{
    private readonly List<string> _blobs = [];
    private readonly HashSet<string> _windows = [];

    /// <summary>The records.</summary>
    public RecordPass Records { get; } = new();

    /// <summary>Different blobs that were listed.</summary>
    public int Blobs { get; set; }

    /// <summary>Content of which nothing was listed.</summary>
    public List<string> Empty { get; } = [];

    /// <summary>What could not be had, and why, in words; empty if nothing.</summary>
    public string Losses => string.Join("; ", _blobs
        .GroupBy(static reason => reason)
        .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Count():N0} of {Blobs:N0} blobs {reason.Key}"))
        .Concat(_windows));

    /// <summary>Notes that a blob could not be had.</summary>
    /// <param name="reason">What became of it.</param>
    public void LoseBlob(string reason) => _blobs.Add(reason);

    /// <summary>Notes that a part of the window could not be listed.</summary>
    /// <param name="reason">Which, and why.</param>
    public void LoseWindow(string reason) => _windows.Add(reason);
}
