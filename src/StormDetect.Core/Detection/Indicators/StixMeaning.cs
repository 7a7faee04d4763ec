namespace StormDetect.Core.Detection.Indicators;

/// <summary>What a comparison of a STIX pattern means for an audit log.</summary>
internal enum StixMeaning
{
    /// <summary>It can be looked for.</summary>
    Term,

    /// <summary>The log says nothing about it and it does not matter (ports and protocols of a connection whose address is compared as well).</summary>
    Assumed,

    /// <summary>No audit log carries it.</summary>
    Foreign,
}
