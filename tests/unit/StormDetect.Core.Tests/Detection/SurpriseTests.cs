using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public class SurpriseTests
{
    [Theory]
    [InlineData(0, 0, 0.25, 4, 0.25)]
    [InlineData(0, 96, 0.25, 4, 0.01)]
    [InlineData(50, 96, 0.25, 4, 0.51)]
    public void A_rate_moves_from_the_prior_to_what_was_seen(double events, double trials, double prior, double strength, double expected) =>
        Assert.Equal(expected, Surprise.Rate(events, trials, prior, strength), 6);

    [Fact]
    public void The_tail_is_heavier_than_normal_and_monotone()
    {
        double[] bits = Enumerable.Range(0, 20).Select(z => Surprise.TailBits(z, 0, 1)).ToArray();

        Assert.Equal(bits.Order(), bits);
        Assert.InRange(bits[3], 5.2, 6.2);
        Assert.InRange(bits[10], 10, 13);
        Assert.Equal(0, Surprise.TailBits(-1, 0, 1));
    }

    [Fact]
    public void Names_are_quoted_so_that_PowerShell_sees_one_string()
    {
        Assert.Equal("'a''b'", PowerShellText.Quote("a'b"));
        Assert.Equal("'a\u2019\u2019b'", PowerShellText.Quote("a\u2019b"));
        Assert.Equal("'ab$(x)`'", PowerShellText.Quote("a\r\nb$(x)`"));
        Assert.Equal(258, PowerShellText.Quote(new string('x', 1000)).Length);
    }
}
