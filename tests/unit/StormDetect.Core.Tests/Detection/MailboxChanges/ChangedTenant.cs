using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

/// <summary>A log of changes, written by hand.</summary>
internal sealed class ChangedTenant
{
    public const string Admin = "admin@contoso.example";
    public const string Kim = "kim@contoso.example";
    public const string Mallory = "mallory@contoso.example";
    private static readonly DateTimeOffset s_start = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>A time as hours after the start of the log.</summary>
    public static DateTimeOffset At(double hours) => s_start.AddHours(hours);

    public static string IdOf(int index) => $"00000000-0000-4000-8000-{index:x12}";

    public ChangedTenant Cmdlet(double hours, string operation, string actor, params (string Name, string Value)[] parameters) =>
        Add(hours, operation, actor, 1, record =>
        {
            record["ResultStatus"] = "True";
            record["UserType"] = 2;
            record["ExternalAccess"] = false;
            record["Parameters"] = new JsonArray([.. parameters.Select(static p => new JsonObject { ["Name"] = p.Name, ["Value"] = p.Value })]);
        });

    public ChangedTenant Entra(double hours, string operation, string actor, IEnumerable<(string Id, int Type)> target, params (string Name, string New, string Old)[] modified) =>
        Add(hours, operation, actor, 8, record =>
        {
            record["ResultStatus"] = "Success";
            record["UserType"] = 0;
            record["ObjectId"] = target.FirstOrDefault(static t => t.Type is 4 or 5).Id ?? string.Empty;
            record["Target"] = new JsonArray([.. target.Select(static t => new JsonObject { ["ID"] = t.Id, ["Type"] = t.Type })]);
            record["ModifiedProperties"] = new JsonArray([.. modified.Select(static m => new JsonObject { ["Name"] = m.Name, ["NewValue"] = m.New, ["OldValue"] = m.Old })]);
        });

    /// <summary>One consent, as a line of its own.</summary>
    public static string Consent((string Id, int Type)[] target, string permissions) =>
        new ChangedTenant().Entra(1, "Consent to application.", Kim, target, ("ConsentAction.Permissions", permissions, string.Empty), ("ConsentContext.OnBehalfOfAll", "True", string.Empty)).Lines[0];

    public ChangedTenant Folder(double hours, string actor, string owner, string path, string member, string rights, string operation = "ModifyFolderPermissions") =>
        Add(hours, operation, actor, 2, record =>
        {
            record["ResultStatus"] = "Succeeded";
            record["LogonType"] = actor == owner ? 0 : 2;
            record["MailboxOwnerUPN"] = owner;
            record["MailboxGuid"] = "5b0e0d57-0d4f-4b2c-9f3e-000000000001";
            record["Item"] = new JsonObject { ["ParentFolder"] = new JsonObject { ["Path"] = path, ["MemberUpn"] = member, ["MemberRights"] = rights } };
        });

    /// <summary>Something that says when the log begins, and that is nobody's concern.</summary>
    public ChangedTenant Quiet(double hours) => Add(hours, "Send", Kim, 2, static record => record["MailboxOwnerUPN"] = Kim);

    public ChangedTenant Add(double hours, string operation, string actor, int recordType, Action<JsonObject> fill)
    {
        JsonObject record = new()
        {
            ["Id"] = IdOf(_lines.Count + 1),
            ["CreationTime"] = At(hours).UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
            ["Operation"] = operation,
            ["OrganizationId"] = "11111111-2222-4333-8444-555555555555",
            ["RecordType"] = recordType,
            ["UserId"] = actor,
            ["ClientIP"] = "198.51.100.7:4321",
        };
        fill(record);
        _lines.Add(record.ToJsonString());
        return this;
    }

    public MailHuntResult Hunt(Func<MailHuntOptions, MailHuntOptions>? options = null) => Hunt(_lines, options);

    public static MailHuntResult Hunt(IEnumerable<string> lines, Func<MailHuntOptions, MailHuntOptions>? options = null)
    {
        MailHuntOptions asked = new()
        {
            Hunts = ["MailboxChange"],
            AcceptedDomains = ["contoso.example"],
            Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational },
        };
        MailHunt hunt = new(options is null ? asked : options(asked));
        foreach (string line in lines)
        {
            hunt.AddText(line, "test");
        }

        return hunt.Complete(TestContext.Current.CancellationToken);
    }

    public MailboxChangeFinding Single() => Assert.IsType<MailboxChangeFinding>(Assert.Single(Hunt().Findings));

    public MailboxChangeFinding[] All() => [.. Hunt().Findings.Cast<MailboxChangeFinding>()];
}
