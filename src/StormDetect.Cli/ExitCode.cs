using StormDetect.Core;

namespace StormDetect.Cli;

/// <summary>What the exit code of a hunt says; scripts rely on it.</summary>
internal static class ExitCode
{
    public const int NoEvidence = 0;
    public const int Error = 1;
    public const int Suspicious = 2;
    public const int CannotConclude = 3;

    public static int Of(Verdict verdict) => verdict switch
    {
        Verdict.NoEvidence => NoEvidence,
        Verdict.Suspicious => Suspicious,
        _ => CannotConclude,
    };
}
