using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a report says beside what the hunt found.</summary>
public sealed record HuntReportOptions
{
    /// <summary>Its heading.</summary>
    public string Title { get; init; } = "Mail access report";

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The version of StormDetect that made it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>
    /// What could have been read (<see cref="MailExposureHunt"/>). Without it the report counts by the records of the findings, and says that it is a lower bound.
    /// </summary>
    public IReadOnlyList<MailExposure> Exposures { get; init; } = [];

    /// <summary>The files that were read, with their hashes.</summary>
    public IReadOnlyList<InputHash> Inputs { get; init; } = [];

    /// <summary>
    /// Replaces addresses, domains, networks, sessions, tenant and record ids and file names by tokens. The same value has the same token everywhere in the report; with a
    /// <see cref="RedactionKey"/> in every report made with that key.
    /// </summary>
    public bool Redact { get; init; }

    /// <summary>A secret that makes tokens the same in all reports made with it; without it they are numbered by report. It appears nowhere.</summary>
    public string? RedactionKey { get; init; }
}
