using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Makes archives.</summary>
internal static class Packing
{
    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>gzip whose text stands in it as it is.</summary>
    public static byte[] Store(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, string Text)[] entries) =>
        Zip(Array.ConvertAll(entries, entry => (entry.Name, Encoding.UTF8.GetBytes(entry.Text))));

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream stream = archive.CreateEntry(name, bytes.Length < 1000 ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                stream.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Sets the flag that says that an archive's entries are encrypted.</summary>
    public static byte[] MarkEncrypted(byte[] zip)
    {
        for (int i = 0; i + 4 < zip.Length; i++)
        {
            ReadOnlySpan<byte> here = zip.AsSpan(i);
            int flags = here.StartsWith("PK\u0003\u0004"u8) ? 6 : here.StartsWith("PK\u0001\u0002"u8) ? 8 : 0;
            if (flags > 0)
            {
                zip[i + flags] |= 1;
            }
        }

        return zip;
    }
}
