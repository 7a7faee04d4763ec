using System.Net;
using System.Text;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>The quick way to read an IPv4 address takes nothing that the careful way reads differently.</summary>
public sealed class RecordAddressTests
{
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.1:56806")]
    public void Plain_addresses_are_read_quickly(string text)
    {
        Assert.True(RecordAddress.TryParseIPv4(Encoding.ASCII.GetBytes(text), out uint quick));
        Assert.True(RecordAddress.TryParse(text, out IPAddress careful));
        Assert.Equal(Network.FromAddress(careful), Network.FromIPv4(quick));
        Assert.Equal(IPAddress.Parse(text.Split(':')[0]), new IPAddress([(byte)(quick >> 24), (byte)(quick >> 16), (byte)(quick >> 8), (byte)quick]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.")]
    [InlineData(".192.0.2")]
    [InlineData("192..0.2")]
    [InlineData("192.0.2.1.5")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.0001")]
    [InlineData("192.0.2.010")]
    [InlineData("192.0.2.1:http")]
    [InlineData(" 192.0.2.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("[192.0.2.1]:25")]
    public void Everything_else_is_left_to_the_careful_way(string text) => Assert.False(RecordAddress.TryParseIPv4(Encoding.ASCII.GetBytes(text), out _));
}
