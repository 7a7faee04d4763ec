using System;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class Crc32Tests
{
    [Fact]
    public void The_standard_check_value_comes_out_however_the_text_is_split()
    {
        ReadOnlySpan<byte> text = "123456789"u8;
        for (int split = 0; split <= text.Length; split++)
        {
            Assert.Equal(0xCBF43926u, Crc32.Append(Crc32.Append(0, text[..split]), text[split..]));
        }
    }
}
