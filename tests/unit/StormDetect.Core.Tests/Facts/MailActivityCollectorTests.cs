using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Exports;
using StormDetect.Core.Tests.Scenarios;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Facts;

public sealed class MailActivityCollectorTests : IDisposable
{
    private static readonly string[] s_lines =
    [
        Line(1, "MoveToDeletedItems", 3, @"\Inbox"),
        Line(2, "SoftDelete", 5, @"\Éléments supprimés"),
        Line(3, "HardDelete", 7, @"\Inbox"),
        Line(4, "HardDelete", 2, @"\Éléments envoyés"),
        Line(5, "SoftDelete", 4, @"\Recoverable Items\Deletions"),
        Line(6, "Move", 9, @"\Inbox"),
        Line(7, "Send", 12, string.Empty),
        Line(8, "SendAs", 1, string.Empty),
        Line(9, "SearchQueryInitiatedExchange", 1, string.Empty),
        Line(10, "MailItemsAccessed", 1, @"\Inbox"),
        Line(11, "Update", 1, @"\Inbox"),
    ];

    private readonly TempFolder _folder = new();

    public static TheoryData<ExportForm, int> Forms() => FormsAgreeTests.Forms();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_group_counts_its_own()
    {
        Assert.Equal(["MoveToDeletedItems 1/3", "SoftDelete 1/5", "HardDelete 1/7", "DeleteSentItems 1/2", "PurgeRecoverableItems 1/4"], Counts(ActivityGroup.Delete, s_lines));
        Assert.Equal(["Move 1/9"], Counts(ActivityGroup.Move, s_lines));
        Assert.Equal(["Send 2/13"], Counts(ActivityGroup.Send, s_lines));
        Assert.Equal(["Search 1/1"], Counts(ActivityGroup.Search, s_lines));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void In_every_form(ExportForm form, int variant)
    {
        string path = _folder.Write("export", Reading.Form(s_lines, form, (ScenarioFormVariant)variant));
        foreach (ActivityGroup group in ActivityGroups.All.Where(static group => group != ActivityGroup.Access))
        {
            // Sentinel has no column for the number of recipients, and carries searches in another table.
            bool cut = form == ExportForm.OfficeActivity && group == ActivityGroup.Send;
            Assert.Equal(cut ? ["Send 2/2"] : Counts(group, s_lines), Counts(Scan(group, scan => scan.Files([path], TestContext.Current.CancellationToken))));
        }
    }

    [Fact]
    public void Records_that_became_objects_count_the_same()
    {
        string path = _folder.Write("log.jsonl", string.Join('\n', s_lines));
        List<AuditRecord> records = Reading.Read(path).Records;
        foreach (ActivityGroup group in ActivityGroups.All.Where(static group => group != ActivityGroup.Access))
        {
            Assert.Equal(Counts(group, s_lines), Counts(Scan(group, scan => records.ForEach(scan.Object))));
        }
    }

    [Fact]
    public void Objects_without_their_json_keep_what_became_properties()
    {
        string path = _folder.Write("log.jsonl", string.Join('\n', s_lines));
        List<AuditRecord> records = [.. Reading.Read(path).Records.Select(static record => record with { AuditData = null })];
        Assert.Equal(["Move 1/1"], Counts(Scan(ActivityGroup.Move, scan => records.ForEach(scan.Object))));
        Assert.Equal(
            ["MoveToDeletedItems 1/1", "SoftDelete 1/1", "HardDelete 1/1", "DeleteSentItems 1/1", "PurgeRecoverableItems 1/1"],
            Counts(Scan(ActivityGroup.Delete, scan => records.ForEach(scan.Object))));
    }

    [Theory]
    [InlineData("\"AffectedItems\":\"System.Object[]\",\"Folder\":\"@{Path=x}\"", "HardDelete 1/1")]
    [InlineData("\"AffectedItems\":[]", "HardDelete 1/1")]
    [InlineData("\"AffectedItems\":[{\"ParentFolder\":{\"Path\":\"\\\\Sent Items\"}},{\"Id\":\"2\"}]", "DeleteSentItems 1/2")]
    [InlineData("\"Folder\":{\"Path\":null},\"AffectedItems\":[1,2,3]", "HardDelete 1/3")]
    public void What_was_cut_off_still_counts(string members, string expected) =>
        Assert.Equal([expected], Counts(ActivityGroup.Delete, [Reading.Access(members).Replace("MailItemsAccessed", "HardDelete", StringComparison.Ordinal)]));

    [Fact]
    public void What_failed_changed_nothing() =>
        Assert.Empty(Counts(ActivityGroup.Delete, [Reading.Access("\"ResultStatus\":\"Failed\"").Replace("MailItemsAccessed", "HardDelete", StringComparison.Ordinal)]));

    [Fact]
    public void Recipients_are_counted_where_only_their_list_is_there() =>
        Assert.Equal(["Send 1/2"], Counts(ActivityGroup.Send, [Reading.Access("\"recipientList\":[\"a@b.example\",\"c@d.example\"]").Replace("MailItemsAccessed", "Send", StringComparison.Ordinal)]));

    private static string Line(int number, string operation, int extent, string folder) => BusyTenant.Json(
        Reading.Guid(number), operation, "a@contoso.example", FactsTenant.Owa, "192.0.2.7", FactsTenant.At(1, 10 + (number / 60.0)), extent, folder, "6b8b4567-327b-43c9-a43e-9876543210ab", "a@contoso.example");

    private static string[] Counts(ActivityGroup group, string[] lines) => Counts(Scan(group, scan => Array.ForEach(lines, line => scan.Text(line, "text"))));

    private static MailAccessFacts Scan(ActivityGroup group, Action<AuditScan> read)
    {
        MailActivityCollector collector = new(group);
        AuditScan scan = new([collector]);
        read(scan);
        scan.Complete();
        return collector.Builder.Build();
    }

    private static string[] Counts(MailAccessFacts facts)
    {
        List<string> counts = [];
        for (int i = 0; i < facts.Count; i++)
        {
            counts.Add(string.Create(CultureInfo.InvariantCulture, $"{facts[i].Activity} {facts[i].Records}/{facts[i].Items}"));
        }

        return [.. counts];
    }
}
