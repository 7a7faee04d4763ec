using System.Text;

namespace StormDetect.Core.Scenarios;

/// <summary>A cmdlet of the compliance centre (RecordType 18): its parameters are one text, and no address is logged.</summary>
internal sealed class ComplianceDetails(string operation, string objectId, string parameters) : RecordDetails
{
    public override void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped)
    {
        JsonLine line = composer.Line;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        line.Byte((byte)'{');
        composer.Head(entry, Encoding.ASCII.GetBytes(operation), 18, "Success"u8, user.Text.Puid, 2, "SecurityComplianceCenter"u8);
        line.Text(",\"ObjectId\":\""u8);
        line.Escaped(objectId);
        composer.Field("\",\"UserId\":\""u8, composer.UserName(user, entry.Time));
        line.Text(",\"SecurityComplianceCenterEventType\":0,\"ClientApplication\":\"EMC\",\"CmdletVersion\":\"...\""u8);
        composer.Field(",\"EffectiveOrganization\":\""u8, composer.Tenant.Name);
        line.Text(",\"NonPIIParameters\":\""u8);
        line.Escaped(parameters);
        line.Text("\",\"Parameters\":\""u8);
        line.Escaped(parameters);
        line.Text("\",\"StartTime\":\""u8);
        composer.Time(entry.Time);
        line.Text("\",\"UserServicePlan\":\"\"}"u8);
    }
}
