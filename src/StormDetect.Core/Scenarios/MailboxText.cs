using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>What records say about a mailbox, as UTF-8 that needs no escaping.</summary>
internal sealed class MailboxText
{
    public MailboxText(Mailbox mailbox)
    {
        Upn = Encoding.ASCII.GetBytes(mailbox.Alias + "@" + mailbox.Domain);
        LowerUpn = Encoding.ASCII.GetBytes(mailbox.Alias.ToLowerInvariant() + "@" + mailbox.Domain);
        NewUpn = Encoding.ASCII.GetBytes((mailbox.NewAlias.Length > 0 ? mailbox.NewAlias : mailbox.Alias) + "@" + mailbox.Domain);
        Guid = Encoding.ASCII.GetBytes(mailbox.Guid.ToString("D"));
        ObjectId = Encoding.ASCII.GetBytes(mailbox.ObjectId.ToString("D"));
        Sid = Encoding.ASCII.GetBytes(mailbox.Sid);
        Puid = Encoding.ASCII.GetBytes(mailbox.Puid);
        Alias = Encoding.ASCII.GetBytes(mailbox.Alias);
        ulong server = ScenarioRandom.Mix(mailbox.Key ^ 0x5E);
        string[] sites = ["AM0P190", "DB8P195", "PR3P189", "VI1P191", "GV1P250", "PAXP193"];
        Server = Encoding.ASCII.GetBytes($"{sites[server % 6]}MB{server % 9000 / 6 % 1500 + 1000:D4}");
        Region = Encoding.ASCII.GetBytes($".EURP{190 + (server % 6):D3}.prod.outlook.example");
    }

    public byte[] Upn { get; }

    public byte[] LowerUpn { get; }

    public byte[] NewUpn { get; }

    public byte[] Guid { get; }

    public byte[] ObjectId { get; }

    public byte[] Sid { get; }

    public byte[] Puid { get; }

    public byte[] Alias { get; }

    public byte[] Server { get; }

    public byte[] Region { get; }
}
