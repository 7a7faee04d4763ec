using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Exposures;

/// <summary>Counts, of the mail access that is meant, which messages it names; and of the mailboxes concerned, when Exchange stopped recording.</summary>
internal sealed class ExposureCollector : IAuditCollector
{
    private readonly PatternMatcher[] _patterns;
    private readonly HashSet<string> _messages;
    private readonly ExposureGrouping _grouping;

    public ExposureCollector(MailExposureOptions options)
        : this(options.Patterns.Select(static pattern => new PatternMatcher(pattern)).ToArray(), new HashSet<string>(options.InternetMessageIds.Select(Bare), StringComparer.OrdinalIgnoreCase), options.Grouping)
    {
    }

    private ExposureCollector(PatternMatcher[] patterns, HashSet<string> messages, ExposureGrouping grouping)
    {
        _patterns = patterns;
        _messages = messages;
        _grouping = grouping;
    }

    /// <summary>By tenant, mailbox and folder.</summary>
    public Dictionary<(string Tenant, string Mailbox, string Folder), FolderTally> Tallies { get; } = [];

    /// <summary>Mailboxes that Exchange throttled, and per day the item reads recorded: near the limit the record stops.</summary>
    public Dictionary<(string Tenant, string Mailbox, int Day), (int Binds, bool Throttled)> Days { get; } = [];

    public bool Wants(string operation) => operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase);

    public void Collect(RecordView view)
    {
        string guid = ContextFields.Real(view.Get(AuditField.MailboxGuid)).Text().Trim().ToLowerInvariant();
        string address = view.Get(AuditField.MailboxOwnerUPN).Text().Trim().ToLowerInvariant();
        string user = view.UserId.Text().Trim();
        address = address.Length == 0 && guid.Length == 0 ? user.ToLowerInvariant() : address;
        if (_patterns.Length > 0 && !Array.Exists(_patterns, pattern => pattern.IsMailbox(address, guid)))
        {
            return;
        }

        ContextFields context = ContextFields.Read(view);
        string clientAppId = context.ClientAppId.Text().Trim().ToLowerInvariant();
        string session = context.SessionId.Text();
        MailAccessFields fields = MailAccessFields.Read(view);
        ClientInfo client = ClientInfo.Parse(view.ClientInfo.Text());
        ReadAccess access = new(
            view.Ticks,
            view.Get(AuditField.OrganizationId).Text().Trim().ToLowerInvariant(),
            address,
            guid,
            user,
            session,
            ContextFields.Real(view.Get(AuditField.AppId)).Text().Trim().ToLowerInvariant(),
            clientAppId.Length > 0 ? clientAppId : client.AppId,
            client.Family,
            view.Address.Text());
        bool isSync = fields.AccessType == MailActivity.Sync;
        NoteDay(access, isSync, fields.IsThrottled == true);
        if (_patterns.Length == 0 || Array.Exists(_patterns, pattern => pattern.IsMatch(access)))
        {
            Count(view, access, isSync, fields.Items);
        }
    }

    public IAuditCollector Fork() => new ExposureCollector(_patterns, _messages, _grouping);

    public void Merge(IAuditCollector other)
    {
        ExposureCollector from = (ExposureCollector)other;
        foreach (((string, string, string) key, FolderTally tally) in from.Tallies)
        {
            if (!Tallies.TryAdd(key, tally))
            {
                Tallies[key].Merge(tally);
            }
        }

        foreach (((string, string, int) key, (int binds, bool throttled)) in from.Days)
        {
            (int Binds, bool Throttled) known = Days.GetValueOrDefault(key);
            Days[key] = (known.Binds + binds, known.Throttled || throttled);
        }
    }

    /// <summary>A message id as it is compared: without the brackets that some tools leave out.</summary>
    public static string Bare(string id) => id.Trim().TrimStart('<').TrimEnd('>');

    private void NoteDay(in ReadAccess access, bool isSync, bool throttled)
    {
        (string, string, int) day = (access.TenantId, access.Name, (int)(access.Ticks / TimeSpan.TicksPerDay));
        (int Binds, bool Throttled) known = Days.GetValueOrDefault(day);
        Days[day] = (known.Binds + (isSync ? 0 : 1), known.Throttled || throttled);
    }

    private void Count(RecordView view, in ReadAccess access, bool isSync, int items)
    {
        List<ReadFolder> folders = ReadFolder.Read(view);
        int named = folders.Sum(static folder => folder.Items.Count);
        long unnamed = isSync ? 0 : Math.Max(0, Math.Max(items, 1) - named);
        string network = RecordAddress.NetworkOf(access.Address).ToString();
        string id = view.Id.Text();
        if (folders.Count == 0)
        {
            folders.Add(new ReadFolder());
        }

        if (_grouping == ExposureGrouping.Mailbox)
        {
            // A record is one record of the mailbox, in however many folders.
            Count(folders[0], folders.SelectMany(static folder => folder.Items).ToArray(), access, network, id, isSync, unnamed);
            return;
        }

        for (int i = 0; i < folders.Count; i++)
        {
            // Reads that no folder of the record names are counted once, with the first.
            Count(folders[i], folders[i].Items, access, network, id, isSync, i == 0 ? unnamed : 0);
        }
    }

    private void Count(ReadFolder folder, IReadOnlyList<ReadItem> items, in ReadAccess access, string network, string recordId, bool isSync, long unnamed)
    {
        if (_messages.Count > 0 && !isSync)
        {
            // Who read these messages: what else the record names is not asked for.
            items = items.Where(item => _messages.Contains(Bare(item.InternetMessageId))).ToArray();
            unnamed = 0;
            if (items.Count == 0)
            {
                return;
            }
        }

        bool byMessage = _grouping == ExposureGrouping.Message;
        (string, string, string) key = (access.TenantId, access.Name, _grouping == ExposureGrouping.Mailbox ? string.Empty : folder.Path);
        if (!Tallies.TryGetValue(key, out FolderTally? tally))
        {
            Tallies.Add(key, tally = new FolderTally());
        }

        tally.Add(access, network, recordId, isSync ? folder.Path : null, items, unnamed, byMessage);
    }
}
