using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>Receives bodies to their end.</summary>
internal static class BodyReceiver
{
    private const int Chunk = 64 * 1024;

    /// <summary>Receives a body.</summary>
    /// <exception cref="IOException">It broke off, or came to less than was announced.</exception>
    /// <exception cref="TimeoutException">It fell silent.</exception>
    /// <exception cref="InvalidDataException">It is larger than any answer should be.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReceiveAsync(HttpContent content, TransportOptions options, CancellationToken cancellationToken)
    {
        // Gone where the body was unpacked on the way; then the unpacking notices a body that is cut.
        long? announced = content.Headers.ContentLength;
        if (announced > options.MaximumBody)
        {
            throw TooLarge(options);
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Max(announced ?? 0, Chunk));
        using var silence = new CancellationTokenSource(options.ReadTimeout, options.Time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            Stream stream = await content.ReadAsStreamAsync(stopped.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                int read;
                while ((read = await stream.ReadAsync(body.GetMemory(Chunk), stopped.Token).ConfigureAwait(false)) > 0)
                {
                    silence.CancelAfter(options.ReadTimeout);
                    body.Advance(read);
                    if (body.WrittenCount > options.MaximumBody)
                    {
                        throw TooLarge(options);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing more of the answer came for {options.ReadTimeout.TotalSeconds:0} s");
        }

        return announced is long length && length != body.WrittenCount
            ? throw new IOException($"the answer broke off after {body.WrittenCount} of {length} bytes")
            : body.WrittenMemory;
    }

    private static InvalidDataException TooLarge(TransportOptions options) => new($"it is larger than {options.MaximumBody / (1024 * 1024)} MB");
}
