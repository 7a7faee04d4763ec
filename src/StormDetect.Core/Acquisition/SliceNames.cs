using System.Globalization;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Acquisition;

/// <summary>What the files of slices are called.</summary>
internal static partial class SliceNames
{
    /// <summary>The name of a slice's file while it is being filled. Readers of folders leave such names out.</summary>
    public static string Part(SliceWork work) => string.Create(CultureInfo.InvariantCulture, $".slice-{work.Id:000000}.part");

    /// <summary>The name of the same file while it is written again.</summary>
    public static string Again(SliceWork work) => string.Create(CultureInfo.InvariantCulture, $".slice-{work.Id:000000}.again");

    /// <summary>The name of a slice's file once it is finished: in order of time.</summary>
    public static string Finished(SliceWork work) =>
        string.Create(CultureInfo.InvariantCulture, $"audit-{work.Slice.From.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{work.Slice.To.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{work.Id:000000}.jsonl.gz");

    /// <summary>Whether a file of this name is one that searches write, finished or not.</summary>
    public static bool IsOwn(string name) => OwnFile().IsMatch(name);

    [GeneratedRegex(@"^(audit-\d{8}T\d{6}Z-\d{8}T\d{6}Z-\d{6}\.jsonl\.gz|\.slice-\d{6}\.(part|again)|\..+\.new)$")]
    private static partial Regex OwnFile();
}
