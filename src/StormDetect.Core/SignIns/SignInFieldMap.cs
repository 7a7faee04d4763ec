using System;
using System.Collections.Generic;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.SignIns;

/// <summary>
/// The names of fields in every log of sign-ins. Names are compared by their letters and digits only, so that <c>uniqueTokenIdentifier</c> of Graph and
/// <c>Unique token identifier</c> of the portal are one. Sources: Graph signIn (v1.0, beta), the portal's downloads, the tables SigninLogs, AADNonInteractiveUserSignInLogs,
/// AADServicePrincipalSignInLogs, AADManagedIdentitySignInLogs, EntraIdSignInEvents, AADSignInEventsBeta and MicrosoftGraphActivityLogs.
/// </summary>
internal sealed class SignInFieldMap
{
    /// <summary>More different spellings than any log has: what comes behind is looked up anew each time.</summary>
    private const int MaxSeen = 4096;

    private static readonly Dictionary<string, SignInField> s_fields = new(StringComparer.Ordinal)
    {
        ["id"] = SignInField.Id,
        ["requestid"] = SignInField.Id,
        ["originalrequestid"] = SignInField.OriginalId,
        ["uniquetokenidentifier"] = SignInField.Token,
        ["uniquetokenid"] = SignInField.Token,
        ["signinactivityid"] = SignInField.ActivityToken,
        ["sessionid"] = SignInField.Session,
        ["userprincipalname"] = SignInField.UserName,
        ["username"] = SignInField.UserName,
        ["accountupn"] = SignInField.UserName,
        ["userid"] = SignInField.UserId,
        ["accountobjectid"] = SignInField.UserId,
        ["serviceprincipalid"] = SignInField.ServicePrincipal,
        ["appid"] = SignInField.App,
        ["applicationid"] = SignInField.App,
        ["ipaddress"] = SignInField.Address,
        ["calleripaddress"] = SignInField.Address,
        ["createddatetime"] = SignInField.Time,
        ["dateutc"] = SignInField.Time,
        ["date"] = SignInField.Time,
        ["timestamp"] = SignInField.Time,
        ["timegenerated"] = SignInField.Generated,
        ["time"] = SignInField.Generated,
        ["errorcode"] = SignInField.ErrorCode,
        ["resulttype"] = SignInField.ErrorCode,
        ["signinerrorcode"] = SignInField.ErrorCode,
        ["statuserrorcode"] = SignInField.ErrorCode,
        ["status"] = SignInField.Status,
        ["category"] = SignInField.Category,
        ["type"] = SignInField.Category,
        ["signineventtypes"] = SignInField.EventTypes,
        ["logontype"] = SignInField.EventTypes,
        ["isinteractive"] = SignInField.IsInteractive,
        ["incomingtokentype"] = SignInField.IncomingToken,
        ["aadtenantid"] = SignInField.LogTenant,
        ["tenantid"] = SignInField.StreamTenant,
        ["hometenantid"] = SignInField.HomeTenant,
        ["resourcetenantid"] = SignInField.ResourceTenant,
        ["requesturi"] = SignInField.RequestUri,
        ["operation"] = SignInField.Operation,
        ["operations"] = SignInField.Operation,
        ["auditdata"] = SignInField.Operation,
        ["properties"] = SignInField.Properties,
        ["managedidentitytype"] = SignInField.ManagedIdentity,
        ["managedserviceidentity"] = SignInField.ManagedIdentity,
        ["ismanagedidentity"] = SignInField.ManagedIdentity,
    };

    private readonly ByteTable<SignInField> _seen = new();

    /// <summary>The field behind a name as it stands in the input.</summary>
    public SignInField Find(ReadOnlySpan<byte> name)
    {
        int known = _seen.Find(name);
        if (known >= 0)
        {
            return _seen[known];
        }

        SignInField field = name.Length <= 64 ? Find(Encoding.UTF8.GetString(name)) : SignInField.None;
        if (_seen.Count < MaxSeen)
        {
            _seen.Add(name, field);
        }

        return field;
    }

    /// <summary>The field behind a name.</summary>
    public static SignInField Find(string name)
    {
        ReadOnlySpan<char> bare = AuditColumns.WithoutZone(name.Trim());

        // Flattened nested names: the last part, but for the error code, which would be lost among others.
        int dot = bare.LastIndexOf('.');
        bool isStatus = dot > 0 && bare[..dot].EndsWith("status", StringComparison.OrdinalIgnoreCase);
        bare = dot >= 0 && !isStatus ? bare[(dot + 1)..] : bare;
        Span<char> letters = stackalloc char[64];
        int length = 0;
        foreach (char c in bare)
        {
            if (char.IsAsciiLetterOrDigit(c) && length < letters.Length)
            {
                letters[length++] = char.ToLowerInvariant(c);
            }
        }

        return s_fields.TryGetValue(letters[..length].ToString(), out SignInField field) ? field : SignInField.None;
    }
}
