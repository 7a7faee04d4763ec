using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads the inbox rules of many mailboxes: several mailboxes at a time, each with one request at a time.</summary>
/// <remarks>
/// Sources: Microsoft Graph documentation, "List rules" (messageRules of the inbox, MailboxSettings.Read; not in China) and the Outlook service limits (for an application and a mailbox: 4 requests at a time, 10,000 in 10
/// minutes; an older copy has the 4 for the application, whatever the mailbox). One request at a time for each mailbox, and not more than a connection has under way (<see cref="TransportOptions.Concurrency"/>), keeps to
/// both. Whether the list has rules that no mail program shows is documented nowhere; those it does not understand come without conditions and actions (isReadOnly), and are named as unread.
/// </remarks>
internal sealed class RulePages
{
    /// <summary>What it takes.</summary>
    public const string Permissions = "MailboxSettings.Read";

    private const int MostMailboxes = 8;

    private readonly PageReader _pages;
    private readonly FolderNames _folders;

    /// <summary>Makes it.</summary>
    public RulePages(PageReader pages)
    {
        _pages = pages;
        _folders = new FolderNames(pages);
    }

    /// <summary>Reads them.</summary>
    public async IAsyncEnumerable<MailboxRules> ReadAsync(IAsyncEnumerable<string> mailboxes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Bounded, so that a consumer that stops for a while is not run over.
        Channel<MailboxRules> results = Channel.CreateBounded<MailboxRules>(MostMailboxes);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ParallelOptions options = new() { MaxDegreeOfParallelism = MostMailboxes, CancellationToken = stop.Token };
        Task work = Task.Run(
            async () =>
            {
                try
                {
                    await Parallel.ForEachAsync(mailboxes, options, async (mailbox, token) => await results.Writer.WriteAsync(await ReadAsync(mailbox, token).ConfigureAwait(false), token).ConfigureAwait(false)).ConfigureAwait(false);
                    results.Writer.Complete();
                }
                catch (Exception cause)
                {
                    // Told to the reader of the channel, which is the only one who listens.
                    results.Writer.Complete(cause);
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (MailboxRules rules in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return rules;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }

    private async Task<MailboxRules> ReadAsync(string mailbox, CancellationToken cancellationToken)
    {
        string what = $"messageRules of {PlainText.Cell(mailbox)}";
        try
        {
            List<TenantPage> pages = [];
            string missing = string.Empty;
            Dictionary<string, string> names = new(StringComparer.Ordinal);
            string? owner = null;
            TenantRequest request = PageReader.Get($"v1.0/users/{Uri.EscapeDataString(mailbox)}/mailFolders/inbox/messageRules", Permissions);
            await foreach (TenantPage page in _pages.ReadAsync(request, what, pace: null, cancellationToken).ConfigureAwait(false))
            {
                JsonElement[] rules = [.. JsonText.Items(JsonText.Parse(page))];
                foreach (string folder in rules.SelectMany(FoldersOf).Distinct(StringComparer.Ordinal))
                {
                    if (names.TryAdd(folder, string.Empty))
                    {
                        (names[folder], string why) = await _folders.FindAsync(mailbox, folder, cancellationToken).ConfigureAwait(false);
                        missing = missing.Length > 0 ? missing : why;
                    }
                }

                if (rules.Length > 0)
                {
                    owner ??= Guid.TryParse(mailbox, out _) ? await PrincipalNameAsync(mailbox, cancellationToken).ConfigureAwait(false) : mailbox;
                    pages.Add(page with { Json = Named(rules, owner, names) });
                }
            }

            return new MailboxRules { Mailbox = mailbox, Pages = pages, FoldersMissing = missing };
        }
        catch (TenantRequestException failure)
        {
            // What Graph says of an account without a mailbox in Exchange Online, by code and by a plain 404.
            bool hasNone = failure.Problem == TenantRequestProblem.NotFound
                || failure.ErrorCode is "MailboxNotEnabledForRESTAPI" or "MailboxNotSupportedForRESTAPI" or "ErrorNonExistentMailbox" or "ErrorMailboxNotFound";
            return new MailboxRules { Mailbox = mailbox, Failure = failure, HasNoMailbox = hasNone };
        }
    }

    /// <summary>What a log calls the mailbox of an object id, so that its rules are known there; the id where the directory may not be asked.</summary>
    private async Task<string> PrincipalNameAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (TenantPage page in _pages.ReadAsync(PageReader.Get($"v1.0/users/{id}?$select=userPrincipalName", MailboxList.Permissions), "the name of " + id, pace: null, cancellationToken).ConfigureAwait(false))
            {
                return JsonText.Of(JsonText.Parse(page), "userPrincipalName") is { Length: > 0 } name ? name : id;
            }
        }
        catch (TenantRequestException)
        {
            // The rules are judged all the same; only that the log may have them too is not known.
        }

        return id;
    }

    private static IEnumerable<string> FoldersOf(JsonElement rule)
    {
        if (rule.TryGetProperty("actions", out JsonElement actions))
        {
            foreach (string action in (string[])["moveToFolder", "copyToFolder"])
            {
                if (JsonText.Of(actions, action) is { Length: > 0 } folder)
                {
                    yield return folder;
                }
            }
        }
    }

    /// <summary>The rules as a page again, each with its mailbox and the names of its folders.</summary>
    private static byte[] Named(JsonElement[] rules, string mailbox, Dictionary<string, string> names)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"$metadata#users('{Uri.EscapeDataString(mailbox)}')/mailFolders('inbox')/messageRules");
            json.WriteStartArray("value");
            foreach (JsonElement rule in rules)
            {
                json.WriteStartObject();
                foreach (JsonProperty member in rule.EnumerateObject())
                {
                    if (member.NameEquals("actions") && member.Value.ValueKind == JsonValueKind.Object)
                    {
                        json.WriteStartObject("actions");
                        foreach (JsonProperty action in member.Value.EnumerateObject())
                        {
                            if (action.Name is "moveToFolder" or "copyToFolder" && action.Value.ValueKind == JsonValueKind.String
                                && names.GetValueOrDefault(action.Value.GetString()!) is { Length: > 0 } name)
                            {
                                json.WriteString(action.Name, name);
                            }
                            else
                            {
                                action.WriteTo(json);
                            }
                        }

                        json.WriteEndObject();
                    }
                    else if (!member.NameEquals("userPrincipalName"))
                    {
                        member.WriteTo(json);
                    }
                }

                json.WriteString("userPrincipalName", mailbox);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
