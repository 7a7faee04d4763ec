using System;
using System.Management.Automation;
using StormDetect.Binding;

namespace StormDetect.Commands;

/// <summary>A connection of ExchangeOnlineManagement, as Get-ConnectionInformation shows it.</summary>
/// <remarks>Source: Exchange PowerShell documentation, "Get-ConnectionInformation": IsEopSession is true for Security and Compliance; older versions of the module do not have it, and then the address tells
/// ("Connect-ExchangeOnline": outlook.office365.com, outlook.office365.us, webmail.apps.mil, partner.outlook.cn; "Connect-IPPSSession": ps.compliance.protection...).</remarks>
/// <param name="Origin">Exchange or Compliance; empty where its address says neither.</param>
/// <param name="ModuleName">The folder of the temporary module its commands are in.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="Prefix">The prefix of its commands' nouns.</param>
/// <param name="IsInChina">Whether it is of the cloud that 21Vianet operates.</param>
internal sealed record SessionConnection(string Origin, string ModuleName, string TenantId, string Prefix, bool IsInChina)
{
    public const string Exchange = "Exchange";
    public const string Compliance = "Compliance";

    public static SessionConnection? Of(PSObject information)
    {
        string state = Text(information, "State");
        string address = Text(information, "ConnectionUri");
        string origin = bool.TryParse(Text(information, "IsEopSession"), out bool isCompliance) ? (isCompliance ? Compliance : Exchange)
            : address.Contains("compliance", StringComparison.OrdinalIgnoreCase) ? Compliance
            : address.Contains("outlook", StringComparison.OrdinalIgnoreCase) || address.Contains("webmail.apps.mil", StringComparison.OrdinalIgnoreCase) ? Exchange
            : string.Empty;
        return state.Length > 0 && !state.Equals("Connected", StringComparison.OrdinalIgnoreCase)
            ? null
            : new SessionConnection(origin, Text(information, "ModuleName"), Text(information, "TenantID"), FirstText(information, "Prefix", "ModulePrefix"), address.Contains("partner.outlook.cn", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a module holds this connection's commands: the connection names its folder, the module has the folder's name.</summary>
    public bool Owns(PSModuleInfo? module)
    {
        if (module is null || ModuleName.Length == 0)
        {
            return false;
        }

        string folder = System.IO.Path.GetFileName(ModuleName.Replace('\\', '/').TrimEnd('/'));
        return module.Name.Equals(folder, StringComparison.OrdinalIgnoreCase) || module.Name.Equals(System.IO.Path.GetFileNameWithoutExtension(folder), StringComparison.OrdinalIgnoreCase)
            || (module.Path ?? string.Empty).StartsWith(ModuleName, StringComparison.OrdinalIgnoreCase);
    }

    private static string FirstText(PSObject input, string first, string second) => Text(input, first) is { Length: > 0 } text ? text : Text(input, second);

    private static string Text(PSObject input, string name) => LooseProperties.Get(input, name)?.ToString() ?? string.Empty;
}
