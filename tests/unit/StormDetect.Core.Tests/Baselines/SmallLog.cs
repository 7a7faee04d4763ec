using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Support;

namespace StormDetect.Core.Tests.Baselines;

/// <summary>A tenant whose intrusion runs from day 12 on, cut where a test wants it.</summary>
internal static class SmallLog
{
    public const string Tenant = "0873ee4d-d342-44f2-8961-74c442a2fad2";

    private static readonly Lazy<IReadOnlyList<AuditRecord>> s_records = new(static () =>
    {
        OrdinaryTenant tenant = new(30, 20, 11);
        Intrusions.Plant("Storm0558", tenant, 12, 3);
        return tenant.Log.Records();
    });

    public static IReadOnlyList<AuditRecord> Records => s_records.Value;

    public static AuditRecord[] Before(double day) => Records.Where(r => r.CreationTime < FactsTenant.Monday.AddDays(day)).ToArray();

    public static AuditRecord[] Between(double from, double to) => Records.Where(r => r.CreationTime >= FactsTenant.Monday.AddDays(from) && r.CreationTime < FactsTenant.Monday.AddDays(to)).ToArray();
}
