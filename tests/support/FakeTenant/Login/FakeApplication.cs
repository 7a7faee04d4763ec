using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace StormDetect.FakeTenant;

/// <summary>An application registered in the tenant.</summary>
public sealed class FakeApplication
{
    /// <summary>Its id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "StormDetect";

    /// <summary>Its secrets.</summary>
    public HashSet<string> Secrets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Its certificates, with or without keys.</summary>
    public List<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>Subjects of federated tokens (workload identity) it trusts.</summary>
    public HashSet<string> FederatedSubjects { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether people can sign in to it without a secret.</summary>
    public bool IsPublicClient { get; init; } = true;

    /// <summary>Its application permissions, or what its users consent to. Can be changed at any time; tokens that were issued keep what they carry.</summary>
    public HashSet<string> Permissions { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
