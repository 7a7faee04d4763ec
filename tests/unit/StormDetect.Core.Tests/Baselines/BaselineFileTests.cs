using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using StormDetect.Core.Baselines;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

public sealed class BaselineFileTests : IDisposable
{
    private static readonly Lazy<MailAccessBaseline> s_baseline = new(static () => Learning.Learn(SmallLog.Before(14), null, null, Learning.Hunt(SmallLog.Before(14), null).Findings.Select(static f => f.Id)));

    private readonly TempFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "contoso.sdb");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        Write();
        Assert.Equal(s_baseline.Value.ToBytes(), BaselineFile.Read(Target).ToBytes());
        Assert.Equal(["contoso.sdb", "contoso.sdb.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Errors_name_the_file_and_what_to_do()
    {
        string lost = Path.Combine(_folder.Path, "gone", "contoso.sdb");
        File.WriteAllText(Target, "text");

        BaselineException folder = Assert.Throws<BaselineException>(() => BaselineFile.Read(lost));
        BaselineException other = Assert.Throws<BaselineException>(() => BaselineFile.Read(Target));

        Assert.Equal((BaselineProblem.NotFound, $"There is no folder for the baseline '{lost}'. Make it first, or name another."), (folder.Problem, folder.Message));
        Assert.Equal((BaselineProblem.NotABaseline, $"'{Target}': The file is no baseline. New-MailAccessBaseline makes one, or stormdetect hunt --update-baseline."), (other.Problem, other.Message));
    }

    [Fact]
    public void A_new_file_is_for_its_owners_eyes_and_an_old_one_keeps_its_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
        UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(Target, shared);
        using BaselineFile file = BaselineFile.Open(Target);
        file.Save(file.Baseline!);
        Assert.Equal(shared, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        Write();
        string link = Path.Combine(_folder.Path, "link.sdb");
        File.CreateSymbolicLink(link, Target);
        using (BaselineFile file = BaselineFile.Open(link))
        {
            file.Save(file.Baseline!);
        }

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(s_baseline.Value.ToBytes(), File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_second_writer_is_refused_and_a_reader_is_not()
    {
        Write();
        using (BaselineFile.Open(Target))
        {
            Assert.Equal(BaselineProblem.Locked, Problem(() => BaselineFile.Open(Target)));
            Assert.NotNull(BaselineFile.Read(Target));
        }

        BaselineFile.Open(Target).Dispose();
        string other = Path.Combine(_folder.Path, "other.sdb");
        using (BaselineFile.Create(other))
        {
            Assert.Equal(BaselineProblem.Locked, Problem(() => BaselineFile.Create(other)));
        }
    }

    [Fact]
    public void A_crash_while_writing_leaves_the_old_file()
    {
        Write();
        byte[] before = File.ReadAllBytes(Target);
        File.WriteAllText(Target + ".new", "half a file of a run that died");
        Assert.Equal(before, File.ReadAllBytes(Target));
        using BaselineFile file = BaselineFile.Open(Target);
        file.Save(file.Baseline!);
        Assert.False(File.Exists(Target + ".new"));
    }

    [Fact]
    public void Each_problem_has_its_name_and_nothing_is_touched()
    {
        Assert.Equal(BaselineProblem.NotFound, Problem(() => BaselineFile.Read(Target)));
        Assert.Equal(BaselineProblem.NotFound, Problem(() => BaselineFile.Open(Target)));
        Assert.Equal(BaselineProblem.NotFound, Problem(() => BaselineFile.Create(Path.Combine(_folder.Path, "no", "such", "folder.sdb"))));
        Assert.Equal(BaselineProblem.IsFolder, Problem(() => BaselineFile.Read(_folder.Path)));
        Assert.Equal(BaselineProblem.IsFolder, Problem(() => BaselineFile.Open(_folder.Path)));
        Assert.Equal(BaselineProblem.IsFolder, Problem(() => BaselineFile.Create(_folder.Path)));
        Write();
        Assert.Equal(BaselineProblem.AlreadyExists, Problem(() => BaselineFile.Create(Target)));
        foreach ((byte[] bytes, BaselineProblem problem) in new (byte[], BaselineProblem)[]
        {
            ([], BaselineProblem.NotABaseline),
            (Encoding.UTF8.GetBytes("{\"Operation\":\"MailItemsAccessed\"}"), BaselineProblem.NotABaseline),
            (With(static file => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), BaselineEnvelope.Version + 1)), BaselineProblem.NewerVersion),
            (s_baseline.Value.ToBytes()[..^1], BaselineProblem.Corrupt),
            (s_baseline.Value.ToBytes()[..40], BaselineProblem.Corrupt),
            ([.. s_baseline.Value.ToBytes(), 0], BaselineProblem.Corrupt),
            (With(static file => file[^5] ^= 1), BaselineProblem.Corrupt),
            (With(static file => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(20), 1L << 40)), BaselineProblem.Corrupt),
        })
        {
            File.WriteAllBytes(Target, bytes);
            Assert.Equal(problem, Problem(() => BaselineFile.Read(Target)));
            Assert.Equal(problem, Problem(() => BaselineFile.Open(Target)));
            Assert.Equal(bytes, File.ReadAllBytes(Target));
        }
    }

    [Fact]
    public void A_file_made_to_fill_the_memory_is_refused_early()
    {
        byte[] bomb = BaselineEnvelope.Pack(new byte[200 << 20]);
        Assert.True(bomb.Length < 10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(BaselineProblem.Corrupt, Assert.Throws<BaselineException>(() => MailAccessBaseline.Parse(bomb)).Problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_body_with_a_right_checksum_and_wrong_content_never_does_harm()
    {
        byte[] body = BaselineEnvelope.Unpack(s_baseline.Value.ToBytes(), out _);
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = (byte[])body.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MailAccessBaseline baseline = MailAccessBaseline.Parse(BaselineEnvelope.Pack(damaged));
                Learning.Hunt([], baseline);
            }
            catch (BaselineException failure)
            {
                Assert.Equal(BaselineProblem.Corrupt, failure.Problem);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L << 20);
        }

        Assert.InRange(refused, 1, 300);
    }

    [Fact]
    public void A_body_cut_anywhere_is_refused()
    {
        byte[] body = BaselineEnvelope.Unpack(s_baseline.Value.ToBytes(), out _);
        for (int length = 0; length < body.Length; length += Math.Max(1, body.Length / 97))
        {
            Assert.Equal(BaselineProblem.Corrupt, Assert.Throws<BaselineException>(() => MailAccessBaseline.Parse(BaselineEnvelope.Pack(body[..length]))).Problem);
        }
    }

    private static byte[] With(Action<byte[]> change)
    {
        byte[] file = s_baseline.Value.ToBytes();
        change(file);
        return file;
    }

    private static BaselineProblem Problem(Func<object> use) => Assert.Throws<BaselineException>(use).Problem;

    private void Write()
    {
        using BaselineFile file = BaselineFile.Create(Target);
        Assert.Equal(new FileInfo(Target).Exists ? 0 : file.Save(s_baseline.Value), new FileInfo(Target).Length);
    }
}
