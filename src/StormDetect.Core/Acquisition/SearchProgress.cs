using System;

namespace StormDetect.Core;

/// <summary>How far a search has come.</summary>
/// <param name="SlicesDone">Slices that are finished.</param>
/// <param name="SlicesAsked">Slices that are being asked for.</param>
/// <param name="SlicesWaiting">Slices that are planned. More may follow: their length is found on the way.</param>
/// <param name="Records">Records received so far.</param>
/// <param name="Fraction">The part of the time that is finished, 0 to 1.</param>
/// <param name="Remaining">How long the rest may take; null while that cannot be said.</param>
/// <param name="Status">What is being waited for, in a few words; empty if nothing.</param>
public sealed record SearchProgress(int SlicesDone, int SlicesAsked, int SlicesWaiting, long Records, double Fraction, TimeSpan? Remaining, string Status);
