namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What past candidates say about a score: enough to recompute its p-value by hand.</summary>
/// <param name="Stratum">The past candidates it was ranked among, in words.</param>
/// <param name="Past">How many those are.</param>
/// <param name="AtLeast">How many of them scored at least as high; ties count.</param>
/// <param name="Largest">The largest of them, in bits.</param>
/// <param name="Prior">How many candidates the prior stands for; 0 once the past is long enough.</param>
/// <param name="IsTail">Whether the score lies beyond all of them, where a fitted tail continues.</param>
/// <param name="PValue">The share of candidates that score at least as high by chance.</param>
/// <param name="Level">The p-value up to which a candidate is Medium: the week's budget spread over a week's candidates.</param>
/// <param name="Nominal">The share of the prior's candidates that score at least as high.</param>
/// <param name="Scale">The scale of the tail, in bits.</param>
/// <param name="PerWeek">How many candidates a week is expected to have.</param>
/// <param name="Budget">How many false stories a week may have.</param>
internal readonly record struct Calibration(
    string Stratum, long Past, long AtLeast, double Largest, double Prior, bool IsTail, double PValue, double Level, double Nominal, double Scale, double PerWeek, double Budget);
