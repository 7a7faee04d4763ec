using System;
using System.Collections.Generic;
using System.Threading;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Exports;

/// <summary>Hands out the inputs' blocks to reading threads, one at a time and in order.</summary>
internal sealed class BlockSource : IDisposable
{
    private readonly object _gate = new();
    private readonly IEnumerator<LogInput> _inputs;
    private readonly Func<int> _order;
    private readonly CancellationToken _cancellationToken;
    private LogInput? _current;
    private long _finishedBytes;
    private readonly HashSet<TextBlock> _atWork = []; // what was handed out, and whose thread has not come back
    private bool _stopped;
    private bool _isPartial; // whether what is handed out is of inputs that leave parts of records out

    public BlockSource(IReadOnlyList<string> paths, Action<InputProblem> problem, Func<int> order, CancellationToken cancellationToken, LogSigns? signs = null, ArchiveFilter? wanted = null, Action<ArchiveGap>? gap = null)
    {
        _inputs = new InputCatalog(signs: signs) { Wanted = wanted, Gap = gap }.Inputs(paths, problem, cancellationToken).GetEnumerator();
        _order = order;
        _cancellationToken = cancellationToken;
        Paths = paths;
    }

    public IReadOnlyList<string> Paths { get; }

    /// <summary>Stored bytes handed out so far, and the input at hand.</summary>
    public (long Bytes, string Name) Position
    {
        get
        {
            lock (_gate)
            {
                return (_finishedBytes + (_current?.StoredPosition ?? 0), _current?.Name ?? string.Empty);
            }
        }
    }

    /// <summary>Fetches the next block, or a whole input that can only be read from its beginning to its end.</summary>
    /// <returns>False at the end of all inputs.</returns>
    public bool Next(TextBlock block, out LogInput? whole)
    {
        lock (_gate)
        {
            _ = _atWork.Remove(block);
            Monitor.PulseAll(_gate);
            whole = null;
            while (!_stopped)
            {
                if (_current is null)
                {
                    if (!_inputs.MoveNext())
                    {
                        _stopped = true;
                        return false;
                    }

                    _current = _inputs.Current;
                    _current.Order = _order();
                }

                if (_current.IsPartial && !_isPartial)
                {
                    AwaitOthers();
                    continue;
                }

                if (_current.Layout == InputLayout.JsonTree)
                {
                    whole = _current;
                    _finishedBytes += whole.StoredLength;
                    _current = null;
                    return _atWork.Add(block);
                }

                if (_current.NextBlock(block, _cancellationToken))
                {
                    return _atWork.Add(block);
                }

                _finishedBytes += _current.StoredLength;
                _current.Dispose();
                _current = null;
            }

            return false;
        }
    }

    /// <summary>Makes every other thread find the end.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        _current?.Dispose();
        _inputs.Dispose();
    }

    /// <summary>Waits until all that says more of its records has been read: else it would be chance which of two records is taken.</summary>
    private void AwaitOthers()
    {
        while (_atWork.Count > 0 && !_isPartial && !_stopped)
        {
            _ = Monitor.Wait(_gate);
        }

        _isPartial = true;
    }
}
