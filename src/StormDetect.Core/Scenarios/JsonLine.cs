using System;
using System.Buffers.Text;
using System.IO;
using System.Numerics;

namespace StormDetect.Core.Scenarios;

/// <summary>Composes lines of JSON straight into a byte buffer. Texts are given escaped; nothing here allocates per record.</summary>
internal sealed class JsonLine
{
    // No record comes near this; the largest have a dozen items of about 600 bytes.
    private const int Headroom = 64 * 1024;
    private const int FlushAt = 1024 * 1024;
    private readonly byte[] _buffer = new byte[FlushAt + (4 * Headroom)];
    private readonly byte[] _slashes = new byte[2 * Headroom];
    private int _position;
    private int _lineStart;

    private static ReadOnlySpan<byte> Base64Characters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    private static ReadOnlySpan<byte> HexCharacters => "0123456789abcdef"u8;

    private static ReadOnlySpan<byte> UpperHexCharacters => "0123456789ABCDEF"u8;

    /// <summary>Bytes of the lines ended so far and not yet written.</summary>
    public int Pending => _position;

    public bool IsFull => _position >= FlushAt;

    public void Begin() => _lineStart = _position;

    /// <summary>Ends the line.</summary>
    /// <param name="escapeSlashes">Writes <c>\/</c> for <c>/</c>, as some exporters do.</param>
    public void End(bool escapeSlashes)
    {
        if (escapeSlashes)
        {
            EscapeSlashes();
        }

        _buffer[_position++] = (byte)'\n';
    }

    public void WriteTo(Stream stream)
    {
        stream.Write(_buffer, 0, _position);
        _position = 0;
        _lineStart = 0;
    }

    public void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_position));
        _position += text.Length;
    }

    /// <summary>Writes text from an ordinary string that may need escaping.</summary>
    public void Escaped(string text)
    {
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                _buffer[_position++] = (byte)'\\';
            }

            if (c is >= ' ' and < (char)0x80)
            {
                _buffer[_position++] = (byte)c;
            }
            else
            {
                Text("\\u"u8);
                for (int shift = 12; shift >= 0; shift -= 4)
                {
                    _buffer[_position++] = HexCharacters[(c >> shift) & 15];
                }
            }
        }
    }

    public void Byte(byte value) => _buffer[_position++] = value;

    public void Number(long value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_position), out int written);
        _position += written;
    }

    /// <summary>A number with leading zeros.</summary>
    public void Digits(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            _buffer[_position + i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        _position += count;
    }

    public void Guid(Guid value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_position), out int written, 'D');
        _position += written;
    }

    /// <summary>A token's id as UniqueTokenId has it: base64url of the id's bytes in .NET order, without padding.</summary>
    public void TokenId(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes);
        int bits = 0;
        int held = 0;
        foreach (byte part in bytes)
        {
            bits = (bits << 8) | part;
            held += 8;
            while (held >= 6)
            {
                held -= 6;
                Url((bits >> held) & 63);
            }

            bits &= (1 << held) - 1;
        }

        Url((bits << (6 - held)) & 63);

        void Url(int six)
        {
            byte character = Base64Characters[six];
            _buffer[_position++] = character switch { (byte)'+' => (byte)'-', (byte)'/' => (byte)'_', _ => character };
        }
    }

    /// <summary>Base64 characters that follow from a number.</summary>
    public void Base64(ulong seed, int count)
    {
        ReadOnlySpan<byte> characters = Base64Characters;
        ulong state = seed;
        Span<byte> target = _buffer.AsSpan(_position, count);
        _position += count;
        while (!target.IsEmpty)
        {
            ulong bits = ScenarioRandom.Mix(state++);
            int run = Math.Min(10, target.Length);
            for (int i = 0; i < run; i++)
            {
                target[i] = characters[(int)(bits & 63)];
                bits >>= 6;
            }

            target = target[run..];
        }
    }

    public void Hex(ulong seed, int count)
    {
        ReadOnlySpan<byte> characters = UpperHexCharacters;
        ulong bits = 0;
        for (int i = 0; i < count; i++)
        {
            if ((i & 15) == 0)
            {
                bits = ScenarioRandom.Mix(seed + (ulong)i);
            }

            _buffer[_position++] = characters[(int)(bits & 15)];
            bits >>= 4;
        }
    }

    public void Address(in NetAddress address)
    {
        if (address.IsV6)
        {
            AddressV6(address);
            return;
        }

        uint value = (uint)address.Low;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            Number((value >> shift) & 255);
            if (shift > 0)
            {
                _buffer[_position++] = (byte)'.';
            }
        }
    }

    private void AddressV6(in NetAddress address)
    {
        // RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as "::".
        Span<ushort> groups = stackalloc ushort[8];
        int zeroStart = -1;
        int zeroLength = 1;
        int run = 0;
        for (int i = 0; i < 8; i++)
        {
            groups[i] = (ushort)((i < 4 ? address.High : address.Low) >> (48 - (16 * (i & 3))));
            run = groups[i] == 0 ? run + 1 : 0;
            if (run > zeroLength)
            {
                zeroLength = run;
                zeroStart = i - run + 1;
            }
        }

        for (int i = 0; i < 8; i++)
        {
            if (i == zeroStart)
            {
                Text("::"u8);
                i += zeroLength - 1;
                continue;
            }

            if (i > 0 && (zeroStart < 0 || i != zeroStart + zeroLength))
            {
                _buffer[_position++] = (byte)':';
            }

            int digits = Math.Max(1, (35 - BitOperations.LeadingZeroCount((uint)groups[i])) / 4);
            for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
            {
                _buffer[_position++] = HexCharacters[(groups[i] >> shift) & 15];
            }
        }
    }

    private void EscapeSlashes()
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_lineStart, _position - _lineStart);
        int length = 0;
        while (true)
        {
            int slash = line.IndexOf((byte)'/');
            ReadOnlySpan<byte> part = slash < 0 ? line : line[..slash];
            part.CopyTo(_slashes.AsSpan(length));
            length += part.Length;
            if (slash < 0)
            {
                break;
            }

            _slashes[length++] = (byte)'\\';
            _slashes[length++] = (byte)'/';
            line = line[(slash + 1)..];
        }

        _slashes.AsSpan(0, length).CopyTo(_buffer.AsSpan(_lineStart));
        _position = _lineStart + length;
    }
}
