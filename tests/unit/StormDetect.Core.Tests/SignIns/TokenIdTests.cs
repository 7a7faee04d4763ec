using System;
using System.Text;
using StormDetect.Core.SignIns;
using Xunit;

namespace StormDetect.Core.Tests.SignIns;

public sealed class TokenIdTests
{
    [Fact]
    public void A_published_token_id_is_its_sign_ins_id() =>
        Assert.Equal(new Guid("445945de-2d4f-4816-a71e-d3c0eff10500"), TokenId.Decode("3kVZRE8tFkinHtPA7_EFAA"));

    [Fact]
    public void A_second_one_is_the_guid_of_its_bytes()
    {
        Guid id = Assert.NotNull(TokenId.Decode("JYpgIpsdtUSw8suU8GstAA"));
        Assert.Equal("JYpgIpsdtUSw8suU8GstAA", TokenId.Encode(id));
        Assert.StartsWith("22608a25-1d9b-44b5-", id.ToString("D"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_form_is_the_base64_of_the_guids_text()
    {
        string old = Convert.ToBase64String(Encoding.ASCII.GetBytes("445945de-2d4f-4816-a71e-d3c0eff10500"));
        Assert.Equal(48, old.Length);
        Assert.Equal(TokenId.Decode("3kVZRE8tFkinHtPA7_EFAA"), TokenId.Decode(old));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("0000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("not a token id at all")]
    [InlineData("3kVZRE8tFkinHtPA7_EF*A")]
    public void Placeholders_and_other_texts_are_none(string text) => Assert.Null(TokenId.Decode(text));
}
