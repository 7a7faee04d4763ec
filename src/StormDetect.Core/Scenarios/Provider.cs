namespace StormDetect.Core.Scenarios;

/// <summary>A company with address ranges. Which ranges it has is drawn per tenant, so that no range means anything by itself.</summary>
internal sealed class Provider(ProviderKind kind, uint[] blocks, ushort v6First, int v6Count)
{
    // 64 networks of 256 addresses.
    private const int NetworksPerBlock = 64;

    public ProviderKind Kind { get; } = kind;

    public NetAddress RandomV4(ScenarioRandom random) =>
        NetAddress.V4(random.Pick(blocks) + ((uint)random.Below(NetworksPerBlock) << 8) + (uint)random.Range(1, 254));

    /// <summary>An address with the /56 of a customer and a random interface id.</summary>
    public NetAddress RandomV6(ScenarioRandom random)
    {
        ulong site = (ulong)(ushort)(v6First + random.Below(v6Count));
        return NetAddress.V6(0x2001_0DB8_0000_0000UL | (site << 16) | ((ulong)(uint)random.Below(256) << 8), random.Next());
    }

    /// <summary>An address as data centres number them: low, with small groups.</summary>
    public NetAddress RandomServiceV6(ScenarioRandom random)
    {
        ulong site = (ulong)(ushort)(v6First + random.Below(v6Count));
        ulong low = random.Chance(0.5) ? (uint)random.Range(1, 255) : (0xCAFEUL << 48) | (uint)random.Range(1, 255);
        return NetAddress.V6(0x2001_0DB8_0000_0000UL | (site << 16) | (uint)random.Range(1, 255), low);
    }

    public NetAddress Random(ScenarioRandom random, double v6Share) => random.Chance(v6Share) ? RandomV6(random) : RandomV4(random);
}
