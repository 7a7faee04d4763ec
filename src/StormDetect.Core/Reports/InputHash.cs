using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;

namespace StormDetect.Core;

/// <summary>A file of the evidence, as it was when its report was made.</summary>
/// <param name="File">Its path.</param>
/// <param name="Bytes">Its length in bytes, as it lies on the disk.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal digits; empty where it could not be read.</param>
/// <param name="Problem">Why it could not be read; empty where it could.</param>
public sealed record InputHash(string File, long Bytes, string Sha256, string Problem)
{
    /// <summary>Hashes a file.</summary>
    /// <param name="file">Its path. For an entry of an archive (<c>archive|entry</c>) the archive is hashed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The hash, or why there is none.</returns>
    public static InputHash Of(string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        string path = System.IO.File.Exists(file) || !file.Contains('|', StringComparison.Ordinal) ? file : file[..file.IndexOf('|', StringComparison.Ordinal)];
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 17];
            long length = 0;
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                length += read;
            }

            return new InputHash(path, length, Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant(), string.Empty);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new InputHash(path, 0, string.Empty, failure.Message);
        }
    }
}
