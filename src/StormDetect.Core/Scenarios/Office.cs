namespace StormDetect.Core.Scenarios;

/// <summary>A site of the tenant: a clock and an internet exit.</summary>
internal sealed class Office(int zoneOffset, uint network, uint vpnNetwork, bool hasV6, ulong v6Site)
{
    public int ZoneOffset { get; } = zoneOffset;

    /// <summary>From this day on the site uses another exit.</summary>
    public int MovedFrom { get; set; } = int.MaxValue;

    public uint MovedNetwork { get; set; }

    public NetAddress Exit(ScenarioRandom random, int day)
    {
        if (hasV6 && random.Chance(0.2))
        {
            return NetAddress.V6(v6Site | (uint)random.Below(16), random.Next());
        }

        return NetAddress.V4((day >= MovedFrom ? MovedNetwork : network) + (uint)random.Range(1, 5));
    }

    public NetAddress Vpn(ScenarioRandom random) => NetAddress.V4(vpnNetwork + (uint)random.Range(10, 17));
}
