using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>An Exchange cmdlet (RecordType 1) with its parameters.</summary>
internal sealed class CmdletDetails(string operation, string objectId, params (string Name, string Value)[] parameters) : RecordDetails
{
    /// <summary>Exchange Online PowerShell.</summary>
    public const string PowerShell = "fb78d390-0c51-40cd-8e17-fdbfab77341b";

    /// <summary>The Exchange admin centre.</summary>
    public const string AdminCentre = "497effe9-df71-4043-a8bb-14cf78c4b63b";

    /// <summary>Web mail's own options page.</summary>
    public const string WebMail = "00000002-0000-0ff1-ce00-000000000000";

    /// <summary>The application the cmdlet came through.</summary>
    public string AppId { get; init; } = PowerShell;

    /// <summary>Microsoft's account that ran it, for the service's own cmdlets; null when a person did.</summary>
    public string? Service { get; init; }

    public override void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        byte[] service = Encoding.UTF8.GetBytes(Service?.Replace("\\", "\\\\", System.StringComparison.Ordinal) ?? string.Empty);
        composer.Context(entry, default);
        composer.Head(
            entry,
            Encoding.ASCII.GetBytes(operation),
            1,
            "True"u8,
            Service is null ? user.Text.Puid : service,

            // Real records say 2 of ordinary users' own rules as well.
            Service is null ? 2 : 3,
            "Exchange"u8);
        if (Service is null)
        {
            AddressWithPort(composer, entry);
        }

        line.Text(",\"ObjectId\":\""u8);
        line.Escaped(objectId);
        composer.Field("\",\"UserId\":\""u8, Service is null ? composer.UserName(user, entry.Time) : service);
        line.Text(",\"AppId\":\""u8);
        line.Escaped(Service is null ? AppId : string.Empty);
        line.Text(Service is null ? "\",\"ClientAppId\":\"\",\"ExternalAccess\":false"u8 : "\",\"ClientAppId\":\"\",\"ExternalAccess\":true"u8);
        composer.Field(",\"OrganizationName\":\""u8, composer.Tenant.Name);
        composer.Server(entry, lineBreak: false);
        line.Text(",\"Parameters\":["u8);
        for (int i = 0; i < parameters.Length; i++)
        {
            line.Text(i == 0 ? "{\"Name\":\""u8 : ",{\"Name\":\""u8);
            line.Escaped(parameters[i].Name);
            line.Text("\",\"Value\":\""u8);
            line.Escaped(parameters[i].Value);
            line.Text("\"}"u8);
        }

        line.Byte((byte)']');
        if (Service is null && entry.Session.SessionId != default)
        {
            line.Text(",\"SessionId\":\""u8);
            line.Guid(entry.Session.SessionId);
            line.Byte((byte)'"');
        }

        line.Byte((byte)'}');
    }

    /// <summary>ClientIP as cmdlet records have it: with a port.</summary>
    private static void AddressWithPort(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        NetAddress address = entry.Session.Address;
        line.Text(address.IsV6 ? ",\"ClientIP\":\"["u8 : ",\"ClientIP\":\""u8);
        line.Address(address);
        line.Text(address.IsV6 ? "]:"u8 : ":"u8);
        line.Number(composer.Random.Range(1_025, 65_000));
        line.Byte((byte)'"');
    }
}
