using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Reports;

/// <summary>What the report rests on: every file with its hash, what was read of it, what was lost, and how to check that.</summary>
internal static class EvidencePanel
{
    private const int MostFiles = 400;
    private const int MostOpen = 12;

    public static void Write(HtmlPage page, MailHuntResult result, HuntReportOptions options)
    {
        ReadReport read = result.ReadReport;
        ReportParts.Begin(page, "evidence", "Evidence", string.Create(
            CultureInfo.InvariantCulture,
            $"{read.Rows:#,0} rows in {ReportParts.Count(read.Files.Count, "file")}: {read.Kept:#,0} kept, {read.Duplicates:#,0} duplicates, {read.Dropped.Sum(static drop => drop.Count):#,0} dropped, {read.Lossy:#,0} damaged by an earlier tool. Check a hash with Get-FileHash -Algorithm SHA256."));
        Files(page, "Inputs", "file", read.Files, options.Inputs);
        if (result.SignInReport is { Files.Count: > 0 } signIns)
        {
            Files(page, "Sign-ins given beside the log", "sign-in file", signIns.Files, options.Inputs);
        }

        Lost(page, "What was not read, and where it lies", read);
        if (result.SignInReport is { } compared)
        {
            Lost(page, "What was not read of the sign-ins", compared);
        }

        _ = page.Raw("<dl><dt>Made with</dt><dd>StormDetect ").Text(options.ToolVersion).Raw("</dd><dt>Hunts</dt><dd>").Text(string.Join(", ", result.Hunts)).Raw("</dd><dt>First and last record</dt><dd>");
        _ = read is { FirstRecord: { } first, LastRecord: { } last } ? page.Time(first).Raw(" to ").Time(last).Utc() : page.Raw("none");
        if (result.Baseline is { } baseline)
        {
            _ = page.Raw("</dd><dt>Baseline compared with</dt><dd>").Text(baseline.ToString());
        }

        _ = page.Raw("</dd><dt>Records of the findings</dt><dd>Import-M365AuditLog fetches them: pipe the findings to it with the path of the log.</dd></dl>");
        ReportParts.End(page);
    }

    private static void Files(HtmlPage page, string caption, string noun, IReadOnlyList<FileReadReport> files, IReadOnlyList<InputHash> hashes)
    {
        Dictionary<string, InputHash> byFile = hashes.DistinctBy(static hash => hash.File).ToDictionary(static hash => hash.File, StringComparer.Ordinal);
        if (files.Count == 0)
        {
            return;
        }

        bool isLong = files.Count > MostOpen;
        _ = isLong ? page.Raw("<details><summary>").Text($"The {ReportParts.Count(files.Count, noun)} with hashes").Raw("</summary>") : page;
        ReportParts.Table(page, caption, ["File*", "Form", "Bytes on the disk#", "Rows#", "Records, repeats included#", "Dropped#", "Damaged#", "SHA-256*"], files, MostFiles, noun, file =>
        {
            string outer = file.File.Contains('|', StringComparison.Ordinal) && !byFile.ContainsKey(file.File) ? file.File[..file.File.IndexOf('|', StringComparison.Ordinal)] : file.File;
            bool isRead = byFile.TryGetValue(outer, out InputHash? known) && known.Sha256.Length > 0;
            string hash = known is not null ? isRead ? known.Sha256 : $"not read: {known.Problem}" : "not a file, or not hashed";
            _ = page.Raw("<tr><td>").Text(page.Redactor.File(file.File)).Raw("</td><td class=\"d\">").Text(file.Form.ToString()).Raw("</td><td class=\"n\">");
            _ = (isRead ? page.Number(known!.Bytes) : page).Raw("</td><td class=\"n\">").Number(file.Rows).Raw("</td><td class=\"n\">").Number(file.Kept)
                .Raw("</td><td class=\"n\">").Number(file.Dropped).Raw("</td><td class=\"n\">").Number(file.Lossy).Raw("</td><td><code>").Text(hash).Raw("</code></td></tr>");
        });
        _ = isLong ? page.Raw("</details>") : page;
    }

    private static void Lost(HtmlPage page, string heading, ReadReport read)
    {
        if (read.DroppedRows.Count + read.LossyRows.Count + read.Problems.Count == 0)
        {
            return;
        }

        _ = page.Element("h3", heading).Raw("<ul>");
        foreach (InputProblem problem in read.Problems.Take(20))
        {
            _ = page.Raw("<li>").Text($"{problem.Kind}: ").Text(page.Redactor.File(problem.Path)).Text($": {problem.Message}").Raw("</li>");
        }

        foreach (DroppedRow row in read.DroppedRows.Concat(read.LossyRows).Take(20))
        {
            _ = page.Raw("<li>").Text($"{row.Reason} in ").Text(page.Redactor.File(row.File)).Text(string.Create(CultureInfo.InvariantCulture, $" at byte {row.ByteOffset:#,0}")).Raw("</li>");
        }

        _ = page.Raw("</ul>");
    }
}
