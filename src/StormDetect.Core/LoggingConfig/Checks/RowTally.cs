using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// Counts how objects fare and concludes. One deviation fails whatever else is not known; a pass takes every object known to be right and every part read to its end. So knowing less can
/// never turn anything into a pass.
/// </summary>
internal sealed class RowTally
{
    private readonly CheckFacts _facts;
    private readonly PartContent[] _parts;
    private readonly List<CheckEvidence> _failed = [];
    private readonly List<CheckEvidence> _unsure = [];
    private readonly List<CheckEvidence> _noted = [];

    public RowTally(CheckFacts facts, params ConfigPart[] parts)
    {
        _facts = facts;
        _parts = parts.Select(facts.Of).ToArray();
    }

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Unsure { get; private set; }

    public int Noted { get; private set; }

    public int Judged => Passed + Failed + Unsure + Noted;

    public void Pass() => Passed++;

    public void Fail(string subject, string observed, string expected)
    {
        Failed++;
        Keep(_failed, subject, observed, expected);
    }

    /// <summary>What decides is not known.</summary>
    public void Doubt(string subject, string observed, string expected)
    {
        Unsure++;
        Keep(_unsure, subject, observed, expected);
    }

    /// <summary>As it should be, or without consequence, but worth showing.</summary>
    public void Note(string subject, string observed, string expected)
    {
        Noted++;
        Keep(_noted, subject, observed, expected);
    }

    /// <summary>Concludes.</summary>
    /// <param name="noun">What was counted, in the plural.</param>
    /// <param name="good">What holds of all of them in a pass: "all audit ...".</param>
    /// <param name="bad">What holds of those that deviate: "lack ...".</param>
    /// <param name="remediation">Commands, asked for only where something failed.</param>
    /// <returns>The judgement.</returns>
    public CheckJudgement Conclude(string noun, string good, string bad, IReadOnlyList<string>? remediation = null)
    {
        List<CheckEvidence> evidence = [.. _failed, .. _unsure, .. _noted];
        CheckJudgement judgement = Decide(noun, good, bad);
        return judgement with
        {
            Evidence = evidence.Take(_facts.Options.MaximumEvidence).ToArray(),
            EvidenceCount = Failed + Unsure + Noted,
            Remediation = judgement.Status == CheckStatus.Failed || Noted > 0 ? remediation ?? [] : [],
        };
    }

    private CheckJudgement Decide(string noun, string good, string bad)
    {
        bool isComplete = _parts.All(static part => part.IsComplete);
        string more = isComplete ? string.Empty : "; not everything could be read";
        if (Failed > 0)
        {
            return new CheckJudgement(CheckStatus.Failed, $"{Number(Failed)} of {Number(Judged)} {noun} {bad}{more}");
        }

        if (!isComplete)
        {
            string read = string.Join(", ", _parts.Where(static part => !part.IsComplete).Select(static part => part.Definition.Part.ToString()));
            return new CheckJudgement(CheckStatus.Unknown, Judged == 0 || _parts.All(static part => part.Rows.Count == 0) ? $"Not read: {read}" : $"Nothing against it among {Number(Judged)} {noun}, but not all were read: {read}");
        }

        if (Unsure > 0)
        {
            return new CheckJudgement(CheckStatus.Unknown, $"Of {Number(Unsure)} of {Number(Judged)} {noun} it is not known");
        }

        return Judged == 0
            ? new CheckJudgement(CheckStatus.Unknown, $"The answer held no {noun} to judge")
            : new CheckJudgement(CheckStatus.Passed, $"{Number(Judged)} {noun}: {good}");
    }

    private void Keep(List<CheckEvidence> list, string subject, string observed, string expected)
    {
        if (list.Count < _facts.Options.MaximumEvidence)
        {
            list.Add(new CheckEvidence(subject, observed, expected));
        }
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
