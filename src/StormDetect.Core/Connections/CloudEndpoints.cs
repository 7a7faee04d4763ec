using System;

namespace StormDetect.Core;

/// <summary>The addresses of a Microsoft 365 cloud.</summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "National cloud deployments"; Office 365 Management Activity API reference. An Exchange session is the user's own: Connect-ExchangeOnline knows where it goes.
/// </remarks>
public sealed record CloudEndpoints
{
    /// <summary>The cloud.</summary>
    public required CloudEnvironment Environment { get; init; }

    /// <summary>Microsoft Graph, without version.</summary>
    public required Uri Graph { get; init; }

    /// <summary>Where tokens are issued.</summary>
    public required Uri Login { get; init; }

    /// <summary>The Management Activity API; null where the cloud has none, or none that is documented.</summary>
    public Uri? ManagementActivity { get; init; }

    /// <summary>Whether Microsoft Graph offers audit log queries here: in the worldwide cloud only.</summary>
    public bool HasAuditQueries { get; init; }

    /// <summary>The addresses of a cloud.</summary>
    /// <param name="environment">Any but <see cref="CloudEnvironment.Custom"/>.</param>
    /// <returns>Its addresses.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The addresses of a custom cloud are not known here.</exception>
    public static CloudEndpoints Of(CloudEnvironment environment) => environment switch
    {
        CloudEnvironment.Global => new CloudEndpoints
        {
            Environment = environment,
            Graph = new Uri("https://graph.microsoft.com"),
            Login = new Uri("https://login.microsoftonline.com"),
            ManagementActivity = new Uri("https://manage.office.com"),
            HasAuditQueries = true,
        },
        CloudEnvironment.Gcc => Of(CloudEnvironment.Global) with
        {
            Environment = environment,
            ManagementActivity = new Uri("https://manage-gcc.office.com"),
        },
        CloudEnvironment.GccHigh => new CloudEndpoints
        {
            Environment = environment,
            Graph = new Uri("https://graph.microsoft.us"),
            Login = new Uri("https://login.microsoftonline.us"),
            ManagementActivity = new Uri("https://manage.office365.us"),
        },
        CloudEnvironment.DoD => new CloudEndpoints
        {
            Environment = environment,
            Graph = new Uri("https://dod-graph.microsoft.us"),
            Login = new Uri("https://login.microsoftonline.us"),
            ManagementActivity = new Uri("https://manage.protection.apps.mil"),
        },
        CloudEnvironment.China => new CloudEndpoints
        {
            Environment = environment,
            Graph = new Uri("https://microsoftgraph.chinacloudapi.cn"),
            Login = new Uri("https://login.chinacloudapi.cn"),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "A custom cloud's addresses have to be given."),
    };

    /// <summary>A cloud that is not known here, by its addresses.</summary>
    /// <param name="graph">Microsoft Graph, without version.</param>
    /// <param name="login">Where tokens are issued; null where the way to sign in needs none (<see cref="ConnectionRequest.NeedsLogin"/>).</param>
    /// <param name="managementActivity">The Management Activity API; null for none.</param>
    /// <returns>The addresses.</returns>
    public static CloudEndpoints Custom(Uri graph, Uri? login, Uri? managementActivity) => new()
    {
        Environment = CloudEnvironment.Custom,
        Graph = graph,
        Login = login ?? Of(CloudEnvironment.Global).Login,
        ManagementActivity = managementActivity,

        // Nobody but the service knows; it says so when it is asked.
        HasAuditQueries = true,
    };
}
