using StormDetect.Core.Detection.Names;
using Xunit;

namespace StormDetect.Core.Tests.Detection.Names;

public sealed class LookAlikeTests
{
    [Theory]
    [InlineData("contoso.com", "contoso.com", "None")]
    [InlineData("fabrikam.com", "contoso.com", "None")]
    [InlineData("contoso.de", "contoso.com", "Namesake")]
    [InlineData("contoso.co.uk", "contoso.mail.onmicrosoft.com", "Namesake")]
    [InlineData("c0ntoso.com", "contoso.com", "LookAlike")]
    [InlineData("contoso-invoices.com", "contoso.com", "LookAlike")]
    [InlineData("cnotoso.com", "contoso.com", "LookAlike")]
    [InlineData("соntоsо.com", "contoso.com", "LookAlike")] // Cyrillic c and o
    [InlineData("xn--ntos-vpca3fb.com", "abcd.com", "None")]
    [InlineData("abd.com", "abc.com", "None")] // too short to say
    public void A_domain_is_compared_with_an_own_one_by_the_name_it_was_registered_by(string domain, string own, string expected) =>
        Assert.Equal(expected, LookAlike.Compare(domain, own).ToString());

    [Theory]
    [InlineData("Microsoft Οffice", true)] // Greek O
    [InlineData("Microsoft Office", false)]
    [InlineData("Microsoft обмен", false)] // Russian for what it says
    [InlineData("Café Área", false)]
    public void Letters_of_another_alphabet_are_a_disguise_only_where_all_reads_as_Latin(string name, bool expected) => Assert.Equal(expected, LookAlike.IsDisguised(name));

    [Fact]
    public void Half_a_character_is_no_error() => Assert.Equal("a\ud800b".Length - 1, LookAlike.Skeleton("a\ud800b").Length);
}
