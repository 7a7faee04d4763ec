using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>A mailbox and, unless it is shared, the person behind it.</summary>
internal sealed class Mailbox
{
    private MailboxText? _text;

    /// <summary>The same as bytes, ready for records.</summary>
    public MailboxText Text => _text ??= new MailboxText(this);

    public required int Index { get; init; }

    /// <summary>The part before the @.</summary>
    public required string Alias { get; init; }

    public required string Domain { get; init; }

    public required string DisplayName { get; init; }

    public required Guid Guid { get; init; }

    public required Guid ObjectId { get; init; }

    public required string Sid { get; init; }

    public required string Puid { get; init; }

    /// <summary>Seed of folder and message ids.</summary>
    public required ulong Key { get; init; }

    public required int Locale { get; init; }

    public required int Folders { get; init; }

    /// <summary>Messages received on an ordinary day.</summary>
    public required double MessagesPerDay { get; init; }

    public bool IsShared { get; init; }

    /// <summary>Whether some clients log the user's name in another case.</summary>
    public bool NameCaseVaries { get; init; }

    /// <summary>First day of the mailbox; before the scenario for most.</summary>
    public int FirstDay { get; set; } = int.MinValue;

    /// <summary>The day after its last.</summary>
    public int EndDay { get; set; } = int.MaxValue;

    /// <summary>From this day on the mailbox has another address (a renamed user).</summary>
    public int RenamedFrom { get; set; } = int.MaxValue;

    public string NewAlias { get; set; } = string.Empty;

    /// <summary>While Exchange throttles it, Binds are not logged: [from, to) in scenario seconds.</summary>
    public int ThrottledFrom { get; set; } = int.MaxValue;

    public int ThrottledTo { get; set; } = int.MinValue;

    public Person? Person { get; set; }

    /// <summary>The people with rights on it.</summary>
    public List<Mailbox> Delegates { get; } = [];

    public bool ActiveOn(int day) => day >= FirstDay && day < EndDay;

    public bool IsSilenced(int time) => time >= ThrottledFrom && time < ThrottledTo;

    public string AddressOn(int day) => (day >= RenamedFrom ? NewAlias : Alias) + "@" + Domain;

    public override string ToString() => Alias + "@" + Domain;
}
