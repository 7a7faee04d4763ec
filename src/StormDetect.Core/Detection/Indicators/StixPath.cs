using System;
using System.Globalization;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Which object paths of STIX stand for something an audit record says.</summary>
internal static class StixPath
{
    /// <summary>What a comparison means.</summary>
    /// <param name="path">The object path, such as <c>network-traffic:src_ref.value</c>.</param>
    /// <param name="operation"><c>=</c>, <c>ISSUBSET</c>, <c>LIKE</c> or <c>MATCHES</c>.</param>
    /// <param name="value">The constant.</param>
    /// <param name="term">The comparison, for <see cref="StixMeaning.Term"/>.</param>
    /// <exception cref="FormatException">The path is known and the comparison makes no sense for it.</exception>
    public static StixMeaning Read(string path, string operation, string value, out IndicatorTerm? term)
    {
        term = null;
        string text = IndicatorText.Refang(value);
        string low = path.ToLowerInvariant();
        if (IsPort(low))
        {
            return StixMeaning.Assumed;
        }

        IndicatorType? type = TypeOf(low, text);
        if (type is null)
        {
            return StixMeaning.Foreign;
        }

        term = operation switch
        {
            "=" or "ISSUBSET" => IndicatorText.TryTerm(type.Value, text, out IndicatorTerm equal) && (operation == "=" || type == IndicatorType.Address) ? equal : null,
            "LIKE" when type == IndicatorType.Address => LikeAddress(text),
            "LIKE" => new IndicatorTerm(type.Value, TermTest.Like, text.ToLowerInvariant()),
            "MATCHES" when type != IndicatorType.Address && IsExpression(value) => new IndicatorTerm(type.Value, TermTest.Matches, value),
            _ => null,
        };
        return term is not null ? StixMeaning.Term : throw new FormatException($"{path} {operation} '{value}' makes no sense");
    }

    /// <summary>What a path with a value names; null for what no audit log carries.</summary>
    public static IndicatorType? TypeOf(string path, string value)
    {
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? path : path[..colon];
        string property = colon < 0 ? string.Empty : path[(colon + 1)..];
        string plain = property.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        if (plain.Contains("useragent", StringComparison.Ordinal))
        {
            return IndicatorType.UserAgent;
        }

        if (Guid.TryParse(value, out _)
            && (plain.EndsWith("appid", StringComparison.Ordinal) || plain.EndsWith("applicationid", StringComparison.Ordinal) || plain.EndsWith("clientid", StringComparison.Ordinal) || kind == "software"))
        {
            return IndicatorType.Application;
        }

        return kind switch
        {
            "ipv4-addr" or "ipv6-addr" when property == "value" => IndicatorType.Address,
            "domain-name" when property == "value" => IndicatorType.Domain,
            "email-addr" when property == "value" => IndicatorType.EmailAddress,
            "email-message" when property.EndsWith("ref.value", StringComparison.Ordinal) || property.EndsWith("refs[*].value", StringComparison.Ordinal) => IndicatorType.EmailAddress,
            "user-account" when property is "account_login" or "user_id" && value.Contains('@', StringComparison.Ordinal) => IndicatorType.EmailAddress,
            "network-traffic" when property is "src_ref.value" or "dst_ref.value" =>
                IndicatorText.TypeOf(value) == IndicatorType.Domain ? IndicatorType.Domain : IndicatorType.Address,
            "x509-certificate" or "file" when property.StartsWith("hashes", StringComparison.Ordinal) && IndicatorText.TryThumbprint(value, out _) => IndicatorType.Thumbprint,
            _ => null,
        };
    }

    private static bool IsPort(string path) =>
        path is "network-traffic:dst_port" or "network-traffic:src_port" or "network-traffic:is_active" || path.StartsWith("network-traffic:protocols", StringComparison.Ordinal)
        || path is "network-traffic:dst_ref.type" or "network-traffic:src_ref.type";

    /// <summary><c>192.0.2.%</c> is a network; an address with a hole in it is not.</summary>
    private static IndicatorTerm? LikeAddress(string pattern)
    {
        string[] parts = pattern.TrimEnd('%').TrimEnd('.').Split('.');
        if (!pattern.EndsWith(".%", StringComparison.Ordinal) || parts.Length > 3)
        {
            return pattern.AsSpan().IndexOfAny('%', '_') < 0 && IndicatorText.TryTerm(IndicatorType.Address, pattern, out IndicatorTerm exact) ? exact : null;
        }

        string padded = string.Join('.', parts);
        for (int i = parts.Length; i < 4; i++)
        {
            padded += ".0";
        }

        string network = string.Create(CultureInfo.InvariantCulture, $"{padded}/{8 * parts.Length}");
        return IndicatorText.TryTerm(IndicatorType.Address, network, out IndicatorTerm term) ? term : null;
    }

    private static bool IsExpression(string pattern)
    {
        try
        {
            _ = TermMatcher.Expression(pattern);
            return true;
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
