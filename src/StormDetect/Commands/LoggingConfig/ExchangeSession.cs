using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>
/// The Exchange Online and Security and Compliance sessions the user already has, through their own commands. Both endpoints have commands of the same name, and the one connected last
/// hides the other's: so commands are looked for in the module of each connection first.
/// </summary>
internal sealed class ExchangeSession
{
    // Its preferences are the caller's: a read must not come back empty because somebody set WhatIf.
    private static readonly ScriptBlock s_run = ScriptBlock.Create(
        "param($StormCommand, $StormArguments, $StormSink) $ErrorActionPreference = 'Stop'; $WhatIfPreference = $false; & $StormCommand @StormArguments | ForEach-Object { $StormSink.Invoke($_) }");

    // The same, with the command's warnings told apart from its objects.
    private static readonly ScriptBlock s_runHeard = ScriptBlock.Create(
        "param($StormCommand, $StormArguments, $StormSink, $StormWarned) $ErrorActionPreference = 'Stop'; $WhatIfPreference = $false; & $StormCommand @StormArguments 3>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.WarningRecord]) { $StormWarned.Invoke($_.Message) } else { $StormSink.Invoke($_) } }");

    private static readonly ScriptBlock s_modules = ScriptBlock.Create("Microsoft.PowerShell.Core\\Get-Module");

    private readonly PSCmdlet _cmdlet;
    private readonly List<PSModuleInfo> _modules;

    public ExchangeSession(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _modules = Invoke(s_modules, []).Select(static module => module.BaseObject).OfType<PSModuleInfo>().ToList();
        Connections = ReadConnections();
    }

    public IReadOnlyList<SessionConnection> Connections { get; }

    /// <summary>The tenant of the connections; empty where they do not say, or are of several.</summary>
    public string TenantId
    {
        get
        {
            string[] tenants = Connections.Select(static connection => connection.TenantId).Where(static tenant => tenant.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            return tenants.Length == 1 ? tenants[0] : string.Empty;
        }
    }

    /// <summary>Whether it is of the cloud that 21Vianet operates.</summary>
    public bool IsInChina => Connections.Any(static connection => connection.IsInChina);

    /// <summary>A command that an endpoint answers, rather than the one of its name that comes first.</summary>
    public SessionCommand? Find(string name, string origin)
    {
        foreach (SessionConnection connection in Connections.Where(connection => connection.Origin == origin))
        {
            string prefixed = WithPrefix(name, connection.Prefix);
            foreach (PSModuleInfo module in _modules.Where(connection.Owns))
            {
                if (module.ExportedCommands.TryGetValue(prefixed, out CommandInfo? exported) || module.ExportedCommands.TryGetValue(name, out exported))
                {
                    return new SessionCommand(exported, origin);
                }
            }
        }

        string[] names = [name, .. Connections.Where(connection => connection.Origin == origin && connection.Prefix.Length > 0).Select(connection => WithPrefix(name, connection.Prefix))];
        CommandInfo? command = names.Select(candidate => _cmdlet.InvokeCommand.GetCommand(candidate, CommandTypes.Function | CommandTypes.Cmdlet | CommandTypes.Alias)).FirstOrDefault(static found => found is not null);
        return command is null ? null : new SessionCommand(command, OriginOf(command));
    }

    /// <summary>Runs a command and hands over its objects one by one.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="take">Takes its objects.</param>
    /// <param name="warned">Told its warnings, which are then shown as verbose; null to leave them as they are.</param>
    /// <exception cref="RuntimeException">The command failed.</exception>
    public void Run(SessionCommand command, IDictionary arguments, Action<PSObject> take, Action<string>? warned = null)
    {
        if (command.Has("ErrorAction"))
        {
            arguments["ErrorAction"] = "Stop";
        }

        void Sink(object? item)
        {
            if (item is not null)
            {
                take(PSObject.AsPSObject(item));
            }
        }

        if (warned is null)
        {
            _ = Invoke(s_run, [command.Info, arguments, (Action<object?>)Sink]);
            return;
        }

        if (command.Has("WarningAction"))
        {
            // Heard whatever the caller's preference: what is silenced is not in the stream either.
            arguments["WarningAction"] = "Continue";
        }

        void Warned(string warning)
        {
            warned(warning);
            _cmdlet.WriteVerbose(PlainText.Safe(warning));
        }

        _ = Invoke(s_runHeard, [command.Info, arguments, (Action<object?>)Sink, (Action<string>)Warned]);
    }

    private Collection<PSObject> Invoke(ScriptBlock script, object[] arguments) => _cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, script, input: null, arguments);

    private List<SessionConnection> ReadConnections()
    {
        if (_cmdlet.InvokeCommand.GetCommand("Get-ConnectionInformation", CommandTypes.Function | CommandTypes.Cmdlet) is not { } command)
        {
            return [];
        }

        List<SessionConnection> connections = [];
        try
        {
            Run(new SessionCommand(command, string.Empty), new Hashtable(), information =>
            {
                if (SessionConnection.Of(information) is { } connection)
                {
                    connections.Add(connection);
                }
            });
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            _cmdlet.WriteVerbose(Strings.Format(Strings.SessionUnknown, failure.Message));
        }

        return connections;
    }

    /// <summary>By the module a command is in; else by what there is, where there is only one kind of connection.</summary>
    private string OriginOf(CommandInfo command)
    {
        SessionConnection? owner = Connections.FirstOrDefault(connection => connection.Owns(command.Module));
        string[] kinds = Connections.Select(static connection => connection.Origin).Distinct(StringComparer.Ordinal).ToArray();
        return owner?.Origin ?? (kinds.Length == 1 ? kinds[0] : string.Empty);
    }

    private static string WithPrefix(string name, string prefix)
    {
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        return prefix.Length == 0 ? name : string.Concat(name.AsSpan(0, dash + 1), prefix, name.AsSpan(dash + 1));
    }
}
