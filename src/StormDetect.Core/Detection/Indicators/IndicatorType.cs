namespace StormDetect.Core;

/// <summary>What an indicator names, as far as an audit log can carry it.</summary>
public enum IndicatorType
{
    /// <summary>An IPv4 or IPv6 address or network.</summary>
    Address,

    /// <summary>What a client calls itself.</summary>
    UserAgent,

    /// <summary>An application by its id.</summary>
    Application,

    /// <summary>The thumbprint (hash) of a certificate or key.</summary>
    Thumbprint,

    /// <summary>A mail or host domain; subdomains belong to it.</summary>
    Domain,

    /// <summary>An e-mail address or user name.</summary>
    EmailAddress,

    /// <summary>A token issued by Outlook on the web's own call, GetAccessTokenForResource (records of type OWAAuth).</summary>
    TokenRequest,
}
