using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <content>What several hunts take beside the logs. A file that is of no use is an error, the others still count, and nothing found is no answer then.</content>
public abstract partial class HuntCmdlet
{
    private const int MostWarnings = 20;

    /// <summary>Reads files with words to judge inbox rules by.</summary>
    private protected IReadOnlyList<RuleWord> ReadRuleWords(string[] paths)
    {
        List<RuleWord> words = [];
        foreach (string file in ResolvePaths(paths, literal: false))
        {
            try
            {
                words.AddRange(RuleWordFile.Read(file));
            }
            catch (RuleWordException failure)
            {
                WriteError(ErrorRecords.KeywordFile(failure));
                NoteUnread(file);
            }
        }

        return words;
    }

    /// <summary>What a configuration lets be seen: rows as they are, snapshots judged for mail access.</summary>
    private protected IReadOnlyList<AuditCoverage> ReadCoverage(PSObject[] inputs)
    {
        List<AuditCoverage> rows = [];
        foreach (PSObject input in inputs)
        {
            if (input.BaseObject is AuditCoverage row)
            {
                rows.Add(row);
            }
            else if (AuditInput.Sort(input) is { Kind: AuditInputKind.Path or AuditInputKind.LiteralPath } path)
            {
                foreach (string file in ResolvePaths([path.Text], path.Kind == AuditInputKind.LiteralPath))
                {
                    rows.AddRange(ReadCoverage(file));
                }
            }
            else
            {
                ThrowTerminatingError(ErrorRecords.CoverageNotSupported(AuditInput.Sort(input).TypeName));
            }
        }

        return rows;
    }

    /// <summary>Reads files with threat indicators; what of them is not understood is a warning.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="builtIn">How many built-in indicators are looked for besides.</param>
    private protected IReadOnlyList<ThreatIndicator> ReadIndicators(string[] paths, int builtIn)
    {
        List<string> files = ResolvePaths(paths, literal: false);
        IndicatorReadResult result = IndicatorReader.Read(files, StopToken);
        foreach (IndicatorProblem problem in result.Problems.Where(static p => p.Kind == IndicatorProblemKind.FileNotUsable))
        {
            WriteError(ErrorRecords.IndicatorFileNotUsable(problem));
            NoteUnread(problem.Source);
        }

        IndicatorProblem[] others = [.. result.Problems.Where(static p => p.Kind != IndicatorProblemKind.FileNotUsable)];
        foreach (IndicatorProblem problem in others.Take(MostWarnings))
        {
            WriteWarning(problem.ToString());
        }

        if (others.Length > MostWarnings)
        {
            WriteWarning(Strings.Format(Strings.IndicatorsNotUnderstood, others.Length - MostWarnings));
        }

        WriteVerbose(Strings.Format(Strings.VerboseIndicators, result.Indicators.Count, files.Count, builtIn));
        return result.Indicators;
    }

    private AuditCoverage[] ReadCoverage(string file)
    {
        try
        {
            return [.. AuditCoverageMatrix.Rows(ConfigSnapshotFile.Read(file), new AuditCoverageOptions { Now = DateTimeOffset.UtcNow, Events = [AuditEventKind.MailItemsAccessed] })];
        }
        catch (ConfigSnapshotException failure)
        {
            ThrowTerminatingError(ErrorRecords.ConfigSnapshot(file, failure));
            throw;
        }
    }
}
