using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>
/// Lets readers work side by side: threads take turns at fetching the next block of whole rows (cheap, in input order) and read their blocks at the same
/// time, so that both cores are busy whatever the inputs are: one large file or a thousand small ones.
/// </summary>
internal static class BlockPump
{
    private const int MaxThreads = 8; // each holds a block and a state of its own

    /// <summary>How many readers to make.</summary>
    public static int Readers => Math.Clamp(Environment.ProcessorCount, 1, MaxThreads);

    /// <summary>Reads everything.</summary>
    /// <param name="readers">One a thread; the first reads on the caller's.</param>
    /// <param name="source">The blocks.</param>
    /// <param name="tick">Called on the caller's thread after each of its blocks.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static void Run(IReadOnlyList<RowReader> readers, BlockSource source, Action? tick, CancellationToken cancellationToken)
    {
        // One place each: a thread that ended well must not write over what another one met.
        ExceptionDispatchInfo?[] failures = new ExceptionDispatchInfo?[readers.Count];
        Thread[] others = readers.Skip(1).Select((reader, index) => new Thread(() => failures[index + 1] = Run(reader, source, null, cancellationToken))
        {
            IsBackground = true,
            Name = "StormDetect reader",
        }).ToArray();
        Array.ForEach(others, static thread => thread.Start());
        failures[0] = Run(readers[0], source, tick, cancellationToken);

        // Whatever happened here, nobody may still be using the source when it is disposed.
        Array.ForEach(others, static thread => thread.Join());
        Array.Find(failures, static failure => failure is not null)?.Throw();
    }

    private static ExceptionDispatchInfo? Run(RowReader reader, BlockSource source, Action? tick, CancellationToken cancellationToken)
    {
        TextBlock block = new();
        try
        {
            while (source.Next(block, out LogInput? whole))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (whole is not null)
                {
                    using (whole)
                    {
                        new JsonTree(reader).Read(whole, block, cancellationToken);
                    }
                }
                else
                {
                    reader.Read(block);
                }

                tick?.Invoke();
            }

            return null;
        }
        catch (Exception caught)
        {
            // Thrown again on the caller's thread once every other thread has stopped.
            source.Stop();
            return ExceptionDispatchInfo.Capture(caught);
        }
    }
}
