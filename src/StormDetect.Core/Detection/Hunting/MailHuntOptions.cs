using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a hunt for everything around mail is asked.</summary>
public sealed record MailHuntOptions
{
    /// <summary>The hunts to run, by the names of <see cref="MailHunt.HuntNames"/>; empty for all.</summary>
    public IReadOnlyList<string> Hunts { get; init; } = [];

    /// <summary>The window, the severity and the sensitivity asked for, and what only the hunt for mail access out of the ordinary needs.</summary>
    public MailAccessHuntOptions Access { get; init; } = new();

    /// <summary>
    /// Mail domains of the tenant. Mail that leaves them leaves the tenant; domains of mailboxes that the log shows count as well. In a log of several tenants a domain counts for the tenant whose
    /// mailboxes show it, one that no mailbox shows for every tenant with another listed domain, and tenants without any are judged as if none were named.
    /// </summary>
    public IReadOnlyList<string> AcceptedDomains { get; init; } = [];

    /// <summary>OrganizationId of the tenant that <see cref="AcceptedDomains"/> are of, where that is known: they count for no other. Empty for those of the log.</summary>
    public string AcceptedDomainsOf { get; init; } = string.Empty;

    /// <summary>Indicators to look for, such as <see cref="IndicatorReader.Read(IEnumerable{string}, System.Threading.CancellationToken)"/> gives them.</summary>
    public IReadOnlyList<ThreatIndicator> Indicators { get; init; } = [];

    /// <summary>Whether the indicators that come with StormDetect (<see cref="IndicatorReader.BuiltIn"/>) are looked for as well.</summary>
    public bool BuiltInIndicators { get; init; } = true;

    /// <summary>
    /// Files and folders with sign-ins of Entra, in any form: what the portal downloads, pages of Graph, tables of Sentinel and Defender. UserLoggedIn of the audit log counts as well.
    /// </summary>
    public IReadOnlyList<string> SignInPaths { get; init; } = [];

    /// <summary>Words that inbox rules are judged by, beside the built-in ones (<see cref="RuleWordFile"/>).</summary>
    public IReadOnlyList<RuleWord> RuleWords { get; init; } = [];
}
