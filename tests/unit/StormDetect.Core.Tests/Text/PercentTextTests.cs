using Xunit;

namespace StormDetect.Core.Tests.Text;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.00001, "under 0.01 %")]
    [InlineData(0.0048, "0.48 %")]
    [InlineData(0.01, "1 %")]
    [InlineData(0.042, "4.2 %")]
    [InlineData(0.611, "61 %")]
    [InlineData(1, "100 %")]
    public void A_share_has_one_form(double share, string text) => Assert.Equal(text, PercentText.Of(share));
}
