using System.Collections.Generic;
using StormDetect.Core.Facts;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>What one intruder adds to a tenant's log.</summary>
internal sealed class PlantedLog(string attack)
{
    public string Attack { get; } = attack;

    /// <summary>Its mail access by day of delivery.</summary>
    public List<MailAccessFactsBuilder> Days { get; } = [];

    /// <summary>Its mail-access records, as the answer key has them.</summary>
    public List<PlantedRecord> Records { get; } = [];
}
