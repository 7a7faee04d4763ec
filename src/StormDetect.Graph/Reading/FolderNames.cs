using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// Finds the names of the folders that rules move mail to, one mailbox at a time. Reading a folder's name reads no message and leaves no MailItemsAccessed record: that is written for messages that are bound
/// and for folders that are synchronised.
/// </summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "Get mailFolder" (Mail.ReadBasic is enough) and "mailFolder" (beta: wellKnownName, which is the same in every language; v1.0 has only the displayName); Microsoft Learn,
/// "Use MailItemsAccessed to investigate compromised accounts" (bind and sync are what it records).
/// </remarks>
internal sealed class FolderNames(PageReader pages)
{
    /// <summary>What it takes.</summary>
    public const string Permissions = "Mail.ReadBasic or Mail.ReadBasic.All";

    // The judgement of rules knows the folders by the names New-InboxRule would show in an English mailbox.
    private static readonly Dictionary<string, string> s_wellKnown = new(StringComparer.OrdinalIgnoreCase)
    {
        ["archive"] = "Archive",
        ["clutter"] = "Clutter",
        ["conflicts"] = "Conflicts",
        ["conversationhistory"] = "Conversation History",
        ["deleteditems"] = "Deleted Items",
        ["drafts"] = "Drafts",
        ["inbox"] = "Inbox",
        ["junkemail"] = "Junk Email",
        ["localfailures"] = "Local Failures",
        ["outbox"] = "Outbox",
        ["recoverableitemsdeletions"] = "Recoverable Items\\Deletions",
        ["scheduled"] = "Scheduled",
        ["sentitems"] = "Sent Items",
        ["serverfailures"] = "Server Failures",
        ["syncissues"] = "Sync Issues",
    };

    private volatile bool _isRefused;
    private volatile bool _hasNoBeta;

    /// <summary>The name of a folder.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="folder">The folder's id.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>The name, or why there is none.</returns>
    public async ValueTask<(string Name, string Missing)> FindAsync(string mailbox, string folder, CancellationToken cancellationToken)
    {
        if (_isRefused)
        {
            return (string.Empty, Refused);
        }

        if (!_hasNoBeta)
        {
            try
            {
                return (await AskAsync("beta", "displayName,wellKnownName", mailbox, folder, cancellationToken).ConfigureAwait(false), string.Empty);
            }
            catch (TenantRequestException failure) when (failure.Problem is TenantRequestProblem.Refused or TenantRequestProblem.NotAvailable)
            {
                _hasNoBeta = true;
            }
            catch (TenantRequestException failure)
            {
                return (string.Empty, Why(failure));
            }
        }

        try
        {
            return (await AskAsync("v1.0", "displayName", mailbox, folder, cancellationToken).ConfigureAwait(false), string.Empty);
        }
        catch (TenantRequestException failure)
        {
            return (string.Empty, Why(failure));
        }
    }

    private const string Refused = "names of folders need Mail.ReadBasic (for an application Mail.ReadBasic.All), which is not granted";

    private string Why(TenantRequestException failure)
    {
        if (failure.Problem is TenantRequestProblem.PermissionMissing or TenantRequestProblem.ConsentMissing)
        {
            // Of all mailboxes alike: asked once.
            _isRefused = true;
            return Refused;
        }

        return failure.Problem == TenantRequestProblem.NotFound ? "the folder a rule moves mail to does not exist any more" : failure.Message;
    }

    private async Task<string> AskAsync(string version, string select, string mailbox, string folder, CancellationToken cancellationToken)
    {
        string address = $"{version}/users/{Uri.EscapeDataString(mailbox)}/mailFolders/{Uri.EscapeDataString(folder)}?$select={select}";
        string name = string.Empty;
        await foreach (TenantPage page in pages.ReadAsync(PageReader.Get(address, Permissions), "a folder's name", pace: null, cancellationToken).ConfigureAwait(false))
        {
            JsonElement answer = JsonText.Parse(page);
            name = s_wellKnown.TryGetValue(JsonText.Of(answer, "wellKnownName"), out string? known) ? known : JsonText.Of(answer, "displayName");
        }

        return name;
    }
}
