using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;

namespace StormDetect.Core.Tests.Support;

/// <summary>A log of what was done to inbox rules, in plain words; and the hunt through it.</summary>
internal sealed class RuleLog
{
    public const string Tenant = "0873ee4d-d342-44f2-8961-74c442a2fad2";
    public const string Kim = "kim@contoso.example";
    public static readonly DateTimeOffset Start = new(2026, 9, 7, 8, 0, 0, TimeSpan.Zero);

    private readonly List<string> _records = [];
    private readonly List<string> _rules = [];

    public IReadOnlyList<string> Records => _records;

    public MailHuntOptions Options { get; set; } = new() { Hunts = ["InboxRule"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } };

    /// <summary>A record of a cmdlet (RecordType 1), as Exchange writes it.</summary>
    public RuleLog Cmdlet(string operation, object parameters, double hour = 0, string user = Kim, string? objectId = null, string ip = "192.0.2.7:50123", string session = "", object? with = null)
    {
        Dictionary<string, object?> record = new()
        {
            ["CreationTime"] = Time(hour), ["Id"] = Id(), ["Operation"] = operation, ["OrganizationId"] = Tenant, ["RecordType"] = 1, ["ResultStatus"] = "True", ["UserType"] = 2, ["Workload"] = "Exchange",
            ["UserId"] = user, ["ClientIP"] = ip, ["ObjectId"] = objectId ?? string.Empty, ["ExternalAccess"] = false, ["SessionId"] = session,
            ["Parameters"] = Pairs(parameters),
        };
        return Add(record, with);
    }

    /// <summary>UpdateInboxRules (RecordType 2), as Exchange writes it for Outlook.</summary>
    public RuleLog Outlook(object properties, double hour = 0, string owner = Kim, string? user = null, int logonType = 0, object? with = null)
    {
        Dictionary<string, object?> record = new()
        {
            ["CreationTime"] = Time(hour), ["Id"] = Id(), ["Operation"] = "UpdateInboxRules", ["OrganizationId"] = Tenant, ["RecordType"] = 2, ["ResultStatus"] = "Succeeded", ["UserType"] = 0,
            ["UserId"] = user ?? owner, ["ClientIPAddress"] = "192.0.2.7", ["ClientInfoString"] = "Client=MSExchangeRPC", ["LogonType"] = logonType, ["MailboxOwnerUPN"] = owner, ["MailboxGuid"] = GuidOf(owner),
            ["OperationProperties"] = Pairs(properties),
        };
        return Add(record, with);
    }

    public RuleLog Raw(string json)
    {
        _records.Add(json);
        return this;
    }

    /// <summary>A rule as it stands in the mailbox.</summary>
    public RuleLog Live(object rule)
    {
        _rules.Add(rule as string ?? JsonSerializer.Serialize(rule));
        return this;
    }

    /// <summary>The tenant whose rules are read as they stand.</summary>
    public (ITenantReader Tenant, LiveSources Sources)? Tenants { get; set; }

    /// <summary>What was read of it in the last run.</summary>
    public LiveReadReport? Report { get; private set; }

    public MailHuntResult Run(IEnumerable<string>? records = null)
    {
        MailHunt hunt = new(Options);
        foreach (string record in records ?? _records)
        {
            hunt.AddText(record, "test");
        }

        foreach (string rule in _rules)
        {
            Xunit.Assert.True(hunt.TryAddRules(rule, out IReadOnlyList<InboxRuleProblem> problems));
            Xunit.Assert.Empty(problems);
        }

        if (Tenants is { } live)
        {
            hunt.ReadLive(live.Tenant, live.Sources, Start.AddDays(3));
        }

        MailHuntResult result = hunt.Complete(CancellationToken.None);
        Report = hunt.LiveReport;
        return result;
    }

    public IReadOnlyList<InboxRuleFinding> Hunt() => [.. Run().Findings.Cast<InboxRuleFinding>()];

    public InboxRuleFinding One() => Xunit.Assert.Single(Hunt());

    /// <summary>The heaviest severity; Informational where nothing was found.</summary>
    public Severity Worst() => Hunt().Select(static finding => finding.Severity).DefaultIfEmpty(Severity.Informational).Max();

    private static string Time(double hour) => Start.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string GuidOf(string owner) => new Guid(owner.Length, 7, 7, 1, 2, 3, 4, 5, 6, 7, (byte)owner[0]).ToString("D");

    private string Id() => new Guid(_records.Count + 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("D");

    private RuleLog Add(Dictionary<string, object?> record, object? with)
    {
        foreach (System.Reflection.PropertyInfo property in with?.GetType().GetProperties() ?? [])
        {
            record[property.Name] = property.GetValue(with);
        }

        _records.Add(JsonSerializer.Serialize(record));
        return this;
    }

    private static object[] Pairs(object values) =>
        [.. values.GetType().GetProperties().Select(property => new { property.Name, Value = property.GetValue(values) is string text ? text : JsonSerializer.Serialize(property.GetValue(values)) })];
}
