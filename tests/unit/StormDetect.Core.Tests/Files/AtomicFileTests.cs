using System;
using System.IO;
using System.Text;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Files;

/// <summary>Files that are there as a whole or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "a.json");

    private string Beside => Target + ".new";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_file_has_the_rights_asked_for_and_an_old_one_keeps_its_own(bool ownerOnly)
    {
        AtomicFile.Write(Target, static stream => stream.Write("one"u8), ownerOnly);
        Assert.Equal("one", File.ReadAllText(Target));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.True(!ownerOnly || File.GetUnixFileMode(Target) == Owner);
        File.SetUnixFileMode(Target, Owner | UnixFileMode.GroupRead);
        AtomicFile.Write(Target, static stream => stream.Write("two"u8), ownerOnly);
        Assert.Equal(("two", Owner | UnixFileMode.GroupRead), (File.ReadAllText(Target), File.GetUnixFileMode(Target)));
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_link_named_without_its_folder_leads_where_it_says()
    {
        // Beside the tests: only a path without any folder shows it, and the current folder is everybody's.
        string file = $"link-{Guid.NewGuid():N}.json";
        try
        {
            File.WriteAllText(file + ".real", "old");
            File.CreateSymbolicLink(file, file + ".real");
            AtomicFile.Write(file, static stream => stream.Write("new"u8), ownerOnly: true);
            Assert.Equal("new", File.ReadAllText(file + ".real"));
            Assert.NotNull(new FileInfo(file).LinkTarget);
            Assert.Equal(Path.GetFullPath(file + ".real"), AtomicFile.Target(file));
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".real");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_writing_fails_the_old_file_stays_and_nothing_is_left(bool isNew)
    {
        if (!isNew)
        {
            File.WriteAllText(Target, "old");
        }

        IOException failure = Assert.Throws<IOException>(() => AtomicFile.Write(Target, static stream =>
        {
            stream.Write("half"u8);
            throw new IOException("no more");
        }, ownerOnly: true));

        Assert.Equal("no more", failure.Message);
        Assert.Equal(isNew ? [] : [Target], Directory.GetFiles(_folder.Path));
        Assert.True(isNew || File.ReadAllText(Target) == "old");
    }

    [Fact]
    public void Where_moving_fails_nothing_is_left_beside()
    {
        Directory.CreateDirectory(Target);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(Target, static stream => stream.Write("x"u8), ownerOnly: false));
        Assert.False(File.Exists(Beside));
        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public void What_a_dead_run_left_is_replaced()
    {
        File.WriteAllText(Beside, "half of something longer");
        AtomicFile.Write(Target, static stream => stream.Write("x"u8), ownerOnly: false);
        Assert.Equal("x", File.ReadAllText(Target));
        Assert.False(File.Exists(Beside));
    }

    [Fact]
    public void A_link_stays_one_and_a_planted_one_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string real = Path.Combine(_folder.Path, "real.json");
        string victim = Path.Combine(_folder.Path, "victim");
        File.WriteAllText(real, "old");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(Target, real);
        File.CreateSymbolicLink(real + ".new", victim);

        AtomicFile.Write(Target, static stream => stream.Write("new"u8), ownerOnly: true);

        Assert.Equal(("new", "mine"), (File.ReadAllText(real), File.ReadAllText(victim)));
        Assert.Equal(real, new FileInfo(Target).LinkTarget);
        Assert.False(File.Exists(real + ".new"));
    }

    [Fact]
    public void What_is_no_file_is_written_to_and_not_replaced()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Stands for /dev/stdout, which leads to /proc as well: a replaced file would leave what is open as it was.
        using FileStream open = new(Target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        AtomicFile.Write($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}", static stream => stream.Write("here"u8), ownerOnly: false);
        using StreamReader reader = new(open);
        Assert.Equal("here", reader.ReadToEnd());
    }

    [Fact]
    public void A_power_cut_before_the_move_leaves_the_old_file()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Replace(
            Target, Beside, static stream => stream.Write(Encoding.UTF8.GetBytes("new")), ownerOnly: true, reachesDisk: true, static () => throw new InvalidOperationException("dark")));
        Assert.Equal(("old", "new"), (File.ReadAllText(Target), File.ReadAllText(Beside)));
    }
}
