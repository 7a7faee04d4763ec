using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Reads the parts of a configuration that Exchange Online and Security and Compliance sessions answer. What fails is unreadable, with the reason, and stops nothing else.</summary>
internal sealed class SessionConfigReader
{
    private const string Whole = "whole";
    private const string Groups = "groups";
    private const string Others = "others";
    private const string Unlimited = "Unlimited";
    private const string Initials = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int DefaultResultSize = 1000;

    private static readonly string[] s_searchRoles = ["Audit Logs", "View-Only Audit Logs"];

    private readonly ExchangeSession _session;
    private readonly ConfigSnapshotBuilder _builder;
    private readonly Action<ConfigPart, int> _progress;
    private int _count;

    public SessionConfigReader(ExchangeSession session, ConfigSnapshotBuilder builder, Action<ConfigPart, int> progress)
    {
        _session = session;
        _builder = builder;
        _progress = progress;
    }

    /// <summary>Called where what was read so far is worth keeping.</summary>
    public Action Checkpoint { get; init; } = static () => { };

    /// <summary>Whether mailboxes are read in slices, so that a later run can go on.</summary>
    public bool InSlices { get; init; }

    /// <summary>The parts to read; empty for all.</summary>
    public IReadOnlyCollection<ConfigPart> Parts { get; init; } = [];

    /// <summary>Whether the session had any command at all.</summary>
    public bool HasSession { get; private set; }

    /// <summary>The plan: which command would be run for what, and whether it is here.</summary>
    public static IEnumerable<ConfigReadStep> Plan(ExchangeSession session) =>
        ConfigReadStep.All.Select(step => step.Commands.Count == 0 ? step : step with { IsAvailable = Find(session, step) is not null });

    public void Read()
    {
        if (_builder.TenantId.Length == 0)
        {
            _builder.TenantId = _session.TenantId;
        }

        foreach (ConfigReadStep step in ConfigReadStep.All)
        {
            if (step.Commands.Count == 0 || (Parts.Count > 0 && !Parts.Contains(step.Part)) || _builder.IsDone(step.Part, Whole))
            {
                continue;
            }

            SessionCommand? command = Find(_session, step);
            HasSession |= command is not null;
            if (command is null)
            {
                _builder.Fail(step.Part, Strings.Format(Strings.SessionCommandMissing, string.Join(", ", step.Commands), step.Service));
                continue;
            }

            if (command.Origin == SessionConnection.Compliance && step.Part != ConfigPart.AuditLogConfig && step.Service.StartsWith(SessionConnection.Exchange, StringComparison.Ordinal))
            {
                // Security and Compliance has commands of Exchange's names, and answers some of them for itself.
                _builder.Fail(step.Part, Strings.Format(Strings.SessionCommandForeign, command.Info.Name));
                continue;
            }

            Read(step, command);
            Checkpoint();
        }
    }

    private static SessionCommand? Find(ExchangeSession session, ConfigReadStep step)
    {
        string origin = step.Service.StartsWith(SessionConnection.Exchange, StringComparison.Ordinal) ? SessionConnection.Exchange : SessionConnection.Compliance;
        return step.Commands.Select(name => session.Find(name, origin)).FirstOrDefault(static command => command is not null);
    }

    private void Read(ConfigReadStep step, SessionCommand command)
    {
        _count = 0;
        string name = command.Origin.Length > 0 ? $"{command.Info.Name}, {(command.Origin == SessionConnection.Exchange ? "Exchange Online" : "Security and Compliance")} session" : $"{command.Info.Name}, session";
        _builder.Begin(step.Part, name);
        try
        {
            switch (step.Part)
            {
                case ConfigPart.Mailboxes:
                    ReadMailboxes(command);
                    break;
                case ConfigPart.RoleAssignments:
                    Run(step.Part, command, new Hashtable());
                    foreach (string role in command.Has("GetEffectiveUsers") ? s_searchRoles : [])
                    {
                        Run(step.Part, command, new Hashtable { ["Role"] = role, ["GetEffectiveUsers"] = true });
                    }

                    break;
                default:
                    Run(step.Part, command, Unbounded(command));
                    break;
            }

            bool isCut = step.Part is ConfigPart.Mailboxes or ConfigPart.AuditBypass && !command.Has("ResultSize") && _count == DefaultResultSize;
            if (isCut)
            {
                _builder.Fail(step.Part, Strings.SessionCut);
            }
            else
            {
                _builder.Complete(step.Part);
            }
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            _builder.Fail(step.Part, $"{command.Info.Name}: {PlainText.Safe(failure.Message)}");
        }
    }

    private void ReadMailboxes(SessionCommand command)
    {
        bool isRest = command.Has("PropertySets");
        Hashtable Arguments(string? filter)
        {
            Hashtable arguments = Unbounded(command);
            if (isRest)
            {
                arguments["PropertySets"] = new[] { "Minimum", "Audit" };
            }

            if (filter is not null)
            {
                arguments["Filter"] = filter;
            }

            return arguments;
        }

        if (InSlices && command.Has("Filter"))
        {
            foreach (char initial in Initials)
            {
                Slice(initial.ToString(), command, () => Arguments($"Alias -like '{initial}*'"));
            }

            // The complement of all the others, by the same comparison: together they are every mailbox, whatever an alias begins with.
            Slice(Others, command, () => Arguments("-not(" + string.Join(" -or ", Initials.Select(static initial => $"Alias -like '{initial}*'")) + ")"));
        }
        else
        {
            Run(ConfigPart.Mailboxes, command, Arguments(filter: null));
        }

        if (_session.Find("Get-Mailbox", SessionConnection.Exchange) is { } all && all.Has("GroupMailbox"))
        {
            Slice(Groups, all, () =>
            {
                Hashtable arguments = Unbounded(all);
                arguments["GroupMailbox"] = true;
                return arguments;
            });
        }
    }

    private void Slice(string slice, SessionCommand command, Func<Hashtable> arguments)
    {
        if (_builder.IsDone(ConfigPart.Mailboxes, slice))
        {
            return;
        }

        Run(ConfigPart.Mailboxes, command, arguments());
        _builder.CompleteSlice(ConfigPart.Mailboxes, slice);
        Checkpoint();
    }

    private void Run(ConfigPart part, SessionCommand command, Hashtable arguments) => _session.Run(command, arguments, item =>
    {
        _count++;
        _progress(part, _count);
        Dictionary<string, object?> properties = ConfigObject.Properties(item);
        _builder.Add(part, properties, command.Origin);
        if (part == ConfigPart.Organization && _builder.TenantName.Length == 0)
        {
            _builder.TenantName = Convert.ToString(properties.GetValueOrDefault("DisplayName") ?? properties.GetValueOrDefault("Name"), CultureInfo.InvariantCulture) ?? string.Empty;
        }
    });

    private static Hashtable Unbounded(SessionCommand command) => command.Has("ResultSize") ? new Hashtable { ["ResultSize"] = Unlimited } : [];
}
