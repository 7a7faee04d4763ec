using System;
using System.Text;
using Xunit;

namespace StormDetect.Core.Tests.Text;

/// <summary>GUIDs are read exactly where the framework reads the same form.</summary>
public sealed class GuidTextTests
{
    [Theory]
    [InlineData("0873ee4d-d342-44f2-8961-74c442a2fad2")]
    [InlineData("0873EE4D-D342-44F2-8961-74C442A2FAD2")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-FFFF-ffffffffffff")]
    public void What_audit_logs_write_is_read(string text)
    {
        Assert.True(GuidText.TryParse(Encoding.ASCII.GetBytes(text), out Guid guid));
        Assert.Equal(Guid.Parse(text), guid);
    }

    [Fact]
    public void Random_ones_are_read_as_the_framework_reads_them()
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            Guid expected = new(bytes);
            Assert.True(GuidText.TryParse(Encoding.ASCII.GetBytes(expected.ToString()), out Guid guid));
            Assert.Equal(expected, guid);
        }
    }

    [Fact]
    public void One_wrong_character_anywhere_is_refused()
    {
        byte[] good = Encoding.ASCII.GetBytes("0873ee4d-d342-44f2-8961-74c442a2fad2");
        for (int at = 0; at < good.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] text = (byte[])good.Clone();
                text[at] = (byte)value;
                bool dash = at is 8 or 13 or 18 or 23;
                bool expected = dash ? value == '-' : char.IsAsciiHexDigit((char)value);
                Assert.Equal(expected, GuidText.TryParse(text, out _));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0873ee4dd34244f2896174c442a2fad2")]
    [InlineData("{0873ee4d-d342-44f2-8961-74c442a2fad2}")]
    [InlineData("0873ee4d-d342-44f2-8961-74c442a2fad2 ")]
    public void Other_forms_are_left_to_others(string text) => Assert.False(GuidText.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
