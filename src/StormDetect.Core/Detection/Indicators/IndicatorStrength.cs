using System;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>How much one matching rule says in one row of records, as the severity it has alone.</summary>
internal static class IndicatorStrength
{
    public static Severity Of(CompiledRule rule, IndicatorRow row, HuntContext context)
    {
        Severity best = rule.Rule.Terms.Max(term => Of(term, row, context));
        bool several = rule.Rule.Terms.Select(static t => t.Type).Distinct().Count() > 1;
        return best == Severity.Low && several && !row.Key.Failed ? Severity.Medium : best;
    }

    /// <summary>Whether a network is so wide that many others share it.</summary>
    public static bool IsWide(IndicatorTerm term)
    {
        int slash = term.Value.IndexOf('/', StringComparison.Ordinal);
        int length = int.Parse(term.Value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return length < (term.Value.Contains(':', StringComparison.Ordinal) ? 48 : 24);
    }

    /// <summary>Whether a domain is the tenant's own: then it is in every record, and a source that lists it means the victim.</summary>
    public static bool IsOwn(IndicatorTerm term, string tenant, HuntContext context) =>
        term is { Type: IndicatorType.Domain, Test: TermTest.Equal } && context.Domains.IsInternal(tenant, "x@" + term.Value);

    private static Severity Of(IndicatorTerm term, IndicatorRow row, HuntContext context)
    {
        if (row.Key.Failed)
        {
            // An attempt from a known address is the internet's everyday noise, until one succeeds.
            return Severity.Low;
        }

        return term.Type switch
        {
            IndicatorType.Address => IsWide(term) ? Severity.Medium : Severity.High,
            IndicatorType.Application => OrdinaryValues.Contains(term) ? Severity.Low : Severity.High,
            IndicatorType.UserAgent => OrdinaryValues.Contains(term) || OrdinaryValues.IsBrowser(term.Value) ? Severity.Low : Severity.Medium,
            IndicatorType.Thumbprint => Severity.High,
            IndicatorType.TokenRequest => Severity.Low,
            _ => OfMail(term, row, context),
        };
    }

    private static Severity OfMail(IndicatorTerm term, IndicatorRow row, HuntContext context)
    {
        if (IsOwn(term, row.Key.Tenant, context))
        {
            return Severity.Informational;
        }

        if (row.Key.Place.Contains("InternetMessageId", StringComparison.OrdinalIgnoreCase) || row.Key.Place.StartsWith("AffectedItems", StringComparison.OrdinalIgnoreCase))
        {
            // A message of theirs lies in the mailbox; nobody answered yet.
            return Severity.Low;
        }

        bool isActor = row.Key.Place.Length == 0 || row.Key.Place.StartsWith("User", StringComparison.OrdinalIgnoreCase) || row.Key.Place.StartsWith("Actor", StringComparison.OrdinalIgnoreCase);
        return isActor ? term.Type == IndicatorType.EmailAddress ? Severity.High : Severity.Medium
            : row.Key.Class == RecordClass.Change ? Severity.High
            : Severity.Medium;
    }
}
