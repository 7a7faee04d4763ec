using System;
using System.IO;
using Xunit;

namespace StormDetect.Core.Tests.Files;

/// <summary>What numbers of the system mean.</summary>
public sealed class FileFailureTests
{
    [Theory]
    [InlineData(unchecked((int)0x80070070))]
    [InlineData(unchecked((int)0x80070027))]
    [InlineData(unchecked((int)0x8007050F))]
    [InlineData(28)]
    [InlineData(0)]
    public void No_room_is_no_room_by_disk_and_by_quota(int number)
    {
        number = number != 0 ? number : OperatingSystem.IsMacOS() ? 69 : 122;
        Assert.True(FileFailure.IsDiskFull(new IOException("no", number)));
        Assert.False(FileFailure.IsSharing(new IOException("no", number)));
        Assert.False(FileFailure.IsDiskFull(new InvalidOperationException("no") { HResult = number }));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(unchecked((int)0x80070020))]
    public void Other_failures_are_not(int number)
    {
        Assert.False(FileFailure.IsDiskFull(new IOException("no", number)));
        Assert.False(FileFailure.IsDiskFull(null));
    }

    [Fact]
    public void A_device_without_room_is_told()
    {
        if (OperatingSystem.IsLinux())
        {
            IOException failure = Assert.Throws<IOException>(static () =>
            {
                using FileStream stream = new("/dev/full", FileMode.Open, FileAccess.Write);
                stream.Write("x"u8);
                stream.Flush();
            });
            Assert.True(FileFailure.IsDiskFull(failure));
        }
    }
}
