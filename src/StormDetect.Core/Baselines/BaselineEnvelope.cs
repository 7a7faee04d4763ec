using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;

namespace StormDetect.Core.Baselines;

/// <summary>
/// The outside of a baseline file: 8 bytes that say what it is (with line ends in them, so that a transfer as text shows), the format's version, the length of the body packed
/// and unpacked, the SHA-256 of the packed body, and that body, packed with Brotli.
/// </summary>
internal static class BaselineEnvelope
{
    /// <summary>The newest format: 1 knows mail access only, 2 other activities as well, 3 the networks that services use, since when networks are known, and what was told of stories, 4 the programs mailboxes are read with.</summary>
    public const int Version = 4;

    private const int HeadLength = 8 + 4 + 8 + 8 + 32;

    // A body of tables packs ten to one; of nothing but zeros, a thousand to one. The bounds are for files that somebody made to fill the memory.
    private const long MostUnpacked = 1L << 30;
    private const long MostRatio = 2000;
    private const int Chunk = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'D', (byte)'B', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Makes a file.</summary>
    /// <param name="body">What is in it.</param>
    /// <param name="version">Its format.</param>
    public static byte[] Pack(byte[] body, int version = Version)
    {
        using MemoryStream packed = new();
        packed.Write(new byte[HeadLength]);
        using (BrotliStream brotli = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(body);
        }

        byte[] file = packed.ToArray();
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(12), file.Length - HeadLength);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(20), body.Length);
        SHA256.HashData(file.AsSpan(HeadLength), file.AsSpan(28, 32));
        return file;
    }

    /// <summary>Takes what is in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="version">Its format.</param>
    public static byte[] Unpack(byte[] file, out int version)
    {
        if (file.Length < 8 || !file.AsSpan(0, 8).SequenceEqual(Magic))
        {
            throw new BaselineException(BaselineProblem.NotABaseline, "The file is no baseline. New-MailAccessBaseline makes one, or stormdetect hunt --update-baseline.");
        }

        if (file.Length < HeadLength)
        {
            throw BaselineReader.Corrupt();
        }

        version = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8));
        if (version > Version)
        {
            throw new BaselineException(BaselineProblem.NewerVersion, string.Create(
                CultureInfo.InvariantCulture,
                $"The baseline was written by a newer StormDetect (format {version}; this one reads up to {Version}). Update the module; the file was not touched."));
        }

        long packed = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(12));
        long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(20));
        if (version < 1 || packed != file.Length - HeadLength || length < 0 || length > MostUnpacked || length > (packed + 64) * MostRatio
            || !SHA256.HashData(file.AsSpan(HeadLength)).AsSpan().SequenceEqual(file.AsSpan(28, 32)))
        {
            throw BaselineReader.Corrupt();
        }

        return Unpack(file, (int)length);
    }

    private static byte[] Unpack(byte[] file, int length)
    {
        // Grown with what really comes out, so that a head that promises much costs nothing.
        using MemoryStream body = new();
        using MemoryStream packed = new(file, HeadLength, file.Length - HeadLength);
        using BrotliStream brotli = new(packed, CompressionMode.Decompress);
        byte[] buffer = new byte[Math.Min(Chunk, length + 1)];
        try
        {
            for (int read = brotli.Read(buffer); read > 0; read = brotli.Read(buffer))
            {
                if (body.Length + read > length)
                {
                    throw BaselineReader.Corrupt();
                }

                body.Write(buffer, 0, read);
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or InvalidOperationException or IOException)
        {
            throw BaselineReader.Corrupt();
        }

        return body.Length == length ? body.ToArray() : throw BaselineReader.Corrupt();
    }
}
