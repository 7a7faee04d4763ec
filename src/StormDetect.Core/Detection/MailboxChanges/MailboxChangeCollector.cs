using System;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// Reads the records of changes. Frequent operations that nearly always say nothing (Set-Mailbox by Microsoft's own provisioning, licences) are looked at as bytes first and decoded only
/// where a word is in them that matters. Of sign-ins only who signed in is read: Exchange names people by the id of their object in the directory, and nothing else in the log says whose it is.
/// </summary>
internal sealed class MailboxChangeCollector : IAuditCollector
{
    private const string UserLoggedIn = "UserLoggedIn";

    private static readonly byte[][] s_mailboxWords = Bytes("Forward", "Audit", "GrantSendOnBehalfTo");
    private static readonly byte[][] s_licenseWords = Bytes("M365_ADVANCED_AUDITING", "2f442157-a11c-46b9-ae5b-6e39ff4e5849");

    private readonly AccessKeyCache _accounts = new();

    public ChangeLog Log { get; } = new();

    public bool Wants(string operation) => IsSignIn(operation) || ChangeOperations.Wants(operation);

    public void Collect(RecordView record)
    {
        if (IsSignIn(record.OperationName))
        {
            Account(record);
            return;
        }

        if (ChangeOperations.ReaderOf(record.OperationName) is not { } reader || IsSilent(record))
        {
            return;
        }

        ChangeRecord change = ChangeRecord.Read(record);
        if (!change.Failed && !IsService(change))
        {
            Log.Account(change.TenantId, change["TokenObjectId"], change.UserId);
            reader(change, Log);
        }
    }

    public IAuditCollector Fork() => new MailboxChangeCollector();

    public void Merge(IAuditCollector other) => Log.Merge(((MailboxChangeCollector)other).Log);

    private static bool IsSignIn(string operation) => operation.Equals(UserLoggedIn, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whose id it is, once for each: there are thousands of sign-ins.</summary>
    private void Account(RecordView record)
    {
        RawValue id = record.Get(AuditField.UserKey);
        RawValue user = record.UserId;
        _accounts.Begin(record.Form);
        _accounts.Add(record.Bytes(AuditField.OrganizationId));
        _accounts.Add(id.Bytes);
        _accounts.Add(user.Bytes);
        _ = _accounts.Find(out bool isKnown);
        if (!isKnown)
        {
            Log.Account(record.Get(AuditField.OrganizationId).Text().Trim().ToLowerInvariant(), id.Text(), user.Text());
        }
    }

    /// <summary>
    /// Exchange's own hand, also in mailbox records (the SID of SYSTEM), and Entra's provisioning of Microsoft's own applications. No account of a tenant can have these names: a user
    /// principal name has an @.
    /// </summary>
    private static bool IsService(ChangeRecord record) =>
        record.IsService || record.UserId is "S-1-5-18" || (record.UserType == 4 && record.UserId is "Certificate");

    private static bool IsSilent(RecordView record)
    {
        bool isMailbox = record.OperationName.Equals("Set-Mailbox", StringComparison.OrdinalIgnoreCase);
        bool isLicense = !isMailbox && record.OperationName.StartsWith("Change user license", StringComparison.OrdinalIgnoreCase);
        if (!isMailbox && !isLicense)
        {
            return false;
        }

        RawValue values = record.Get(isMailbox ? AuditField.Parameters : AuditField.ModifiedProperties);
        ReadOnlySpan<byte> text = values.Kind is RawKind.Object or RawKind.Array ? values.Layer!.ContainerAt(values.Token) : values.Bytes;
        return !text.IsEmpty && !ContainsAny(text, isMailbox ? s_mailboxWords : s_licenseWords);
    }

    private static bool ContainsAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            for (ReadOnlySpan<byte> rest = text; rest.Length >= word.Length; rest = rest[1..])
            {
                int at = rest.IndexOfAny(word[0], (byte)(word[0] ^ 0x20));
                if (at < 0 || rest.Length - at < word.Length)
                {
                    break;
                }

                rest = rest[at..];
                if (Ascii.EqualsIgnoreCase(rest[..word.Length], word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static byte[][] Bytes(params string[] words) => Array.ConvertAll(words, Encoding.ASCII.GetBytes);
}
