using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Which day of which log is lost next.</summary>
internal static class ExpiryPlanner
{
    // AAD_PREMIUM and AAD_PREMIUM_P2: with either, Entra keeps sign-ins for 30 days.
    private static readonly string[] s_entraPlans = ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"];
    private const int SignInDays = 30;
    private const int FreeSignInDays = 7;

    public static IReadOnlyList<ExpiringLog> Plan(ConfigSnapshot snapshot, DateTimeOffset now)
    {
        List<ExpiringLog> logs = [];
        bool? hasEntra = HasEntraPremium(snapshot);
        int signIns = hasEntra == false ? FreeSignInDays : SignInDays;
        string basis = hasEntra switch
        {
            true => "Entra ID P1 or P2 keeps sign-ins 30 days",
            false => "without Entra ID P1 sign-ins are kept about 7 days",
            _ => "30 days with Entra ID P1 or P2, which was not read; without, 7",
        };

        // One request a kind: some tenants refuse a filter that combines them. The documentation of signIn has eq, le and ge for the time, and no lt.
        logs.Add(Make(snapshot, "Entra sign-ins", signIns, now, basis, static (from, to) =>
            $"'interactiveUser', 'nonInteractiveUser', 'servicePrincipal', 'managedIdentity' | ForEach-Object {{ Get-MgBetaAuditLogSignIn -All -Filter \"createdDateTime ge {from} and createdDateTime le {to} and signInEventTypes/any(t: t eq '$_')\" | ConvertTo-Json -Depth 10 -AsArray | Set-Content \"signins-$_.json\" }}"));

        PartContent policies = snapshot.Of(ConfigPart.RetentionPolicies);
        foreach ((string name, int licenceDays) in new[] { ("Mail records of users with Audit Standard", AuditRetention.StandardDays), ("Mail records of users with Audit Premium", AuditRetention.PremiumDays) })
        {
            int?[] kept = AuditRetention.RecordTypes.Where(static type => type.StartsWith("ExchangeItem", StringComparison.Ordinal)).Select(type => AuditRetention.CertainDays(policies, type, licenceDays)).ToArray();
            int days = kept.Contains(null) ? licenceDays : kept.Min()!.Value;
            string why = kept.Contains(null) ? $"the default of the licence; retention policies were not read, and one may keep less" : "by licence and retention policies";
            logs.Add(Make(snapshot, name, days, now, why, static (from, to) =>
                $"Search-M365AuditLog -Start {from} -End {to} -Operation MailItemsAccessed, Send, SearchQueryInitiatedExchange, SoftDelete, HardDelete, MoveToDeletedItems, UpdateInboxRules -StatePath ./save-{from[..10]} -AsFile"));
        }

        return logs.OrderBy(static log => log.LostAt).ThenBy(static log => log.KeptDays).ToArray();
    }

    private static ExpiringLog Make(ConfigSnapshot snapshot, string log, int days, DateTimeOffset now, string basis, Func<string, string, string> command)
    {
        // The day that is going now: its first records are at the limit, its last follow until midnight.
        DateTimeOffset limit = now.ToUniversalTime().AddDays(-days);
        DateTimeOffset day = new(limit.Date, TimeSpan.Zero);
        DateTimeOffset lost = day.AddDays(days + 1);
        TimeSpan left = lost - now;
        return new ExpiringLog
        {
            TenantId = snapshot.TenantId,
            TenantName = snapshot.TenantName,
            Log = log,
            Day = day,
            KeptDays = days,
            LostAt = lost,
            TimeLeft = left,
            Text = string.Create(CultureInfo.InvariantCulture, $"{log} of {day:yyyy-MM-dd} are lost in {left.TotalHours:0.#} hours ({basis})."),
            Command = command(Time(now.ToUniversalTime().AddDays(-days)), Time(day.AddDays(1))),
        };
    }

    private static bool? HasEntraPremium(ConfigSnapshot snapshot)
    {
        PartContent part = snapshot.Of(ConfigPart.SubscribedSkus);
        bool has = part.Rows.Any(static sku => sku.Text("CapabilityStatus") is null or "Enabled"
            && sku.List("Plans")?.Any(static plan => Array.Exists(s_entraPlans, id => plan.Equals(id + "=success", StringComparison.OrdinalIgnoreCase) || plan.Equals(id + "=enabled", StringComparison.OrdinalIgnoreCase))) == true);
        return has ? true : part.IsComplete && part.Rows.Count > 0 && part.Rows.All(static sku => sku.List("Plans") is not null) ? false : null;
    }

    private static string Time(DateTimeOffset time) => UtcTimeText.Of(time);
}
