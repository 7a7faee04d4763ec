using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>For which time the sign-ins of one tenant are there: what their absence may be concluded from.</summary>
internal sealed class SignInCoverage
{
    /// <summary>Sign-in logs lag behind mail access by minutes, the audit log's own by up to a day. What is younger than the last sign-in by less than this is not yet due.</summary>
    private const int Lag = 2 * 3600;

    private readonly Dictionary<SignInKind, (int From, int To)> _windows;
    private readonly (int From, int To)[] _gaps;
    private readonly (int From, int To)[] _silentGaps;
    private readonly SignInsMissing[] _missing;

    private SignInCoverage(
        Dictionary<SignInKind, (int From, int To)> windows, (int From, int To)[] gaps, (int From, int To)[] silentGaps, IReadOnlyList<SignInsMissing> missing, IReadOnlyList<string> sources)
    {
        _windows = windows;
        _gaps = gaps;
        _silentGaps = silentGaps;
        Sources = sources;

        _missing = [.. missing.SelectMany(part => Unsaid(part, windows))];
        (int From, int To)[] users = windows.Where(static window => SignInKinds.IsOfPeople(window.Key)).Select(static window => window.Value).ToArray();
        HasUsers = users.Length > 0;
        From = HasUsers ? users.Min(static window => window.From) : int.MaxValue;
        To = HasUsers ? users.Max(static window => window.To) : int.MinValue;
    }

    /// <summary>Whether there are any sign-ins of people.</summary>
    public bool HasUsers { get; }

    /// <summary>When the first hour with a sign-in of people ends, and when the last one does, in seconds.</summary>
    public int From { get; }

    public int To { get; }

    /// <summary>Stretches in which a usually busy log of sign-ins says nothing, in seconds.</summary>
    public IReadOnlyList<(int From, int To)> Gaps => _gaps;

    /// <summary>Stretches of what people did that could not be read, with the reason.</summary>
    public IEnumerable<SignInsMissing> Missing => _missing.Where(static part => part.Kind == SignInKind.Interactive);

    /// <summary>The logs, in words.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Whether silent renewals of tokens are logged for a stretch: without them a token without a sign-in is ordinary.</summary>
    public bool HasRenewals(int from, int to) =>
        _windows.TryGetValue(SignInKind.NonInteractive, out (int From, int To) window) && window.From <= from && window.To >= to && !Meets(_silentGaps, from, to)
        && !IsMissing(from, to, SignInKind.NonInteractive);

    /// <summary>
    /// Whether the sign-ins of applications with their own credentials are logged for a stretch. Some are a day apart, so that the log may end a day before.
    /// </summary>
    public bool HasApplications(int from, int to) =>
        _windows.TryGetValue(SignInKind.ServicePrincipal, out (int From, int To) window) && window.From <= from && window.To + FactTime.SecondsPerDay >= to
        && !IsMissing(from, to, SignInKind.ServicePrincipal) && !IsMissing(from, to, SignInKind.ManagedIdentity);

    /// <summary>Whether sign-ins of a stretch would have arrived by now.</summary>
    public bool IsDue(int to) => to <= To - Lag;

    /// <summary>Whether sign-ins of a stretch are there.</summary>
    public bool Covers(int from, int to) => HasUsers && from >= From && to <= To && !Meets(_gaps, from, to) && !IsMissing(from, to, SignInKind.Interactive);

    /// <summary>What there is for a tenant.</summary>
    /// <param name="table">The sign-ins.</param>
    /// <param name="isOf">Whether a tenant of the table is it.</param>
    public static SignInCoverage Of(SignInTable table, Func<int, bool> isOf)
    {
        Dictionary<SignInKind, SortedSet<int>> hours = [];
        Dictionary<SignInKind, long> counts = [];
        foreach ((SignInHour hour, int count) in table.Hours)
        {
            if (isOf(hour.Tenant))
            {
                if (!hours.TryGetValue(hour.Kind, out SortedSet<int>? known))
                {
                    hours.Add(hour.Kind, known = []);
                }

                known.Add(hour.Hour);
                counts[hour.Kind] = counts.GetValueOrDefault(hour.Kind) + count;
            }
        }

        Dictionary<SignInKind, (int From, int To)> windows = hours.ToDictionary(
            static entry => entry.Key, static entry => ((entry.Value.Min + 1) * 3600, (entry.Value.Max + 1) * 3600));
        int[] users = hours.Where(static entry => SignInKinds.IsOfPeople(entry.Key)).SelectMany(static entry => entry.Value).Distinct().Order().ToArray();
        int[] silent = hours.TryGetValue(SignInKind.NonInteractive, out SortedSet<int>? renewals) ? renewals.ToArray() : [];
        string[] sources = windows.OrderBy(static entry => entry.Key).Select(entry => FormattableString.Invariant(
            $"{Name(entry.Key)}: {counts[entry.Key]:#,0} from {FactTime.ToTime(entry.Value.From):yyyy-MM-dd HH:mm} to {FactTime.ToTime(entry.Value.To):yyyy-MM-dd HH:mm} UTC")).ToArray();
        return new SignInCoverage(windows, Seconds(users), Seconds(silent), [.. table.Missing.Where(part => isOf(table.Tenants.Add(part.TenantId)))], sources);
    }

    private static (int From, int To)[] Seconds(int[] hours) => SilentHours.Gaps(hours).Select(static gap => (gap.From * 3600, gap.To * 3600)).ToArray();

    private static bool Meets((int From, int To)[] gaps, int from, int to) => Array.Exists(gaps, gap => gap.From < to && gap.To > from);

    /// <summary>What people did is in the audit log as well: where that has the time, Entra's own log of it is not missed.</summary>
    private static IEnumerable<SignInsMissing> Unsaid(SignInsMissing part, Dictionary<SignInKind, (int From, int To)> windows)
    {
        if (part.Kind != SignInKind.Interactive || !windows.TryGetValue(SignInKind.AuditLog, out (int From, int To) own))
        {
            return [part];
        }

        SignInsMissing[] parts = [part with { To = Math.Min(part.To, own.From) }, part with { From = Math.Max(part.From, own.To) }];
        return parts.Where(static rest => rest.From < rest.To);
    }

    private bool IsMissing(int from, int to, SignInKind kind) => Array.Exists(_missing, part => part.Kind == kind && part.From < to && part.To > from);

    /// <summary>A log, in words.</summary>
    public static string Name(SignInKind kind) => kind switch
    {
        SignInKind.AuditLog => "UserLoggedIn of the audit log",
        SignInKind.Interactive => "Entra interactive sign-ins",
        SignInKind.NonInteractive => "Entra non-interactive sign-ins",
        SignInKind.ServicePrincipal => "Entra service principal sign-ins",
        SignInKind.ManagedIdentity => "Entra managed identity sign-ins",
        _ => "Graph activity",
    };
}
