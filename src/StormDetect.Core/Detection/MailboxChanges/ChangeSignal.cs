namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>One thing about a change that speaks for or against it.</summary>
/// <param name="Code">Its stable name; a story counts each code once, at its heaviest.</param>
/// <param name="Text">It as a sentence.</param>
/// <param name="Weight">What it adds to the score. 2 is Low, 4 Medium, 7 High, 10 Critical.</param>
internal sealed record ChangeSignal(string Code, string Text, double Weight);
