using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>An archive in a folder that goes away with the test.</summary>
internal sealed class ArchiveLab : IDisposable
{
    public static readonly Guid Tenant = new("11111111-2222-4333-8444-555555555555");

    private readonly TempFolder _folder = new();
    private int _exports;

    public string Root => System.IO.Path.Join(_folder.Path, "archive");

    public string TenantFolder => System.IO.Path.Join(Root, Tenant.ToString("D"));

    public static DateTimeOffset Day(int day) => new(2026, 6, day, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A record of a tenant.</summary>
    public static string Record(int id, DateTimeOffset time, string user = "kim@contoso.example", Guid? tenant = null, string members = "") =>
        $$"""{"Id":"{{Reading.Guid(id)}}","CreationTime":"{{time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}}","Operation":"MailItemsAccessed","OrganizationId":"{{tenant ?? Tenant}}","UserId":"{{user}}","MailboxOwnerUPN":"{{user}}"{{members}}}""";

    /// <summary>Records of some days, one an hour.</summary>
    public static string[] Records(int firstDay, int days, int firstId = 1) =>
        [.. Enumerable.Range(0, 24 * days).Select(hour => Record(firstId + hour, Day(firstDay).AddHours(hour), hour % 3 == 0 ? "lee@contoso.example" : "kim@contoso.example"))];

    public string Write(params string[] lines) => Write(lines.AsEnumerable());

    public string Write(IEnumerable<string> lines) => _folder.Write($"export{_exports++}.jsonl", string.Join('\n', lines) + "\n");

    public string WriteBytes(byte[] bytes) => _folder.Write($"export{_exports++}", bytes);

    public string Folder(string name) => System.IO.Path.Join(_folder.Path, name);

    public AuditArchiveResult Export(string path, AuditArchiveOptions? options = null, ArchiveProvenance? provenance = null)
    {
        using AuditArchiveExport export = new(Root, options ?? new AuditArchiveOptions { Clock = TimeProvider.System });
        export.AddFiles([path], TestContext.Current.CancellationToken);
        return export.Complete(provenance ?? new ArchiveProvenance());
    }

    /// <summary>A run of a search that asked for some days and got them.</summary>
    public AuditArchiveResult Collect(string path, DateTimeOffset from, DateTimeOffset to, params ArchiveWindow[] covered) => Export(
        path,
        new AuditArchiveOptions { Clock = TimeProvider.System, TenantId = Tenant },
        new ArchiveProvenance { Source = "Search", Asked = [new ArchiveWindow(from, to)], Covered = covered.Length > 0 ? covered : [new ArchiveWindow(from, to)] });

    public ArchiveCheckResult Check(params string[] expectedHeads) => Assert.Single(CheckAll(Root, expectedHeads));

    public static IReadOnlyList<ArchiveCheckResult> CheckAll(string path, params string[] expectedHeads) =>
        AuditArchiveCheck.Run(new ArchiveCheckOptions { Paths = [path], ExpectedHeads = expectedHeads, Now = Day(30) }, TestContext.Current.CancellationToken);

    /// <summary>The files that are part of the archive.</summary>
    public string[] Files() => !Directory.Exists(Root) ? [] : [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Where(static file => !System.IO.Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    public (List<AuditRecord> Records, ReadReport Report) Read(AuditReadOptions? options = null) => Reading.Read(options ?? new AuditReadOptions(), Root);

    public string[] Ids() => [.. Read().Records.Select(static record => record.Id).Order(StringComparer.Ordinal)];

    public static string[] IdsOf(IEnumerable<string> lines) => [.. lines.Select(static line => Reading.One(line).Id).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();
}
