using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exposures;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>Counts what could have been read: takes files, records or their JSON in any mix, then says which messages of which mailboxes, with the bound of every figure.</summary>
public sealed class MailExposureHunt : AuditHunt
{
    private readonly ExposureCollector _collector;

    /// <summary>Makes it.</summary>
    /// <param name="options">What is asked.</param>
    public MailExposureHunt(MailExposureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _collector = new ExposureCollector(options);
    }

    /// <summary>What is asked.</summary>
    public MailExposureOptions Options { get; }

    private protected override IEnumerable<IAuditCollector> Collectors => [_collector];

    /// <summary>Ends the input and counts.</summary>
    /// <returns>The exposures or messages, by tenant, mailbox and folder.</returns>
    public MailExposureResult Complete()
    {
        ReadReport report = EndReading();
        ExposureWriter writer = new(_collector, report, Options);
        bool byMessage = Options.Grouping == ExposureGrouping.Message;
        return new MailExposureResult
        {
            Exposures = byMessage ? [] : writer.Exposures().ToArray(),
            Messages = byMessage ? writer.Messages() : [],
            ReadReport = report,
        };
    }
}
