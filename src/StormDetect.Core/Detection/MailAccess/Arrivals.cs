using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Who came lately: mailboxes that have no past of their own yet, alone or in a wave, and what follows for a day. That everything is new to them says nothing; a network that brings many
/// of them at once is an office.
/// </summary>
internal sealed class Arrivals(PathTraits traits, TenantHistory history)
{
    /// <summary>From how many newcomers on a network is an office of theirs.</summary>
    private const int NewcomersInOffice = 5;

    private readonly Dictionary<int, HashSet<int>> _newcomersAt = [];
    private readonly HashSet<int> _newToday = [];

    /// <summary>Notes what is new today, among it the networks from which newcomers read with the clients of people.</summary>
    public void NoteDay(List<Access> accesses)
    {
        _newcomersAt.Clear();
        _newToday.Clear();
        foreach (Access access in accesses)
        {
            _newToday.Add(access.Mailbox);
            if (access.StrangeNetwork && traits.IsUsers[access.Path] && history.IsNewcomer(access.Mailbox))
            {
                if (!_newcomersAt.TryGetValue(access.Network, out HashSet<int>? newcomers))
                {
                    _newcomersAt.Add(access.Network, newcomers = []);
                }

                newcomers.Add(access.Mailbox);
            }
        }
    }

    /// <summary>Whether a network is an office of newcomers: those who have come together sit together, and who visits them is no stranger.</summary>
    public bool IsOffice(int network) => _newcomersAt.TryGetValue(network, out HashSet<int>? newcomers) && newcomers.Count >= NewcomersInOffice;

    /// <summary>Whether the mailbox, or who opens it, has come lately: who has which rights there was settled where they come from.</summary>
    public bool IsNew(Access access) =>
        history.IsArrival(access.Mailbox) || history.IsArrivedUser(access.NewDelegate, _newToday);
}
