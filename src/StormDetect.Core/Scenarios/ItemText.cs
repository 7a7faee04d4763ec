namespace StormDetect.Core.Scenarios;

/// <summary>Ids and sizes of folders and messages: functions of mailbox and message number, so that two reads of one message name the same message.</summary>
internal static class ItemText
{
    /// <summary>The number of the latest message at a time.</summary>
    public static int Latest(Mailbox mailbox, int time) => 100_000 + (int)(mailbox.MessagesPerDay * (time / 86_400.0));

    public static void FolderId(JsonLine line, Mailbox mailbox, int folder)
    {
        line.Text("LgAAAA"u8);
        line.Base64(mailbox.Key, 24);
        line.Text("AQ"u8);
        line.Base64(mailbox.Key ^ 0x77, 22);
        line.Text("AAAAAAE"u8);
        line.Base64((ulong)folder + 900, 1);
        line.Byte((byte)('A' + (folder % 26)));
        line.Text("AAAB"u8);
    }

    public static void ItemId(JsonLine line, Mailbox mailbox, int folder, int number)
    {
        line.Text("RgAAAA"u8);
        line.Base64(mailbox.Key, 24);
        line.Text("Bw"u8);
        line.Base64(mailbox.Key ^ 0x77, 22);
        line.Text("AAAAAAE"u8);
        line.Base64((ulong)folder + 900, 1);
        line.Byte((byte)('A' + (folder % 26)));
        line.Text("AA"u8);
        line.Base64(mailbox.Key ^ 0x77, 22);
        line.Text("AA"u8);
        line.Base64(Seed(mailbox, number), 6);
        line.Text("AAAJ"u8);
    }

    public static void ImmutableId(JsonLine line, Mailbox mailbox, int number)
    {
        line.Text("LgAAAA"u8);
        line.Base64(mailbox.Key ^ 0x99, 24);
        line.Text("DQ"u8);
        line.Base64(mailbox.Key ^ 0x77, 22);
        line.Text("AA"u8);
        line.Base64(Seed(mailbox, number), 6);
        line.Text("AAAJ"u8);
    }

    public static void MessageId(JsonLine line, Mailbox mailbox, int number)
    {
        ulong seed = Seed(mailbox, number);
        line.Byte((byte)'<');
        if (seed % 5 < 3)
        {
            line.Text(mailbox.Text.Server);
            line.Hex(seed, 26);
            line.Byte((byte)'@');
            line.Text(mailbox.Text.Server);
            line.Text(mailbox.Text.Region);
        }
        else
        {
            line.Guid(ScenarioIds.ToGuid(seed, ScenarioRandom.Mix(seed)));
            line.Text("@mx"u8);
            line.Number((long)(seed >> 40) % 400);
            line.Text(".partner.example"u8);
        }

        line.Byte((byte)'>');
    }

    public static int Size(Mailbox mailbox, int number)
    {
        ulong seed = ScenarioRandom.Mix(Seed(mailbox, number));
        return (int)(2_000 + (seed % 60_000) + (seed % 11 == 0 ? (seed >> 20) % 4_000_000 : 0));
    }

    public static void SubjectText(JsonLine line, Mailbox mailbox, int number)
    {
        ulong seed = ScenarioRandom.Mix(Seed(mailbox, number) ^ 3);
        if (seed % 3 == 0)
        {
            line.Text("RE: "u8);
        }

        line.Text(Word(seed >> 8));
        line.Byte((byte)' ');
        line.Text(Word(seed >> 16));
        line.Byte((byte)' ');
        line.Number((long)(seed >> 32) % 900);
    }

    private static System.ReadOnlySpan<byte> Word(ulong seed) => (seed % 12) switch
    {
        0 => "Budget"u8,
        1 => "Agenda"u8,
        2 => "Offer"u8,
        3 => "Minutes"u8,
        4 => "Schedule"u8,
        5 => "Order"u8,
        6 => "Question"u8,
        7 => "Review"u8,
        8 => "Draft"u8,
        9 => "Contract"u8,
        10 => "R\\u00e9union"u8,
        _ => "Status"u8,
    };

    private static ulong Seed(Mailbox mailbox, int number) => ScenarioRandom.Mix(mailbox.Key + ((ulong)(uint)number << 20));
}
