using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>A change of the directory (RecordType 8): an application, a grant, a credential, a licence.</summary>
internal sealed class DirectoryDetails(string operation, string objectId, params (string Name, string New, string Old)[] changes) : RecordDetails
{
    /// <summary>extendedAuditEventCategory: ServicePrincipal, Application, User.</summary>
    public string Category { get; init; } = "ServicePrincipal";

    /// <summary>The id of what was changed.</summary>
    public string TargetId { get; init; } = string.Empty;

    /// <summary>The name of what was changed.</summary>
    public string TargetName { get; init; } = string.Empty;

    /// <summary>Whether an address is logged; the service's own changes have none.</summary>
    public bool HasAddress { get; init; } = true;

    public override void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        line.Byte((byte)'{');
        composer.Head(entry, Encoding.UTF8.GetBytes(operation), 8, "Success"u8, user.Text.Puid, 0, "AzureActiveDirectory"u8);
        if (HasAddress)
        {
            line.Text(",\"ClientIP\":\""u8);
            line.Address(entry.Session.Address);
            line.Byte((byte)'"');
        }

        line.Text(",\"ObjectId\":\""u8);
        line.Escaped(objectId);
        composer.Field("\",\"UserId\":\""u8, RecordComposer.OwnerName(user, entry.Time));
        line.Text(",\"AzureActiveDirectoryEventType\":1,\"ExtendedProperties\":[{\"Name\":\"additionalDetails\",\"Value\":\"{\\\"User-Agent\\\":\\\""u8);
        line.Text(UserAgents.Of(entry.Session.ClientInfo, outlook: false));
        line.Text("\\\"}\"},{\"Name\":\"extendedAuditEventCategory\",\"Value\":\""u8);
        line.Escaped(Category);
        line.Text("\"}],\"ModifiedProperties\":["u8);
        for (int i = 0; i < changes.Length; i++)
        {
            line.Text(i == 0 ? "{\"Name\":\""u8 : ",{\"Name\":\""u8);
            line.Escaped(changes[i].Name);
            line.Text("\",\"NewValue\":\""u8);
            line.Escaped(changes[i].New);
            line.Text("\",\"OldValue\":\""u8);
            line.Escaped(changes[i].Old);
            line.Text("\"}"u8);
        }

        line.Text("],\"Actor\":[{\"ID\":\""u8);
        line.Text(RecordComposer.OwnerName(user, entry.Time));
        composer.Field("\",\"Type\":5},{\"ID\":\""u8, user.Text.Puid);
        line.Text(",\"Type\":3},{\"ID\":\"User_"u8);
        line.Text(user.Text.ObjectId);
        composer.Field("\",\"Type\":2},{\"ID\":\""u8, user.Text.ObjectId);
        composer.Field(",\"Type\":2},{\"ID\":\"User\",\"Type\":2}],\"ActorContextId\":\""u8, composer.Tenant.IdText);
        line.Text(",\"InterSystemsId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 3));
        line.Text("\",\"IntraSystemId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 6));
        line.Text("\",\"SupportTicketId\":\"\",\"Target\":[{\"ID\":\""u8);
        line.Escaped(Category + "_" + TargetId);
        line.Text("\",\"Type\":2},{\"ID\":\""u8);
        line.Escaped(TargetId);
        line.Text("\",\"Type\":2},{\"ID\":\""u8);
        line.Escaped(Category);
        line.Text("\",\"Type\":2},{\"ID\":\""u8);
        line.Escaped(TargetName);
        composer.Field("\",\"Type\":1}],\"TargetContextId\":\""u8, composer.Tenant.IdText);
        line.Byte((byte)'}');
    }
}
