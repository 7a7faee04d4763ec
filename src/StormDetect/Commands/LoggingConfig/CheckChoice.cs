using System;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Turns what was asked into options, and refuses what there is not.</summary>
internal static class CheckChoice
{
    public static LoggingCheckOptions Options(Action<ErrorRecord> refuse, string[] checkIds, Severity[] severities, string? profile, int? searchable, int? retrievable, int archiveMonths)
    {
        foreach (string id in checkIds.Where(static id => !LoggingCheckCatalog.All.Any(check => LoggingCheckCatalog.Matches(id, check))))
        {
            refuse(ErrorRecords.CheckUnknown(id));
        }

        RetentionProfile? named = profile is null ? RetentionProfile.Default : RetentionProfile.Find(profile);
        if (named is null)
        {
            refuse(ErrorRecords.RetentionProfileUnknown(profile!, RetentionProfile.Names));
        }

        return new LoggingCheckOptions { CheckIds = checkIds, Severities = severities, Retention = Custom(named!, searchable, retrievable), ArchiveMonths = archiveMonths };
    }

    private static RetentionProfile Custom(RetentionProfile named, int? searchable, int? retrievable)
    {
        if (searchable is null && retrievable is null)
        {
            return named;
        }

        int atHand = searchable ?? Math.Min(named.SearchableMonths, retrievable ?? int.MaxValue);
        return new RetentionProfile("custom", atHand, Math.Max(atHand, retrievable ?? named.RetrievableMonths));
    }
}
