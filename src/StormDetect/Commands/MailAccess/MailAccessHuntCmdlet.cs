using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that hunt for mail access out of the ordinary, or learn what is ordinary.</summary>
public abstract class MailAccessHuntCmdlet : AuditHuntCmdlet
{
    /// <summary>What was learned before; null to judge the input by itself.</summary>
    private protected virtual MailAccessBaseline? Learned => null;

    private protected MailAccessHunt AccessHunt => (MailAccessHunt)Engine;

    private protected abstract MailAccessHuntOptions CreateOptions();

    private protected override AuditHunt CreateHunt() => new MailAccessHunt(CreateOptions(), Learned);

    /// <summary>What the baseline was learned with, for what was not asked otherwise: what it holds back as suspicious depends on it.</summary>
    private protected MailAccessHuntOptions JudgedAs(MailAccessHuntOptions options)
    {
        if (Learned is not { } baseline)
        {
            return options;
        }

        bool Asked(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
        return options with
        {
            Activities = Asked("Activity") ? options.Activities : baseline.Activities,
            Sensitivity = Asked("Sensitivity") ? options.Sensitivity : baseline.Sensitivity,
            PriorityMailboxes = Asked("PriorityMailbox") ? options.PriorityMailboxes : baseline.PriorityMailboxes,
            TrustedNetworks = Asked("TrustedNetwork") ? options.TrustedNetworks : baseline.TrustedNetworks,
        };
    }

    private protected static string[] Normalised(string[] networks) =>
        Array.ConvertAll(networks, static network => CidrText.TryNormalise(network, out string normalised) ? normalised : network);

    private protected void WriteNotes(IReadOnlyList<string> notes, MailAccessBaselineUse? baseline)
    {
        foreach (string note in notes.Concat(baseline?.Notes ?? []))
        {
            WriteWarning(PlainText.Safe(note));
        }
    }
}
