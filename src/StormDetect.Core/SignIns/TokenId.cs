using System;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>
/// Reads the identifiers of tokens and sign-ins, which are one GUID in several coats: the request id of a sign-in is written as a GUID; a token's unique id (the uti claim) as
/// the base64url of its 16 bytes in .NET order (22 characters), or in an older form as the base64 of the GUID's text (48 characters). Measured on two samples: a rule's
/// UniqueTokenId and its UserLoggedIn record, and Splunk's azure_active_directory_sign_in_activity.
/// </summary>
internal static class TokenId
{
    private const int GuidLength = 36;
    private const int BytesLength = 22;
    private const int TextLength = 48;

    /// <summary>The GUID behind an identifier.</summary>
    /// <param name="text">The identifier in any of its forms.</param>
    /// <param name="id">The GUID.</param>
    /// <returns>False where there is none, or only a placeholder (all zeros, all A).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryDecode(ReadOnlySpan<byte> text, out Guid id)
    {
        id = default;
        if (!ContextFields.IsReal(text))
        {
            return false;
        }

        return text.Length switch
        {
            BytesLength => TryBytes(text, out id),
            GuidLength => GuidText.TryParse(text, out id) && id != Guid.Empty,
            TextLength => TryText(text, out id),
            BytesLength + 2 when text.EndsWith("=="u8) => TryBytes(text[..BytesLength], out id),
            _ => false,
        };
    }

    /// <summary>The key of an identifier: its GUID, else a hash of it, because what cannot be decoded can still be equal on both sides.</summary>
    /// <returns>False where there is none.</returns>
    public static bool TryKey(RawValue value, out Guid key)
    {
        ReadOnlySpan<byte> bytes = value.Bytes;
        key = default;
        if (bytes.IsEmpty || value.Kind is RawKind.Object or RawKind.Array)
        {
            return false;
        }

        if (TryDecode(bytes, out key))
        {
            return true;
        }

        bytes = bytes.Trim((byte)' ');
        if (!ContextFields.IsReal(bytes) || bytes.Length < 8)
        {
            return false;
        }

        if (!TryDecode(bytes, out key))
        {
            key = NamedIds.KeyOf(ByteHash.Of(bytes), ByteHash.Of(bytes, 1));
        }

        return true;
    }

    /// <summary>The GUID behind an identifier given as text; null where there is none.</summary>
    public static Guid? Decode(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return TryDecode(System.Text.Encoding.UTF8.GetBytes(text.Trim()), out Guid id) ? id : null;
    }

    /// <summary>A token's id as Exchange and the sign-in log write it: 22 characters.</summary>
    public static string Encode(Guid id) => Convert.ToBase64String(id.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The forms in which a record may write it.</summary>
    public static string[] Forms(Guid id) => [Encode(id), Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(id.ToString("D"))), id.ToString("D")];

    private static bool TryBytes(ReadOnlySpan<byte> text, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        bool good = TryBase64(text, bytes);
        id = good ? new Guid(bytes) : default;
        return good && id != Guid.Empty;
    }

    private static bool TryText(ReadOnlySpan<byte> text, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[GuidLength];
        id = default;
        return TryBase64(text, bytes) && GuidText.TryParse(bytes, out id) && id != Guid.Empty;
    }

    /// <summary>Decodes base64 in either alphabet, without padding, into exactly as many bytes as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryBase64(ReadOnlySpan<byte> text, Span<byte> into)
    {
        uint bits = 0;
        int held = 0;
        int written = 0;
        foreach (byte c in text)
        {
            int value = Value(c);
            if (value < 0)
            {
                return false;
            }

            bits = (bits << 6) | (uint)value;
            held += 6;
            if (held >= 8)
            {
                held -= 8;
                if (written == into.Length)
                {
                    return false;
                }

                into[written++] = (byte)(bits >> held);
            }
        }

        return written == into.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'-' or (byte)'+' => 62,
        (byte)'_' or (byte)'/' => 63,
        _ => -1,
    };
}
