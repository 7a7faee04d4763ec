using System;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Indicators in words.</summary>
internal static class IndicatorWords
{
    public static string Noun(IndicatorType type) => type switch
    {
        IndicatorType.Address => "address or network",
        IndicatorType.UserAgent => "user agent",
        IndicatorType.Application => "application id",
        IndicatorType.Thumbprint => "thumbprint",
        IndicatorType.Domain => "domain",
        IndicatorType.EmailAddress => "e-mail address",
        _ => "token request",
    };

    /// <summary>A network as people write it: a single address without its length.</summary>
    public static string Address(string cidr) =>
        cidr.EndsWith("/32", StringComparison.Ordinal) && !cidr.Contains(':', StringComparison.Ordinal) ? cidr[..^3]
        : cidr.EndsWith("/128", StringComparison.Ordinal) ? cidr[..^4]
        : cidr;

    public static string Term(IndicatorTerm term) => term.Type == IndicatorType.Address ? Address(term.Value) : term.Value;
}
