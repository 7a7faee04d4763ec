namespace StormDetect.Core.Detection;

/// <summary>A text that names an application, so that it can say another name for it later: the id stays beside it, because whoever registers an application chooses its name.</summary>
/// <param name="Before">What stands before the application.</param>
/// <param name="AppId">The application's id; empty where the text names none.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record NamedText(string Before, string AppId, string After)
{
    // A name must not push what was done out of the line.
    private const int LongestName = 60;

    /// <summary>The text within others, which begin a sentence.</summary>
    public NamedText Within(string before, string after) => before.Length > 0 || Before.Length == 0
        ? this with { Before = before + Before, After = After + after }
        : this with { Before = char.ToUpperInvariant(Before[0]) + Before[1..], After = After + after };

    /// <summary>The text with a name; an empty one leaves the id alone.</summary>
    public string With(string name) => Before + (AppId.Length == 0 ? string.Empty : name.Length == 0 ? AppId : $"{Short(name)} ({AppId})") + After;

    /// <summary>The text with the published name.</summary>
    public override string ToString() => With(KnownApplications.NameOf(AppId));

    private static string Short(string name) => name.Length > LongestName ? name[..LongestName] + "..." : name;
}
