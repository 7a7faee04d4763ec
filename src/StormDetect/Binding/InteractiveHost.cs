using System;
using System.Linq;

namespace StormDetect.Binding;

/// <summary>Whether there is somebody who could act.</summary>
internal static class InteractiveHost
{
    // TERM is missing under cron, systemd and in a container without a terminal. The others are set by what runs scripts on its own: Azure Automation, GitHub, Azure Pipelines, and most others set CI.
    private static readonly string[] s_unattended = ["CI", "TF_BUILD", "GITHUB_ACTIONS", "AUTOMATION_ASSET_ACCOUNTID"];

    /// <summary>Judges a host.</summary>
    /// <param name="hostName">Its name, as $Host.Name shows it.</param>
    public static bool IsAttended(string hostName) =>
        Environment.UserInteractive
        && !hostName.Equals("Default Host", StringComparison.OrdinalIgnoreCase)
        && !hostName.Equals("ServerRemoteHost", StringComparison.OrdinalIgnoreCase)
        && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is { Length: > 0 })
        && !s_unattended.Any(static name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase))
        && !Environment.GetCommandLineArgs().Any(static argument => argument.TrimStart('-', '/').StartsWith("noni", StringComparison.OrdinalIgnoreCase) && argument.Length > 1 && argument[0] is '-' or '/');
}
