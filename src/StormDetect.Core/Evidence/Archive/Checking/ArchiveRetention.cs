namespace StormDetect.Core;

/// <summary>An archive judged by how long a log must be kept.</summary>
/// <param name="Profile">What is asked for.</param>
/// <param name="Searchable">Whether what must be at hand is.</param>
/// <param name="Retrievable">Whether all that must be kept is, in cold folders too.</param>
/// <param name="Reason">The answer as a sentence.</param>
public sealed record ArchiveRetention(RetentionProfile Profile, RetentionAnswer Searchable, RetentionAnswer Retrievable, string Reason)
{
    /// <summary>Both together: met only where both are.</summary>
    public RetentionAnswer Answer =>
        Searchable == RetentionAnswer.NotMet || Retrievable == RetentionAnswer.NotMet ? RetentionAnswer.NotMet
        : Searchable == RetentionAnswer.Met && Retrievable == RetentionAnswer.Met ? RetentionAnswer.Met
        : RetentionAnswer.Unknown;

    /// <summary>The answer in one line.</summary>
    /// <returns>Profile, answer and reason.</returns>
    public override string ToString() => $"{Profile.Name}: {Answer}. {Reason}";
}
