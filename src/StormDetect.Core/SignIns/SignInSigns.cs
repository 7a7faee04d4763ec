using System;
using System.Collections.Generic;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.SignIns;

/// <summary>Tells logs of sign-ins from other JSON and CSV in a folder by their keys and columns.</summary>
internal sealed class SignInSigns : LogSigns
{
    public static readonly SignInSigns Instance = new();

    /// <inheritdoc/>
    public override bool InJson(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (isWhole && AuditSigns.IsEmptyExport(head))
        {
            return true;
        }

        ulong seen = 0;
        int position = 0;
        while (true)
        {
            int length = head[position..].IndexOf((byte)':');
            if (length < 0)
            {
                return false;
            }

            ReadOnlySpan<byte> key = AuditSigns.KeyBefore(head[..(position + length)]);
            position += length + 1;
            SignInField field = key.IsEmpty || key.Length > 32 ? SignInField.None : SignInFieldMap.Find(Encoding.UTF8.GetString(key));
            if (field == SignInField.Operation)
            {
                return false;
            }

            seen |= 1UL << (int)field;
            if (IsTelling(seen))
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public override int CountKnown(IReadOnlyList<string> columns, out int telling)
    {
        int known = 0;
        ulong seen = 0;
        foreach (string column in columns)
        {
            SignInField field = SignInFieldMap.Find(column);
            known += field == SignInField.None ? 0 : 1;
            seen |= 1UL << (int)field;
        }

        // Lists of users and applications share these names: without what makes it a sign-in, no number of them is enough.
        telling = IsTelling(seen) ? 1 : 0;
        return telling > 0 ? known : Math.Min(known, 1);
    }

    /// <summary>Who, with what, when and from where; and an id, which makes it a sign-in and not a list of users.</summary>
    private static bool IsTelling(ulong seen) =>
        Has(seen, SignInField.App) && Has(seen, SignInField.Address)
        && (Has(seen, SignInField.Id) || Has(seen, SignInField.Token) || Has(seen, SignInField.ActivityToken))
        && (Has(seen, SignInField.Time) || Has(seen, SignInField.Generated))
        && (Has(seen, SignInField.UserName) || Has(seen, SignInField.UserId) || Has(seen, SignInField.ServicePrincipal));

    private static bool Has(ulong seen, SignInField field) => (seen & (1UL << (int)field)) != 0;
}
