namespace StormDetect.Core.Scenarios;

/// <summary>Rights on one folder: AddFolderPermissions, ModifyFolderPermissions, RemoveFolderPermissions.</summary>
internal sealed class FolderRightDetails(string operation, int folder, string member, string memberSid, string rights) : MailboxDetails(operation, folder)
{
    protected override void WriteMember(JsonLine line)
    {
        line.Text(",\"MemberRights\":\""u8);
        line.Escaped(rights);
        line.Text("\",\"MemberSid\":\""u8);
        line.Escaped(memberSid);
        line.Text("\",\"MemberUpn\":\""u8);
        line.Escaped(member);
        line.Byte((byte)'"');
    }
}
