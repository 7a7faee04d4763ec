using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Bench;

/// <summary>
/// Times the comparison of mail access with sign-ins against reading the same log for mail access as such: <c>orphans [thousand accesses] [thousand sign-ins]</c>.
/// </summary>
internal static class OrphanThroughput
{
    private const int Mailboxes = 5000;

    public static int Run(int accesses, int signIns)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stormdetect-bench-");
        try
        {
            string log = Path.Combine(folder.FullName, "audit.jsonl");
            string entra = Path.Combine(folder.FullName, "signins.jsonl");
            WriteAccesses(log, accesses * 1000L, signIns * 1000L);
            WriteSignIns(entra, signIns * 1000L);
            Console.WriteLine(FormattableString.Invariant($"{accesses:N0} k accesses {new FileInfo(log).Length / 1e6:N0} MB, {signIns:N0} k sign-ins {new FileInfo(entra).Length / 1e6:N0} MB"));
            for (int run = 0; run < 3; run++)
            {
                double read = Time(log, null, out _);
                double hunt = Time(log, entra, out string outcome);
                Console.WriteLine(FormattableString.Invariant($"log read and counted {read:F2} s; log and sign-ins read and compared {hunt:F2} s; {outcome}; peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Time(string log, string? signIns, out string outcome)
    {
        Stopwatch clock = Stopwatch.StartNew();
        if (signIns is null)
        {
            MailAccessHunt plain = new(new MailAccessHuntOptions());
            plain.AddFiles([log], CancellationToken.None);
            outcome = string.Empty;
            return clock.Elapsed.TotalSeconds;
        }

        MailHunt hunt = new(new MailHuntOptions { Hunts = ["OrphanedAccess"], SignInPaths = [signIns], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        hunt.AddFiles([log], CancellationToken.None);
        double read = clock.Elapsed.TotalSeconds;
        MailHuntResult result = hunt.Complete(CancellationToken.None);
        outcome = FormattableString.Invariant($"{result.Findings.Count} findings, {result.SignInReport!.Kept:N0} sign-ins, log {read:F2} s");
        return clock.Elapsed.TotalSeconds;
    }

    private static void WriteAccesses(string path, long count, long signIns)
    {
        using StreamWriter to = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        string filler = new('x', 700);
        DateTime start = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);
        for (long i = 0; i < count; i++)
        {
            long signIn = i * signIns / count;
            int user = (int)(signIn % Mailboxes);
            DateTime time = start.AddSeconds(signIn * 2_592_000.0 / signIns).AddMinutes(7);
            to.Write(FormattableString.Invariant($"{{\"AppAccessContext\":{{\"AADSessionId\":\"{Session(signIn):D}\",\"IssuedAtTime\":\"{time.AddMinutes(-12):yyyy-MM-ddTHH:mm:ss}\",\"UniqueTokenId\":\"{Token(signIn)}\"}},\"CreationTime\":\"{time:yyyy-MM-ddTHH:mm:ss}\",\"Id\":\"{new Guid((int)i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10):D}\",\"Operation\":\"MailItemsAccessed\",\"OrganizationId\":\"6f3c1a90-0b8e-4f57-9d0a-2f1f3a5b7c11\",\"RecordType\":50,\"UserId\":\"user{user}@contoso.example\",\"ClientIPAddress\":\"10.{user >> 8}.{user & 255}.9\",\"ClientInfoString\":\"Client=OWA;Mozilla/5.0;\",\"AppId\":\"00000002-0000-0ff1-ce00-000000000000\",\"LogonType\":0,\"MailboxOwnerUPN\":\"user{user}@contoso.example\",\"OperationProperties\":[{{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}}],\"Folders\":[{{\"FolderItems\":[{{\"Id\":\"{filler}\"}}],\"Id\":\"a\",\"Path\":\"b\"}}],\"OperationCount\":1}}\n"));
        }
    }

    private static void WriteSignIns(string path, long count)
    {
        using StreamWriter to = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        string filler = new('x', 700);
        DateTime start = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);
        for (long i = 0; i < count; i++)
        {
            int user = (int)(i % Mailboxes);
            to.Write(FormattableString.Invariant($"{{\"id\":\"{Id(i):D}\",\"createdDateTime\":\"{start.AddSeconds(i * 2_592_000.0 / count):yyyy-MM-ddTHH:mm:ss}Z\",\"userPrincipalName\":\"user{user}@contoso.example\",\"userId\":\"{new Guid(user, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1):D}\",\"appId\":\"9199bf20-a13f-4107-85dc-02114787ef48\",\"ipAddress\":\"10.{user >> 8}.{user & 255}.7\",\"isInteractive\":false,\"homeTenantId\":\"6f3c1a90-0b8e-4f57-9d0a-2f1f3a5b7c11\",\"uniqueTokenIdentifier\":\"{Token(i)}\",\"sessionId\":\"{Session(i):D}\",\"signInEventTypes\":[\"nonInteractiveUser\"],\"status\":{{\"errorCode\":0}},\"appliedConditionalAccessPolicies\":[{{\"displayName\":\"{filler}\"}}]}}\n"));
        }
    }

    private static Guid Id(long number) => new((int)(number * 2654435761), (short)number, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private static Guid Session(long number) => new((int)(number % Mailboxes), (short)(number / Mailboxes / 20), 9, 4, 5, 6, 7, 8, 9, 10, 11);

    private static string Token(long number) => Convert.ToBase64String(Id(number).ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
