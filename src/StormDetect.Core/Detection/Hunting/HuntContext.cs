using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection;

/// <summary>What a hunt may know when it judges.</summary>
internal sealed record HuntContext
{
    /// <summary>What was asked.</summary>
    public required MailHuntOptions Options { get; init; }

    /// <summary>
    /// Tenants, mailboxes and how busy they were; with <see cref="HasAccessFacts"/> also who read what.
    /// </summary>
    public required MailAccessFacts Facts { get; init; }

    /// <summary>Whether mail access was counted, or only how busy tenants and mailboxes were.</summary>
    public required bool HasAccessFacts { get; init; }

    /// <summary>What was read.</summary>
    public required ReadReport Report { get; init; }

    /// <summary>The tenants' own mail domains.</summary>
    public required TenantDomains Domains { get; init; }

    /// <summary>A tenant whose sign-ins are read; null where they are not asked for.</summary>
    public ITenantReader? SignIns { get; init; }

    /// <summary>The present time as far as the hunt knows it: the options' or that of the latest record (UTC).</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// What the hunts judged before this one found, in the order of <see cref="HuntCatalogue"/>: findings of Medium and above, because what is itself an everyday oddity is no evidence for
    /// anything else. A hunt that raises others (<see cref="IHunt.RaisesOthers"/>) is also shown the Low ones it may raise.
    /// </summary>
    public required IReadOnlyList<Finding> Earlier { get; init; }
}
