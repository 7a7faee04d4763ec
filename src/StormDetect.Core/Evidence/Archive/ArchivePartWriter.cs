using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Archives;

/// <summary>
/// Writes a part and its index. Packing, which takes most of the time, keeps all cores busy: some members are packed while the next are filled. Where a member ends follows from its records alone.
/// </summary>
internal sealed class ArchivePartWriter : IDisposable
{
    private readonly ArchiveTenant _tenant;
    private readonly string _part;
    private readonly string _index;
    private readonly int _memberBytes;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _indexHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stack<ArchiveMember> _free = new();
    private List<ArchiveMember> _filled = [];
    private List<ArchiveMember> _inWork = [];
    private ArchiveMember _member = new();
    private Task? _packing;
    private long _bytes;
    private long _indexBytes;
    private long _text;
    private long _records;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public ArchivePartWriter(ArchiveTenant tenant, string part, string index, int memberBytes)
    {
        _tenant = tenant;
        _part = part;
        _index = index;
        _memberBytes = memberBytes;
    }

    private static int AtOnce => Math.Min(8, Environment.ProcessorCount) * 2;

    public void Add(in ArchiveSlot slot, ReadOnlySpan<byte> line, CancellationToken cancellationToken)
    {
        _member.Add(slot, line);
        if (_member.TextBytes < _memberBytes)
        {
            return;
        }

        _filled.Add(_member);
        _member = _free.TryPop(out ArchiveMember? free) ? free : new ArchiveMember();
        if (_filled.Count >= AtOnce)
        {
            Pack(cancellationToken);
        }
    }

    public ArchivePart Finish(int day, CancellationToken cancellationToken)
    {
        if (_member.Records > 0)
        {
            _filled.Add(_member);
        }

        Pack(cancellationToken);
        Wait();
        return new ArchivePart
        {
            Day = day,
            Records = _records,
            Text = _text,
            First = new DateTimeOffset(_first, TimeSpan.Zero),
            Last = new DateTimeOffset(_last, TimeSpan.Zero),
            Bytes = _bytes,
            Hash = ArchiveJson.Hex(_hash.GetCurrentHash()),
            IndexBytes = _indexBytes,
            IndexHash = ArchiveJson.Hex(_indexHash.GetCurrentHash()),
        };
    }

    public void Dispose()
    {
        try
        {
            // Nobody may still be writing to what is taken away next.
            _packing?.Wait();
        }
        catch (AggregateException)
        {
            // Told already, or less than what ended the run.
        }

        _hash.Dispose();
        _indexHash.Dispose();
    }

    private void Wait()
    {
        _packing?.GetAwaiter().GetResult();
        _packing = null;
        foreach (ArchiveMember member in _inWork)
        {
            member.Clear();
            _free.Push(member);
        }

        _inWork.Clear();
    }

    private void Pack(CancellationToken cancellationToken)
    {
        Wait();
        (_filled, _inWork) = (_inWork, _filled);
        List<ArchiveMember> members = _inWork;
        _packing = Task.Run(() => Write(members, cancellationToken), CancellationToken.None);
    }

    private void Write(List<ArchiveMember> members, CancellationToken cancellationToken)
    {
        (byte[] Packed, byte[] Index)[] packed = new (byte[], byte[])[members.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Min(8, Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.For(0, members.Count, parallel, i =>
        {
            byte[] part = members[i].Pack();
            packed[i] = (part, members[i].Index(part.Length));
        });
        _tenant.Guarded("append", () =>
        {
            foreach ((byte[] part, byte[] index) in packed)
            {
                if (_indexBytes == 0)
                {
                    AppendIndex(ArchiveIndex.Mark.ToArray());
                }

                ArchiveFiles.Append(_part, part, _bytes);
                _bytes += part.Length;
                _hash.AppendData(part);
                AppendIndex(index);
            }
        });
        foreach (ArchiveMember member in members)
        {
            _text += member.TextBytes;
            _records += member.Records;
            _first = Math.Min(_first, member.First);
            _last = Math.Max(_last, member.Last);
        }
    }

    private void AppendIndex(byte[] bytes)
    {
        ArchiveFiles.Append(_index, bytes, _indexBytes);
        _indexBytes += bytes.Length;
        _indexHash.AppendData(bytes);
    }
}
