using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using StormDetect.Core.Detection.Names;

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

    private readonly MailDomains _domains;

    public DestinationJudge(MailDomains domains) => _domains = domains;

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
        bool? isInternal = _domains.IsInternal(tenant, domain, mailboxDomains);
        if (isInternal == true)
        {
            return new MailDestination(text, address, MailDestinationKind.Internal);
        }

        // Exchange writes recipients of its own directory as [EX:...]; an [SMTP:...] is one it does not have.
        bool isKnown = isInternal == false || text.Contains("[SMTP:", StringComparison.OrdinalIgnoreCase);
        return new MailDestination(
            text, address, isKnown ? MailDestinationKind.External : MailDestinationKind.Undecided, _domains.Resembling(tenant, domain, mailboxDomains).Own, IsWebmail(domain));
    }

    private static bool IsWebmail(string domain) => s_webmail.Contains(domain) || s_webmail.Contains(domain.Split('.')[0]);

    [GeneratedRegex(@"[^\s<>\[\]"",;:()']{1,128}@[\p{L}\p{N}.-]{1,255}", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\[EX:|/o=|^/cn=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Directory();
}
