using System;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// Which endpoint an answer of Get-AdminAuditLogConfig comes from. Both have the command, and Security and Compliance always answers False: the trap many tools fell into.
/// </summary>
internal static class AuditLogOrigin
{
    public const string Exchange = "Exchange";
    public const string Compliance = "Compliance";

    /// <summary>By a host name or address; null where it does not say.</summary>
    public static string? Of(string? host) =>
        string.IsNullOrEmpty(host) ? null
        : host.Contains("compliance", StringComparison.OrdinalIgnoreCase) ? Compliance
        : host.Contains("outlook", StringComparison.OrdinalIgnoreCase) ? Exchange
        : null;
}
