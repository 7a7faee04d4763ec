using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>A body that has come to its end.</summary>
/// <param name="bytes">It.</param>
internal sealed class ReceivedContent(ReadOnlyMemory<byte> bytes) : HttpContent
{
    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => stream.WriteAsync(Bytes, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Bytes.Length;
        return true;
    }
}
