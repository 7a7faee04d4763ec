using StormDetect.Core.Facts;
using Xunit;

namespace StormDetect.Core.Tests.Facts;

public sealed class FolderRolesTests
{
    [Theory]
    [InlineData(@"\Sent Items")]
    [InlineData(@"\sent items\2024")]
    [InlineData(@"\Gesendete Elemente")]
    [InlineData(@"\Éléments envoyés")]
    [InlineData("\\E\u0301le\u0301ments envoye\u0301s")]
    [InlineData(@"\Elementos enviados")]
    [InlineData(@"\Itens Enviados")]
    [InlineData(@"\Posta inviata")]
    [InlineData(@"\Verzonden items")]
    [InlineData(@"\Elementy wysłane")]
    [InlineData(@"\送信済みアイテム")]
    [InlineData(@"\已发送邮件")]
    [InlineData(@"\Отправленные")]
    [InlineData("/Skickat")]
    public void Sent_mail_in_whatever_language(string path) => Assert.Equal(FolderRole.SentItems, FolderRoles.Of(path));

    [Theory]
    [InlineData(@"\Recoverable Items\Deletions")]
    [InlineData(@"\Recoverable Items\Purges")]
    [InlineData(@"\recoverable items")]
    public void The_last_place_a_deleted_item_is_kept_in(string path) => Assert.Equal(FolderRole.RecoverableItems, FolderRoles.Of(path));

    [Theory]
    [InlineData(@"\Inbox")]
    [InlineData(@"\Deleted Items")]
    [InlineData(@"\Gelöschte Elemente")]
    [InlineData("")]
    [InlineData("Not Available")]
    [InlineData("\\bad\ud800")]
    public void Everything_else(string path) => Assert.Equal(FolderRole.Other, FolderRoles.Of(path));
}
