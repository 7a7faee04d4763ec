using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary>The baseline file that a hunt extends: held from before the reading until it is written, so that two runs never learn past each other.</summary>
internal sealed class BaselineUpdate : IDisposable
{
    private readonly BaselineFile _file;

    private BaselineUpdate(BaselineFile file, DateTimeOffset now)
    {
        _file = file;
        Now = now;
        Baseline = file.Baseline ?? new MailAccessBaseline(now);
    }

    public MailAccessBaseline Baseline { get; }

    public DateTimeOffset Now { get; }

    public static BaselineUpdate? Begin(string? path, DateTimeOffset now) =>
        path is null ? null : new BaselineUpdate(File.Exists(path) ? BaselineFile.Open(path) : BaselineFile.Create(path), now);

    public void Save(MailAccessBaseline updated, MailHuntResult result, TextWriter error)
    {
        if (result.ReadReport.Kept == 0)
        {
            error.WriteLine("Baseline: there was no record to learn; the file was not changed.");
            return;
        }

        updated.MarkReported(result.Findings.Where(static finding => finding.SuppressedBecause is null).Select(static finding => KeyValuePair.Create(finding.Id, (Severity?)finding.Severity)), Now);
        long bytes = _file.Save(updated);
        int mailboxes = updated.Tenants.Sum(static tenant => tenant.MailboxCount);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Baseline: {bytes:N0} bytes written, {(double)bytes / Math.Max(1, mailboxes):N0} a mailbox."));
    }

    public void Dispose() => _file.Dispose();
}
