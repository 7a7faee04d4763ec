namespace StormDetect.Core;

/// <summary>What is wrong with an indicator or with a file of them.</summary>
public enum IndicatorProblemKind
{
    /// <summary>The file cannot be read, or has no indicators in a known form. None of it counts.</summary>
    FileNotUsable,

    /// <summary>One indicator could not be understood; the others of the file count.</summary>
    NotUnderstood,

    /// <summary>Indicators of kinds that no audit log carries, such as file names and URLs; the others of the file count.</summary>
    NotInAuditLogs,
}
