using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>A state folder is one search's, one run's, and never half-written.</summary>
public sealed class SearchStateTests : IDisposable
{
    private readonly StateFolder _folder = new();

    private string Journal => Path.Combine(_folder.Path, "search.journal");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("window")]
    [InlineData("operation")]
    [InlineData("user")]
    [InlineData("tenant")]
    [InlineData("route")]
    public async Task Another_search_is_refused(string other)
    {
        await SearchRun.Go(Route(), SearchRun.Query(1, "Send"), SearchRun.Options(_folder.Path));
        AuditLogQuery query = SearchRun.Query(1, "Send");
        ScriptedRoute route = Route();
        switch (other)
        {
            case "window":
                query = query with { End = query.End.AddSeconds(1) };
                break;
            case "operation":
                query = query with { Operations = ["Send", "HardDelete"] };
                break;
            case "user":
                query = query with { UserIds = ["kim@contoso.example"] };
                break;
            case "tenant":
                route = new ScriptedRoute(1) { TenantId = "11111111-d342-44f2-8961-74c442a2fad2" };
                break;
            default:
                route = new ScriptedRoute(1) { Kind = AuditLogRouteKind.ExchangeSession };
                break;
        }

        byte[] before = File.ReadAllBytes(Journal);
        SearchStateException refused = await Assert.ThrowsAsync<SearchStateException>(() => SearchRun.Go(route, query, SearchRun.Options(_folder.Path)));
        Assert.Equal(SearchStateProblem.OtherSearch, refused.Problem);
        Assert.Contains("2026-09-01T00:00:00Z to 2026-09-02T00:00:00Z", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Journal));
        Assert.Equal(SearchStateProblem.OtherSearch, Assert.Throws<SearchStateException>(() => new AuditLogSearch(route, query, SearchRun.Options(_folder.Path)).Plan()).Problem);
    }

    [Fact]
    public async Task The_same_search_in_other_words_is_the_same()
    {
        await SearchRun.Go(Route(), SearchRun.Query(1, "Send", "HardDelete") with { Name = "one" }, SearchRun.Options(_folder.Path));
        ScriptedRoute route = Route();
        await SearchRun.Go(route, SearchRun.Query(1, "harddelete", "SEND") with { Name = "two" }, SearchRun.Options(_folder.Path));
        Assert.Empty(route.Slices);
    }

    [Fact]
    public async Task A_second_run_at_the_same_time_is_refused()
    {
        SearchStateException? refused = null;
        AuditLogSearch search = new(Route(), SearchRun.Query(0.1), SearchRun.Options(_folder.Path));
        await search.RunAsync(
            async (_, _) => refused ??= await Assert.ThrowsAsync<SearchStateException>(() => SearchRun.Go(Route(), SearchRun.Query(0.1), SearchRun.Options(_folder.Path))),
            TestContext.Current.CancellationToken);
        Assert.Equal(SearchStateProblem.Locked, refused!.Problem);
    }

    [Fact]
    public async Task A_newer_version_is_refused()
    {
        await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        File.WriteAllText(Journal, File.ReadAllText(Journal).Replace("\"stormDetectSearch\":1,", "\"stormDetectSearch\":2,", StringComparison.Ordinal));
        Assert.Equal(SearchStateProblem.Newer, (await Refused()).Problem);
    }

    [Fact]
    public async Task Other_peoples_files_are_left_alone()
    {
        Directory.CreateDirectory(_folder.Path);
        string file = Path.Combine(_folder.Path, "export.csv");
        File.WriteAllText(file, "x");
        Assert.Equal(SearchStateProblem.FolderNotEmpty, (await Refused()).Problem);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("no JSON\n")]
    [InlineData("{\"slice\":")]
    [InlineData("{\"slice\":99,\"from\":\"2026-09-01T00")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public async Task A_torn_last_line_has_not_happened(string torn)
    {
        SearchRun first = await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        string whole = File.ReadAllText(Journal);
        File.AppendAllText(Journal, torn);
        SearchRun again = await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        Assert.Equal(first.Rows.Order(StringComparer.Ordinal), again.Rows.Order(StringComparer.Ordinal));
        Assert.Equal(whole, File.ReadAllText(Journal));
    }

    [Theory]
    [InlineData("{\"done\":\"x\"}")]
    [InlineData("{\"slice\":1}")]
    [InlineData("{\"done\":1,\"length\":1,\"from\":\"2026-09-01\",\"to\":\"2026-09-02\",\"state\":\"Mended\"}")]
    [InlineData("{{{")]
    public async Task A_damaged_line_before_others_is_an_error(string damaged)
    {
        await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        string[] lines = File.ReadAllLines(Journal);
        lines[1] = damaged;
        File.WriteAllLines(Journal, lines);
        byte[] before = File.ReadAllBytes(Journal);
        Assert.Equal(SearchStateProblem.Damaged, (await Refused()).Problem);
        Assert.Equal(before, File.ReadAllBytes(Journal));
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_is_an_error()
    {
        File.WriteAllText(_folder.Path, "x");
        try
        {
            Assert.Equal(SearchStateProblem.InputOutput, (await Refused()).Problem);
            Assert.Equal("x", File.ReadAllText(_folder.Path));
        }
        finally
        {
            File.Delete(_folder.Path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_disk_or_a_used_up_quota_is_an_error_and_nothing_is_lost(bool isQuota)
    {
        int noRoom = !isQuota ? 28 : OperatingSystem.IsMacOS() ? 69 : 122;
        int bytes = 0;
        int Fill(int wanted) => (bytes += wanted) > 3000 ? throw new IOException("No room", noRoom) : wanted;
        ScriptedRoute route = Route();
        SearchStateException refused = await Assert.ThrowsAsync<SearchStateException>(() => SearchRun.Go(route, SearchRun.Query(1), SearchRun.Options(_folder.Path, Fill)));
        Assert.Equal(SearchStateProblem.DiskFull, refused.Problem);
        Assert.Contains("Make room", refused.Message, StringComparison.Ordinal);
        SearchRun again = await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        Assert.Equal(route.Log.Select(static record => record.Json).Order(StringComparer.Ordinal), again.Rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_found_is_for_the_owner_alone()
    {
        await SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path));
        Assert.NotEmpty(Directory.GetFiles(_folder.Path, "*.jsonl.gz"));
        foreach (string path in Directory.GetFiles(_folder.Path).Where(static path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public async Task No_journal_or_report_is_taken_for_an_audit_log()
    {
        await SearchRun.Go(Route(), SearchRun.Query(1, "MailItemsAccessed", "HardDelete"), SearchRun.Options(_folder.Path));
        AuditLogReader reader = new(new AuditReadOptions());
        Assert.Equal(200, reader.Read([_folder.Path], TestContext.Current.CancellationToken).Count());
        Assert.All(reader.Report.Files, static file => Assert.EndsWith(".gz", file.File, StringComparison.Ordinal));
        Assert.DoesNotContain(Encoding.UTF8.GetString(File.ReadAllBytes(Journal)), "\"Operation\"", StringComparison.OrdinalIgnoreCase);
    }

    private static ScriptedRoute Route() => new(1) { Log = ScriptedRoute.MakeLog(1, 200, TimeSpan.FromDays(1)) };

    private Task<SearchStateException> Refused() => Assert.ThrowsAsync<SearchStateException>(() => SearchRun.Go(Route(), SearchRun.Query(1), SearchRun.Options(_folder.Path)));
}
