using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval.Tests;

/// <summary>Stories and answers made by hand.</summary>
internal static class Hand
{
    public static ScenarioTenant Tenant { get; } = TenantBuilder.Build(new AuditScenarioOptions { Mailboxes = 10, Days = 14 });

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static HashSet<string> Ids(params int[] numbers) => new(numbers.Select(static number => Id(number).ToString("D")), StringComparer.OrdinalIgnoreCase);

    public static MailAccessAnomaly Finding(Severity severity, params int[] records) => new()
    {
        Id = "MAA-" + string.Join('-', records),
        DetectionId = "MailAccess.Anomaly",
        Severity = severity,
        Title = "By hand",
        TenantId = "tenant",
        Mailboxes = [Tenant.Mailboxes[0].ToString()],
        UserIds = [],
        FirstSeen = new DateTimeOffset(Tenant.Text.Start),
        LastSeen = new DateTimeOffset(Tenant.Text.Start).AddHours(1),
        Reasons = [],
        RecordIds = [.. Ids(records)],
        RecordCount = records.Length,
        Techniques = [],
        NextSteps = [],
        Score = 10,
        AppId = string.Empty,
        AppName = string.Empty,
        ClientAppId = string.Empty,
        ClientAppName = string.Empty,
        ClientFamily = ClientFamily.Owa,
        Networks = [],
        AccessCount = records.Length,
        ItemCount = records.Length,
        SyncedFolderCount = 0,
        SessionIds = [],
    };

    public static PlantedRecord Record(int number, int day, int mailbox = 0, uint network = 0x6440_0000) =>
        new(Id(number), (day * 86_400) + number, Tenant.Mailboxes[mailbox], NetAddress.V4(network + 1), true, true, default);
}
