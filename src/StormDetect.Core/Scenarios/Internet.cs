using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// The synthetic internet of one scenario. The reserved ranges 100.64.0.0/10 and 198.18.0.0/15 are cut into blocks and dealt out at random, the
/// three documentation networks go to offices, and 2001:db8::/32 gives the IPv6 sites.
/// </summary>
internal sealed class Internet
{
    private const uint BlockSize = 64 * 256;
    private readonly Queue<uint> _blocks;
    private readonly Queue<int> _slots;
    private readonly List<Provider> _providers = [];
    private readonly Queue<uint> _offices;

    public Internet(ScenarioRandom random)
    {
        List<uint> blocks = [];
        for (uint i = 0; i < 256; i++)
        {
            blocks.Add(0x6440_0000 + (i * BlockSize));
        }

        for (uint i = 0; i < 8; i++)
        {
            blocks.Add(0xC612_0000 + (i * BlockSize));
        }

        uint[] shuffled = [.. blocks];
        random.Shuffle(shuffled);
        _blocks = new Queue<uint>(shuffled);
        int[] slots = [.. Enumerable.Range(0, 192)];
        random.Shuffle(slots);
        _slots = new Queue<int>(slots);
        uint[] offices = [0xC000_0200, 0xC633_6400, 0xCB00_7100];
        random.Shuffle(offices);
        _offices = new Queue<uint>(offices);

        Add(ProviderKind.Residential, random.Range(4, 7), 12, 6);
        Add(ProviderKind.Mobile, random.Range(2, 4), 7, 6);
        Add(ProviderKind.Hosting, random.Range(8, 14), 3, 2);
        Add(ProviderKind.Venue, random.Range(4, 8), 3, 1);

        // Sites 0xC000 to 0xFFFF: the front ends have many, which is what makes their addresses look new every time.
        Service = new Provider(ProviderKind.Service, [_blocks.Dequeue(), _blocks.Dequeue(), _blocks.Dequeue()], 0xC000, 0x4000);
    }

    public Provider Service { get; }

    public Provider Pick(ProviderKind kind, ScenarioRandom random)
    {
        Provider[] all = [.. _providers.Where(provider => provider.Kind == kind)];
        return random.Pick(all);
    }

    /// <summary>A /24 for an office: a documentation network while there are any, else one from a provider of servers.</summary>
    public uint Office(ScenarioRandom random) =>
        _offices.Count > 0 ? _offices.Dequeue() : (uint)Pick(ProviderKind.Hosting, random).RandomV4(random).Low & 0xFFFF_FF00;

    private void Add(ProviderKind kind, int count, int blocks, int slots)
    {
        for (int i = 0; i < count; i++)
        {
            uint[] own = new uint[blocks];
            for (int block = 0; block < blocks; block++)
            {
                own[block] = _blocks.Dequeue();
            }

            // Neighbouring slots need not follow each other; the first one is enough, widened over what would be its neighbours' share.
            int first = _slots.Dequeue();
            _providers.Add(new Provider(kind, own, (ushort)(first * 256), 32 * slots));
        }
    }
}
