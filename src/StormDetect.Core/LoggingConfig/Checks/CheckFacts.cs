using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>What judges see: the configuration, the options, and joins that several of them need.</summary>
internal sealed class CheckFacts
{
    private readonly Lazy<LicenceIndex> _licences;

    public CheckFacts(ConfigSnapshot snapshot, LoggingCheckOptions options)
    {
        Snapshot = snapshot;
        Options = options;
        _licences = new Lazy<LicenceIndex>(() => new LicenceIndex(Of(ConfigPart.UserLicences)));
    }

    public ConfigSnapshot Snapshot { get; }

    public LoggingCheckOptions Options { get; }

    public LicenceIndex Licences => _licences.Value;

    /// <summary>Whether mailbox auditing is on for the organisation; null where that is not known.</summary>
    public bool? IsOrganizationAudited
    {
        get
        {
            IReadOnlyList<ConfigRow> rows = Rows(ConfigPart.Organization);
            return rows.Any(static row => row.Bool("AuditDisabled") == true) ? false
                : Of(ConfigPart.Organization).IsComplete && rows.Count > 0 && rows.All(static row => row.Bool("AuditDisabled") == false) ? true
                : null;
        }
    }

    public PartContent Of(ConfigPart part) => Snapshot.Of(part);

    public IReadOnlyList<ConfigRow> Rows(ConfigPart part) => Of(part).Rows;
}
