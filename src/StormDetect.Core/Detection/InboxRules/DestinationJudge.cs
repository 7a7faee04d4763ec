using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Tells where mail goes: inside, outside, to a look-alike of an own domain.</summary>
internal sealed partial class DestinationJudge
{
    private static readonly HashSet<string> s_webmail = new(StringComparer.Ordinal)
    {
        "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "aol", "icloud", "gmx", "web.de", "mail.ru", "yandex", "proton.me", "protonmail", "pm.me", "tutanota",
        "tutamail", "tuta.io", "zoho", "zohomail", "mail.com", "qq", "163", "126", "naver", "daum", "seznam", "wp.pl", "o2.pl", "libero", "orange", "laposte", "free.fr", "t-online", "rambler",
        "inbox.lv", "onionmail", "cock.li", "mailinator", "guerrillamail", "fastmail", "hushmail", "rediffmail", "email.com", "usa.com", "consultant.com", "posteo", "mailfence",
    };

    private readonly TenantDomains _domains;
    private readonly bool _isListed;
    private readonly string[] _accepted;
    private readonly Dictionary<string, HashSet<string>> _own = new(StringComparer.Ordinal);

    public DestinationJudge(TenantDomains domains, IReadOnlyList<string> accepted)
    {
        _domains = domains;
        _accepted = [.. accepted.Select(static domain => domain.Trim().TrimStart('@').ToLowerInvariant())];
        _isListed = _accepted.Length > 0;
    }

    /// <summary>Counts a domain that a record of the tenant shows to be its own.</summary>
    public void AddOwn(string tenant, string domain)
    {
        if (!_own.TryGetValue(tenant, out HashSet<string>? domains))
        {
            _own.Add(tenant, domains = new HashSet<string>(StringComparer.Ordinal));
        }

        _ = domains.Add(domain);
    }

    /// <summary>Whether any domain of the tenant is known.</summary>
    public bool Knows(string tenant) => _domains.IsKnown(tenant) || _own.ContainsKey(tenant);

    /// <summary>Judges a destination as a rule names it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="text">An address, <c>smtp:a@b</c>, <c>"Name" [SMTP:a@b]</c>, <c>"Name" [EX:/o=...]</c>, or a name.</param>
    /// <param name="mailboxDomains">Domains of the mailbox itself.</param>
    public MailDestination Judge(string tenant, string text, IReadOnlyList<string> mailboxDomains)
    {
        MatchCollection addresses = Address().Matches(text);
        if (addresses.Count == 0)
        {
            return new MailDestination(text, string.Empty, Directory().IsMatch(text) ? MailDestinationKind.Internal : MailDestinationKind.Unnamed);
        }

        // "boss@own" [SMTP:thief@else]: the display name is whatever its maker wants.
        string address = addresses[^1].Value.ToLowerInvariant();
        string domain = TenantDomains.DomainOf(address);
        if (IsInternal(tenant, domain, mailboxDomains))
        {
            return new MailDestination(text, address, MailDestinationKind.Internal);
        }

        string[] own = [.. Own(tenant).Concat(mailboxDomains).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string resembles = own.FirstOrDefault(known => LookAlike.Resembles(domain, known)) ?? string.Empty;

        // Exchange writes recipients of its own directory as [EX:...]; an [SMTP:...] is one it does not have.
        bool isKnown = own.Length > 0 || _isListed || text.Contains("[SMTP:", StringComparison.OrdinalIgnoreCase);
        return new MailDestination(text, address, isKnown ? MailDestinationKind.External : MailDestinationKind.Undecided, resembles, IsWebmail(domain));
    }

    private static bool IsWebmail(string domain) => s_webmail.Contains(domain) || s_webmail.Contains(domain.Split('.')[0]);

    private bool IsInternal(string tenant, string domain, IReadOnlyList<string> mailboxDomains)
    {
        if (_domains.IsInternal(tenant, "x@" + domain) || mailboxDomains.Contains(domain, StringComparer.Ordinal) || (_own.TryGetValue(tenant, out HashSet<string>? own) && own.Contains(domain)))
        {
            return true;
        }

        foreach (string wide in _accepted.Where(static accepted => accepted.StartsWith("*.", StringComparison.Ordinal)))
        {
            if (IsBelow(domain, wide[2..]))
            {
                return true;
            }
        }

        // Whoever lists the accepted domains has listed all of them; else what lies below an own domain is taken for own.
        if (_isListed)
        {
            return false;
        }

        string[] all = [.. Own(tenant).Concat(mailboxDomains)];
        return all.Any(known => IsBelow(domain, known) || IsSameOrganisation(domain, known)) || IsNameOfTenant(domain, all);
    }

    /// <summary>Where nothing but contoso.onmicrosoft.com is known, contoso.com is more likely the tenant's own than a stranger's.</summary>
    private static bool IsNameOfTenant(string domain, string[] own) =>
        own.Length > 0 && own.All(static known => known.Contains(".onmicrosoft.", StringComparison.Ordinal)) && own.Any(known => domain.StartsWith(known.Split('.')[0] + ".", StringComparison.Ordinal));

    private static bool IsBelow(string domain, string parent) => domain.Length > parent.Length && domain.EndsWith("." + parent, StringComparison.Ordinal);

    /// <summary>contoso.onmicrosoft.com and contoso.mail.onmicrosoft.com are one tenant's.</summary>
    private static bool IsSameOrganisation(string domain, string known) =>
        known.Contains(".onmicrosoft.", StringComparison.Ordinal) && domain.Contains(".onmicrosoft.", StringComparison.Ordinal) && domain.Split('.')[0].Equals(known.Split('.')[0], StringComparison.Ordinal);

    private IEnumerable<string> Own(string tenant) => (_own.TryGetValue(tenant, out HashSet<string>? own) ? own : []).Concat(_domains.Of(tenant))
        .Concat(_accepted.Select(static domain => domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain));

    [GeneratedRegex(@"[^\s<>\[\]"",;:()']{1,128}@[\p{L}\p{N}.-]{1,255}", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\[EX:|/o=|^/cn=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Directory();
}
