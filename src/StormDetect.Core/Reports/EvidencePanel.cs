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
        Files(page, read.Files, options.Inputs);
        Lost(page, read);
        _ = page.Raw("<dl><dt>Made with</dt><dd>StormDetect ").Text(options.ToolVersion).Raw("</dd><dt>Hunts</dt><dd>").Text(string.Join(", ", result.Hunts)).Raw("</dd><dt>First and last record</dt><dd>");
        _ = read is { FirstRecord: { } first, LastRecord: { } last } ? page.Time(first).Raw(" to ").Time(last).Raw(" UTC") : page.Raw("none");
        _ = page.Raw("</dd><dt>Records of the findings</dt><dd>Import-M365AuditLog fetches them: pipe the findings to it with the path of the log.</dd></dl>");
        ReportParts.End(page);
    }

    private static void Files(HtmlPage page, IReadOnlyList<FileReadReport> files, IReadOnlyList<InputHash> hashes)
    {
        Dictionary<string, InputHash> byFile = hashes.DistinctBy(static hash => hash.File).ToDictionary(static hash => hash.File, StringComparer.Ordinal);
        if (files.Count == 0)
        {
            return;
        }

        bool isLong = files.Count > MostOpen;
        _ = isLong ? page.Raw("<details><summary>").Text($"The {ReportParts.Count(files.Count, "file")} with hashes").Raw("</summary>") : page;
        ReportParts.Table(page, "Inputs", ["File*", "Form", "Rows#", "Records, repeats included#", "Dropped#", "Damaged#", "SHA-256*"], files, MostFiles, "file", file =>
        {
            string outer = file.File.Contains('|', StringComparison.Ordinal) && !byFile.ContainsKey(file.File) ? file.File[..file.File.IndexOf('|', StringComparison.Ordinal)] : file.File;
            string hash = byFile.TryGetValue(outer, out InputHash? known) ? known.Sha256.Length > 0 ? known.Sha256 : $"not read: {known.Problem}" : "not a file, or not hashed";
            _ = page.Raw("<tr><td>").Text(page.Redactor.File(file.File)).Raw("</td><td>").Text(file.Form.ToString()).Raw("</td><td class=\"n\">").Number(file.Rows).Raw("</td><td class=\"n\">").Number(file.Kept)
                .Raw("</td><td class=\"n\">").Number(file.Dropped).Raw("</td><td class=\"n\">").Number(file.Lossy).Raw("</td><td><code>").Text(hash).Raw("</code></td></tr>");
        });
        _ = isLong ? page.Raw("</details>") : page;
    }

    private static void Lost(HtmlPage page, ReadReport read)
    {
        if (read.DroppedRows.Count + read.LossyRows.Count + read.Problems.Count == 0)
        {
            return;
        }

        _ = page.Raw("<h3>What was not read, and where it lies</h3><ul>");
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
