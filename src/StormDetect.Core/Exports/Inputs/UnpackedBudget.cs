using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>What the entries of one file may still unpack to together.</summary>
internal sealed class UnpackedBudget
{
    private long _left;

    /// <summary>Makes a budget.</summary>
    /// <param name="bytes">How much.</param>
    public UnpackedBudget(long bytes)
    {
        _left = bytes;
    }

    /// <summary>Takes some of it.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>Whether there was that much.</returns>
    public bool TryTake(long bytes) => Interlocked.Add(ref _left, -bytes) >= 0;
}
