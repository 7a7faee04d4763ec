using System.Collections.Generic;

namespace StormDetect.FakeTenant;

/// <summary>An inbox rule, by the names of New-InboxRule's parameters.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">What it was made with.</param>
internal sealed record MailboxRule(string Id, string Name, Dictionary<string, string> Values)
{
    public bool IsEnabled { get; set; } = true;
}
