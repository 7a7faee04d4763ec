namespace StormDetect.Eval;

/// <summary>Whether the hunt told that it could not see what an intruder kept out of the log.</summary>
/// <param name="Attack">The intrusion.</param>
/// <param name="Cause">How it did that.</param>
/// <param name="Told">Whether an interval of the coverage overlaps it and concerns the same account, mailbox or the whole tenant.</param>
internal sealed record BlindScore(string Attack, string Cause, bool Told);
