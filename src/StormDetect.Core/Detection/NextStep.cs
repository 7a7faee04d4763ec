namespace StormDetect.Core;

/// <summary>What to do about a finding: advice with a command to copy. StormDetect never runs it.</summary>
/// <param name="Kind">What the step is for.</param>
/// <param name="Text">The advice, true to the case: revoking sessions, for one, does not stop a forged token.</param>
/// <param name="Command">A command that does it, or null where none does.</param>
public sealed record NextStep(NextStepKind Kind, string Text, string? Command)
{
    /// <summary>The step as one line.</summary>
    /// <returns>Kind, advice and command.</returns>
    public override string ToString() => Command is null ? $"{Kind}: {Text}" : $"{Kind}: {Text} [{Command}]";
}
