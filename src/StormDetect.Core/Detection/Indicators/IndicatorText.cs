using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Indicators as people write them: types by many names, values made harmless (<c>hxxp</c>, <c>1[.]2[.]3[.]4</c>).</summary>
internal static class IndicatorText
{
    private static readonly Dictionary<string, IndicatorType?> s_types = Types();
    private static readonly IdnMapping s_idn = new();

    /// <summary>What a type name means.</summary>
    /// <param name="name">The name, of MISP, a feed or a person.</param>
    /// <param name="type">The type; null for one that audit logs do not carry.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryType(string name, out IndicatorType? type) => s_types.TryGetValue(Bare(name), out type);

    /// <summary>Takes back what was done to a value so that nobody clicks on it.</summary>
    public static string Refang(string value)
    {
        string text = value.Trim().Trim('"', '\'', '`', '\u201C', '\u201D').Trim();
        if (text.IndexOfAny(['[', '(', '{', '\\']) < 0 && !text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("meow", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        StringBuilder clean = new(text);
        foreach (string dot in (string[])["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "[DOT]", "(DOT)", "\\."])
        {
            clean.Replace(dot, ".");
        }

        foreach (string at in (string[])["[@]", "(@)", "{@}", "[at]", "(at)", "{at}", "[AT]", "(AT)"])
        {
            clean.Replace(at, "@");
        }

        clean.Replace("[:]", ":").Replace("[://]", "://").Replace("[/]", "/");
        text = clean.ToString();
        return text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase) ? "http" + text[4..]
            : text.StartsWith("meow", StringComparison.OrdinalIgnoreCase) ? "http" + text[4..]
            : text;
    }

    /// <summary>The type a value has by its looks; null where it has none.</summary>
    public static IndicatorType? TypeOf(string value) =>
        CidrText.TryNormalise(value, out _) ? IndicatorType.Address
        : Guid.TryParse(value, out _) && value.Contains('-', StringComparison.Ordinal) ? IndicatorType.Application
        : TryThumbprint(value, out _) ? IndicatorType.Thumbprint
        : TryEmail(value, out _) ? IndicatorType.EmailAddress
        : TryDomain(value, out _) ? IndicatorType.Domain
        : value.StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase) || value.StartsWith("Client=", StringComparison.OrdinalIgnoreCase) ? IndicatorType.UserAgent
        : null;

    /// <summary>A value in the one form it is compared in.</summary>
    /// <param name="type">What it should be.</param>
    /// <param name="value">The value, no longer defanged.</param>
    /// <param name="term">The comparison.</param>
    /// <returns>Whether it is such a thing.</returns>
    public static bool TryTerm(IndicatorType type, string value, out IndicatorTerm term)
    {
        string normal = string.Empty;
        bool isOne = type switch
        {
            IndicatorType.Address => CidrText.TryNormalise(WithoutPort(value), out normal) && !normal.EndsWith("/0", StringComparison.Ordinal),
            IndicatorType.Application => TryApplication(value, out normal),
            IndicatorType.Thumbprint => TryThumbprint(value, out normal),
            IndicatorType.Domain => TryDomain(value, out normal),
            IndicatorType.EmailAddress => TryEmail(value, out normal),
            _ => (normal = value.Trim().TrimEnd(';')).Length > 3,
        };
        term = IndicatorTerm.Equal(type, normal);
        return isOne;
    }

    /// <summary>A domain in lower case and ASCII: other alphabets as the mail system writes them.</summary>
    public static bool TryDomain(string value, out string domain)
    {
        domain = value.Trim().TrimEnd('.').TrimStart('@').ToLowerInvariant();
        if (domain.StartsWith("*.", StringComparison.Ordinal))
        {
            domain = domain[2..];
        }

        if (domain.Length is < 4 or > 253 || !domain.Contains('.', StringComparison.Ordinal) || domain.Contains("..", StringComparison.Ordinal) || IPAddress.TryParse(domain, out _))
        {
            return false;
        }

        try
        {
            domain = s_idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return false;
        }

        foreach (char c in domain)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return char.IsAsciiLetterOrDigit(domain[0]);
    }

    public static bool TryEmail(string value, out string address)
    {
        string text = value.Trim().Trim('<', '>');
        text = text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] : text;
        address = text.ToLowerInvariant();
        int at = address.LastIndexOf('@');
        return at > 0 && address.IndexOfAny([' ', '"', '\'', ';', ',', '<', '>']) < 0 && TryDomain(address[(at + 1)..], out _);
    }

    public static bool TryThumbprint(string value, out string thumbprint)
    {
        thumbprint = value.Replace(":", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        if (thumbprint.Length is not (32 or 40 or 64 or 128))
        {
            return false;
        }

        foreach (char c in thumbprint)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a time of an indicator.</summary>
    /// <param name="text">ISO 8601, a bare day, or seconds since 1970.</param>
    /// <param name="isEnd">Whether a bare day means its end.</param>
    public static DateTimeOffset? Time(string? text, bool isEnd)
    {
        string trimmed = (text ?? string.Empty).Trim().Trim('"');
        if (trimmed.Length == 0)
        {
            return null;
        }

        if (UtcTimeText.TryParse(trimmed, isEnd, out DateTimeOffset time))
        {
            return time;
        }

        // MISP writes six digits and +00:00 or seconds since 1970; STIX any number of digits and Z.
        if (DateTimeOffset.TryParseExact(
            trimmed, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
        {
            return isEnd && trimmed.Length == 10 ? time.AddDays(1) : time;
        }

        return long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is > 300_000_000 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static bool TryApplication(string value, out string id)
    {
        bool isGuid = Guid.TryParse(value.Trim(), out Guid guid) && guid != Guid.Empty;
        id = guid.ToString("D");
        return isGuid;
    }

    private static string WithoutPort(string value)
    {
        int bar = value.IndexOf('|', StringComparison.Ordinal);
        string text = bar > 0 ? value[..bar] : value;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon == text.LastIndexOf(':') ? text[..colon] : text;
    }

    private static string Bare(string name)
    {
        StringBuilder bare = new(name.Length);
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                bare.Append(char.ToLowerInvariant(c));
            }
        }

        return bare.ToString();
    }

    private static Dictionary<string, IndicatorType?> Types()
    {
        Dictionary<string, IndicatorType?> types = [];
        void Add(IndicatorType? type, params string[] names)
        {
            foreach (string name in names)
            {
                types[Bare(name)] = type;
            }
        }

        Add(IndicatorType.Address, "ip", "ipv4", "ipv6", "ip address", "ip addresses", "ipv4-addr", "ipv6-addr", "ipv4 address", "ipv6 address", "ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "address",
            "cidr", "network", "netblock", "ip range", "subnet", "source ip", "src ip", "client ip", "ipaddr");
        Add(IndicatorType.Domain, "domain", "domain-name", "domains", "hostname", "host", "fqdn", "mail domain", "email domain", "sender domain");
        Add(IndicatorType.EmailAddress, "email", "e-mail", "email-addr", "email address", "email-src", "email-dst", "email-reply-to", "sender", "sender address", "recipient", "mail address", "upn",
            "user principal name", "account", "target-email", "whois-registrant-email");
        Add(IndicatorType.UserAgent, "user-agent", "useragent", "http-user-agent", "http user agent", "ua", "client info string", "client");
        Add(IndicatorType.Application, "app", "appid", "app id", "application", "application id", "client id", "client app id", "oauth app", "oauth app id", "azure application id", "software", "service principal");
        Add(IndicatorType.Thumbprint, "thumbprint", "certificate", "certificate thumbprint", "cert thumbprint", "x509-fingerprint-sha1", "x509-fingerprint-sha256", "x509-fingerprint-md5", "x509-certificate",
            "sha1", "sha-1", "sha256", "sha-256", "md5", "sha512", "hash", "file hash", "filehash-sha1", "filehash-sha256", "filehash-md5", "fingerprint");
        Add(null, "url", "uri", "link", "filename", "filepath", "file", "mutex", "regkey", "registry key", "yara", "snort", "sigma", "ja3", "ja3-fingerprint-md5", "jarm", "jarm-fingerprint", "ssdeep", "imphash",
            "as", "asn", "cve", "vulnerability", "text", "comment", "other", "port", "mac address", "phone-number", "btc", "pattern-in-file", "pattern-in-traffic", "malware-sample", "attachment", "email-subject",
            "email-body", "email-message-id", "email-header", "email-attachment", "email-mime-boundary", "named pipe", "windows-service-name", "process", "tlsh", "authentihash", "sha224", "sha384", "uri path", "http-method");
        return types;
    }
}
