using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Reports;

/// <summary>
/// Replaces what names people and places by tokens: the same value gets the same token wherever it stands, also inside sentences. Application ids stay: they name software, and a
/// reader needs them.
/// </summary>
internal sealed partial class Redactor
{
    private readonly bool _active;
    private readonly byte[]? _key;
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Kind, string Value), string> _tokens = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _domains = new(StringComparer.OrdinalIgnoreCase);

    public Redactor(HuntReportOptions options, MailHuntResult result)
    {
        _active = options.Redact;
        if (!_active)
        {
            return;
        }

        _key = string.IsNullOrEmpty(options.RedactionKey) ? null : Encoding.UTF8.GetBytes(options.RedactionKey);
        foreach (Finding finding in result.Findings)
        {
            _ids.UnionWith(finding.SessionIds);
            _ids.UnionWith(finding.RecordIds);
            _ = _ids.Add(finding.TenantId);
            foreach (string name in finding.Mailboxes.Concat(finding.UserIds))
            {
                string domain = TenantDomains.DomainOf(name);
                _ = domain.Length > 0 && _domains.Add(domain);
            }
        }
    }

    /// <summary>The text with tokens in place of what is not to be told.</summary>
    public string Apply(string text)
    {
        if (!_active || text.Length == 0)
        {
            return text;
        }

        text = Address().Replace(text, match => $"{Token("user", match.Groups[1].Value)}@{Token("domain", match.Groups[2].Value)}");
        text = IPv4().Replace(text, match => Token("network", match.Value));
        text = IPv6().Replace(text, match => Token("network", match.Value));
        text = Identifier().Replace(text, match => _ids.Contains(match.Value) ? Token("id", match.Value) : match.Value);
        foreach (string domain in _domains)
        {
            text = text.Replace(domain, Token("domain", domain), StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>A file's name, or its token.</summary>
    public string File(string path) => _active ? Token("file", path) : path;

    private string Token(string kind, string value)
    {
        (string, string) key = (kind, value.ToLowerInvariant());
        if (!_tokens.TryGetValue(key, out string? token))
        {
            int number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            string name = _key is null
                ? number.ToString(CultureInfo.InvariantCulture)
                : Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{key.Item2}")), 0, 5).ToLowerInvariant();
            _tokens.Add(key, token = $"{kind}-{name}");
        }

        return token;
    }

    [GeneratedRegex(@"([\p{L}\p{N}._%+'-]+)@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?\b", RegexOptions.CultureInvariant)]
    private static partial Regex IPv4();

    [GeneratedRegex(@"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?:[0-9a-f]{1,4}|:)?(?::[0-9a-f]{1,4})*(?:/\d{1,3})?(?![\w:])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex IPv6();

    [GeneratedRegex(@"[0-9A-Za-z_-]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
