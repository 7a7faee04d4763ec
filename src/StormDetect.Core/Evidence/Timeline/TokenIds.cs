using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace StormDetect.Core.Timelines;

/// <summary>
/// The forms of a token's id: 22 characters of base64url over a GUID's bytes (audit log, sign-in log), the older 48 characters of base64 over the GUID's text, and the GUID, which is
/// the id of the sign-in that issued the token. Source: audit and sign-in records of one session, and MSIdentityTools' ConvertFrom-MsIdUniqueTokenIdentifier.
/// </summary>
internal static class TokenIds
{
    /// <summary>Reads an id in any of its forms.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id)
    {
        string trimmed = (text ?? string.Empty).Trim();
        id = Guid.Empty;
        switch (trimmed.Length)
        {
            case 22:
                byte[] bytes = new byte[18];
                if (!Convert.TryFromBase64String(trimmed.Replace('-', '+').Replace('_', '/') + "==", bytes, out int written) || written != 16)
                {
                    return false;
                }

                id = new Guid(bytes.AsSpan(0, 16));
                break;
            case 48:
                byte[] chars = new byte[36];
                if (!Convert.TryFromBase64String(trimmed.Replace('-', '+').Replace('_', '/'), chars, out int length) || !Guid.TryParse(Encoding.ASCII.GetString(chars, 0, length), out id))
                {
                    return false;
                }

                break;
            default:
                if (!Guid.TryParse(trimmed, out id))
                {
                    return false;
                }

                break;
        }

        return id != Guid.Empty;
    }

    /// <summary>The forms in which a record may write it.</summary>
    public static string[] Forms(Guid id) =>
    [
        Convert.ToBase64String(id.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(id.ToString("D"))),
        id.ToString("D"),
    ];
}
