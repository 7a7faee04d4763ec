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
    private const int Longest = 2000;

    /// <summary>What can be recognised by its form: an address, an IPv4 or IPv6 address or network. A time has colons too, but neither two in a row nor six.</summary>
    private const string Forms = """
        (?<user>[\p{L}\p{N}_][\p{L}\p{N}._%+'-]*)@(?<domain>[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)
        |(?<network>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w])
        |(?<![\w:.])(?=[0-9a-f:]*::|(?:[0-9a-f]+:){6})[0-9a-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?(?:%\w+)?(?:/\d{1,3})?(?![\w:]))
        """;

    private readonly bool _active;
    private readonly byte[]? _key;
    private readonly Regex? _secret;
    private readonly Dictionary<string, string> _kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Kind, string Value), string> _tokens = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public Redactor(HuntReportOptions options, MailHuntResult result)
    {
        _active = options.Redact;
        if (!_active)
        {
            return;
        }

        _key = string.IsNullOrEmpty(options.RedactionKey) ? null : Encoding.UTF8.GetBytes(options.RedactionKey);
        Know(RedactedValues.Of(result, options));
        _secret = new Regex(Pattern(), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
    }

    /// <summary>The text, so short that nothing cuts it later: half an address would tell as much as a whole one.</summary>
    public string Whole(string text)
    {
        if (!_active || text.Length <= Longest)
        {
            return text;
        }

        int blank = text.LastIndexOf(' ', Longest - 1);
        return string.Concat(text.AsSpan(0, Math.Max(0, blank)), " ...");
    }

    /// <summary>The text with tokens in place of what is not to be told.</summary>
    public string Apply(string text) => _secret is null || text.Length == 0 ? text : _secret.Replace(text, Replace);

    /// <summary>A file's name, or its token.</summary>
    public string File(string path) => _active ? Token("file", path) : path;

    private string Replace(Match match)
    {
        if (match.Groups["user"].Success)
        {
            return $"{Token("user", match.Groups["user"].Value)}@{Token("domain", match.Groups["domain"].Value)}";
        }

        return match.Groups["network"].Success ? Token("network", match.Value)
            : match.Groups["place"].Success ? Token("domain", match.Value)
            : _kinds.TryGetValue(match.Value, out string? kind) ? Token(kind, match.Value) : match.Value;
    }

    private void Know(IEnumerable<(string Kind, string Value)> values)
    {
        foreach ((string kind, string value) in values)
        {
            // As the page shows it: odd characters are spelled out there.
            string shown = PlainText.Safe(Whole(value));
            _ = shown.Length > 1 && _kinds.TryAdd(shown, kind);
        }
    }

    /// <summary>
    /// One expression for everything, so that no token is ever taken for a secret: known values that have a form of their own, then forms, domains, and words looked up among known values.
    /// </summary>
    private string Pattern()
    {
        string[] odd = _kinds.Where(static known => known.Value != "domain" && !Word().IsMatch(known.Key) && !AddressAlone().IsMatch(known.Key)).Select(static known => known.Key).OrderByDescending(static name => name.Length).ToArray();
        string[] domains = _kinds.Where(static known => known.Value == "domain").Select(static known => known.Key).OrderByDescending(static name => name.Length).ToArray();
        StringBuilder pattern = new();
        if (odd.Length > 0)
        {
            _ = pattern.Append(CultureInfo.InvariantCulture, $@"(?<![\p{{L}}\p{{N}}])({string.Join('|', odd.Select(Regex.Escape))})(?![\p{{L}}\p{{N}}])|");
        }

        _ = pattern.Append(Forms.ReplaceLineEndings(string.Empty));
        if (domains.Length > 0)
        {
            _ = pattern.Append(CultureInfo.InvariantCulture, $@"|(?<place>(?<![\p{{L}}\p{{N}}_-])([\p{{L}}\p{{N}}_-]+\.)*({string.Join('|', domains.Select(Regex.Escape))})(?![\p{{L}}\p{{N}}]))");
        }

        return pattern.Append(@"|[\p{L}\p{N}_-]+").ToString();
    }

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

    /// <summary>A word as the last branch of the pattern finds it whole.</summary>
    [GeneratedRegex(@"^[\p{L}\p{N}_-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}._%+'-]*@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex AddressAlone();
}
