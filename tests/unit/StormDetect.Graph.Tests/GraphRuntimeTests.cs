using System.Linq;
using Xunit;

namespace StormDetect.Graph.Tests;

public sealed class GraphRuntimeTests
{
    [Fact]
    public void The_packages_fit_together() =>
        Assert.Contains("Microsoft.Graph", GraphRuntime.Describe().Select(static component => component.Name));
}
