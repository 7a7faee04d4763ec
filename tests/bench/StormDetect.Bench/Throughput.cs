using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Bench;

/// <summary>Times <c>stormdetect hunt</c> as a whole process, start-up and judging included, on a generated tenant in several forms.</summary>
internal static class Throughput
{
    private const int Runs = 5;

    public static int Run(int mebibytes)
    {
        string cli = Path.Combine(AppContext.BaseDirectory, "stormdetect.dll");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stormdetect-bench-");
        try
        {
            string lines = Generate(folder, mebibytes, out int mailboxes, out int days);
            string csv = Csv(lines, Path.Combine(folder.FullName, "purview.csv"));
            string twice = Twice(lines, Path.Combine(folder.FullName, "twice.jsonl"));
            string gzip = Gzip(lines, lines + ".gz");
            Console.WriteLine(FormattableString.Invariant(
                $"{mailboxes:N0} mailboxes, {days} days; {Environment.ProcessorCount} processors; .NET {Environment.Version}; median of {Runs} after one warm-up, page cache warm"));
            Console.WriteLine("form                      MB      s   MB/s   peak MB");
            foreach ((string name, string path, long bytes) in new[]
            {
                ("one record per line", lines, new FileInfo(lines).Length),
                ("the same twice", twice, new FileInfo(twice).Length),
                ("portal CSV", csv, new FileInfo(csv).Length),
                ("lines, gzip", gzip, new FileInfo(lines).Length),
            })
            {
                Measure(name, cli, path, bytes);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(string name, string cli, string path, long bytes)
    {
        List<(double Seconds, long Peak)> runs = [];
        for (int run = 0; run <= Runs; run++)
        {
            (double Seconds, long Peak) measured = Hunt(cli, path);
            if (run > 0)
            {
                runs.Add(measured);
            }
        }

        double seconds = runs.Select(static run => run.Seconds).Order().ElementAt(Runs / 2);
        long peak = runs.Select(static run => run.Peak).Order().ElementAt(Runs / 2);
        Console.WriteLine(FormattableString.Invariant($"{name,-22} {bytes / 1e6,6:N0} {seconds,6:F2} {bytes / 1e6 / seconds,6:N0} {peak / 1e6,9:N0}"));
    }

    private static (double Seconds, long Peak) Hunt(string cli, string path)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [cli, "hunt", path]) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        long peak = 0;
        while (!process.WaitForExit(5))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break; // it ended between the two calls
            }
        }

        process.WaitForExit();
        return (clock.Elapsed.TotalSeconds, peak);
    }

    /// <summary>5,000 mailboxes over 30 days, as busy as the wanted size asks for, as one file.</summary>
    private static string Generate(DirectoryInfo folder, int mebibytes, out int mailboxes, out int days)
    {
        mailboxes = 5000;
        days = 30;
        const double BytesPerMailboxDay = 45_000; // of the generator at its ordinary activity
        double activity = mebibytes * 1048576.0 / (mailboxes * days * BytesPerMailboxDay);
        AuditScenarioResult scenario = AuditScenario.Write(
            Path.Combine(folder.FullName, "scenario"),
            new AuditScenarioOptions { Mailboxes = mailboxes, Days = days, Activity = Math.Clamp(activity, 0.01, 1), Seed = 7 },
            CancellationToken.None);
        string path = Path.Combine(folder.FullName, "lines.jsonl");
        using FileStream all = File.Create(path);
        foreach (string file in scenario.LogFiles)
        {
            using (FileStream part = File.OpenRead(file))
            {
                part.CopyTo(all);
            }

            File.Delete(file);
        }

        return path;
    }

    private static string Twice(string lines, string path)
    {
        using FileStream twice = File.Create(path);
        for (int i = 0; i < 2; i++)
        {
            using FileStream once = File.OpenRead(lines);
            once.CopyTo(twice);
        }

        return path;
    }

    private static string Gzip(string lines, string path)
    {
        using FileStream from = File.OpenRead(lines);
        using GZipStream to = new(File.Create(path), CompressionLevel.Fastest);
        from.CopyTo(to);
        return path;
    }

    private static string Csv(string lines, string path)
    {
        using StreamReader from = new(lines);
        using StreamWriter to = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        to.Write("RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n");
        while (from.ReadLine() is string line)
        {
            to.Write(Field(line, "\"Id\":\""));
            to.Write(',');
            to.Write(Field(line, "\"CreationTime\":\""));
            to.Write(".0000000Z ,");
            to.Write("50,");
            to.Write(Field(line, "\"Operation\":\""));
            to.Write(",,\"");
            to.Write(line.Replace("\"", "\"\"", StringComparison.Ordinal));
            to.Write("\",,\r\n");
        }

        return path;
    }

    private static string Field(string line, string mark)
    {
        int from = line.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return from < mark.Length ? string.Empty : line[from..line.IndexOf('"', from)];
    }
}
