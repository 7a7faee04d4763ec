using System;
using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>
/// Reads records that lie inside one array or wrapper object: goes down into wrappers until it meets an array, and takes the array's objects for
/// records; of an array under a name that no page gives its rows, such as a schema's, only those that can be one. Never holds more than a block and a record.
/// </summary>
internal sealed class JsonTree(RowReader reader)
{
    private readonly Stack<(bool InObject, bool HoldsRows)> _containers = new(); // what is around the one at hand
    private byte[]? _resumeAt; // how records begin here, while the next one after a damaged one is looked for
    private bool _inObject;
    private bool _holdsRows = true; // whether each object in the array at hand has to be a row
    private bool _namesRows; // whether the last text could be the name of such an array

    /// <summary>Reads a whole input.</summary>
    public void Read(LogInput input, TextBlock block, CancellationToken cancellationToken)
    {
        foreach (bool _ in Steps(input, block, cancellationToken))
        {
            // Each step has already given its records to the sink.
        }
    }

    /// <summary>Reads a whole input, block by block: after each step the records read so far are with the sink.</summary>
    public IEnumerable<bool> Steps(LogInput input, TextBlock block, CancellationToken cancellationToken)
    {
        reader.Enter(input);
        long counted = 0;
        int at = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Nothing more although the input goes on: a record as large as no record can be. Then it is dropped like one that was cut.
            bool more = input.Fill(block, at, cancellationToken) && !block.IsLast;
            at = 0;
            reader.Ledger.Text(Math.Max(0, block.Offset + block.Length - counted));
            counted = Math.Max(counted, block.Offset + block.Length);
            Read(block.Buffer, ref at, block.Length, block.Offset, valid: false, more);
            yield return more;
        }
        while (!block.IsLast);

        if (_containers.Count > 0)
        {
            reader.Ledger.Drop(DropReason.MalformedJson, block.Offset + block.Length, "the file ends inside its array: it was cut");
        }
    }

    /// <summary>Reads one container that lies wholly in memory.</summary>
    public void ReadContainer(byte[] data, ref int at, int limit, long offset, bool valid)
    {
        Push(isObject: true);
        at++;
        while (at < limit && _containers.Count > 0)
        {
            int before = at;
            Read(data, ref at, limit, offset, valid, more: false, stopAtRoot: true);
            if (at == before)
            {
                break;
            }
        }

        if (_containers.Count > 0)
        {
            reader.Ledger.Drop(DropReason.MalformedJson, offset + limit, "a page of rows ends inside its array: it was cut");
        }
    }

    private void Read(byte[] data, ref int at, int limit, long offset, bool valid, bool more, bool stopAtRoot = false)
    {
        while (at < limit && !(stopAtRoot && _containers.Count == 0))
        {
            if (_resumeAt is not null && !Resume(data, ref at, limit, more))
            {
                return;
            }

            byte c = data[at];
            switch (c)
            {
                case <= (byte)' ' or (byte)',' or (byte)':':
                    at++;
                    break;

                case (byte)'[':
                    Push(isObject: false, holdsRows: _inObject ? _namesRows : _holdsRows);
                    at++;
                    break;

                case (byte)'{' when _inObject:
                    // A wrapper inside a wrapper.
                    Push(isObject: true);
                    at++;
                    break;

                case (byte)'{' when _containers.Count == 0 && !stopAtRoot && more && reader.IsRecordAt(data, at, limit, more) is not true and var isRecord:
                    if (isRecord is null)
                    {
                        return;
                    }

                    // A wrapper, of which there is more than the text at hand.
                    Push(isObject: true);
                    at++;
                    break;

                case (byte)'{':
                    int start = at;
                    ObjectOutcome outcome = reader.ReadObject(data, ref at, limit, offset, valid, more, mayBeOther: !_holdsRows);
                    if (outcome == ObjectOutcome.NeedsMore)
                    {
                        return;
                    }

                    if (outcome is ObjectOutcome.Damaged or ObjectOutcome.Broken)
                    {
                        _resumeAt = Beginning(data, start, limit);
                        at = start + 1;
                    }
                    else if (outcome == ObjectOutcome.Container)
                    {
                        Push(isObject: true);
                        at = start + 1;
                    }

                    break;

                case (byte)'}' or (byte)']':
                    // One that closes nothing is what damage left.
                    if (_inObject == (c == (byte)'}'))
                    {
                        Pop();
                    }

                    at++;
                    break;

                case (byte)'"':
                    int end = StringEnd(data, at, limit);
                    if (end < 0)
                    {
                        at = more ? at : limit;
                        return;
                    }

                    _namesRows = RowReader.NamesRows(data, at + 1, end - at - 2);
                    at = end;
                    break;

                default:
                    // A number or literal between members says nothing about records.
                    at++;
                    break;
            }
        }
    }

    /// <summary>
    /// Finds the record behind a damaged one. Where the damaged one ends cannot be known, and its inner objects are no records: the next object that
    /// begins as it did (the records of an export all begin with the same member), closes, and may be a record.
    /// </summary>
    /// <returns>Whether there is one in the text at hand.</returns>
    private bool Resume(byte[] data, ref int at, int limit, bool more)
    {
        while (true)
        {
            int next = data.AsSpan(at, limit - at).IndexOf(_resumeAt);
            if (next < 0)
            {
                break;
            }

            at += next;
            switch (reader.IsRecordAt(data, at, limit, more))
            {
                case true:
                    _resumeAt = null;
                    return true;
                case null:
                    return false;
            }

            at++;
        }

        if (more)
        {
            at = Math.Max(at, limit - _resumeAt!.Length + 1);
            return false;
        }

        // The damaged record was the last one; what closes the array went with it, and it is reported already.
        at = limit;
        _resumeAt = null;
        _containers.Clear();
        return false;
    }

    /// <summary>How the object at a place begins: its bracket and the name of its first member, blanks between them included.</summary>
    public static byte[] Beginning(byte[] data, int start, int limit)
    {
        int quote = data.AsSpan(start, limit - start).IndexOf((byte)'"');
        int end = quote < 0 ? -1 : StringEnd(data, start + quote, limit);
        return end < 0 || end - start > 256 ? [(byte)'{'] : data.AsSpan(start, end - start).ToArray();
    }

    private static int StringEnd(byte[] data, int at, int limit)
    {
        int i = at + 1;
        while (i < limit)
        {
            int next = data.AsSpan(i, limit - i).IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            i += next;
            if (data[i] == (byte)'"')
            {
                return i + 1;
            }

            i += 2;
        }

        return -1;
    }

    private void Push(bool isObject, bool holdsRows = true)
    {
        _containers.Push((_inObject, _holdsRows));
        (_inObject, _holdsRows) = (isObject, holdsRows);
    }

    private void Pop()
    {
        if (_containers.TryPop(out (bool InObject, bool HoldsRows) outer))
        {
            (_inObject, _holdsRows) = outer;
        }
    }
}
