using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
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

    private static int Threads => Math.Min(8, Environment.ProcessorCount);

    /// <summary>Writes the records of a day.</summary>
    public ArchivePart Write(int day, ArchiveMerge records, ArchiveMergeProgress progress, CancellationToken cancellationToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken };
        List<ArchiveMember> members = Fill(records);
        while (members.Count > 0)
        {
            List<ArchiveMember> next = [];
            (byte[] Part, byte[] Index)[] packed = new (byte[], byte[])[members.Count];
            try
            {
                Parallel.For(-1, members.Count, parallel, i =>
                {
                    if (i < 0)
                    {
                        next = Fill(records);
                        return;
                    }

                    byte[] part = members[i].Pack();
                    packed[i] = (part, members[i].Index(part.Length));
                });
            }
            catch (AggregateException failure) when (failure.InnerException is Exception cause)
            {
                ExceptionDispatchInfo.Throw(cause);
            }

            _tenant.Guarded("append", () => Append(packed));
            members.ForEach(Count);
            members = next;
            progress.Add(records.Passed());
        }

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
        _hash.Dispose();
        _indexHash.Dispose();
    }

    /// <summary>Fills the next members; none at the end of the records. One thread at a time does.</summary>
    private List<ArchiveMember> Fill(ArchiveMerge records)
    {
        List<ArchiveMember> members = [];
        ArchiveMember? member = null;
        while ((member is not null || members.Count < 2 * Threads) && records.Next())
        {
            if (member is null)
            {
                member = _free.TryPop(out ArchiveMember? free) ? free : new ArchiveMember();
                members.Add(member);
            }

            member.Add(records.Current.Slot, records.Current.Line);
            member = member.TextBytes < _memberBytes ? member : null;
        }

        return members;
    }

    private void Append((byte[] Part, byte[] Index)[] packed)
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
    }

    private void Count(ArchiveMember member)
    {
        _text += member.TextBytes;
        _records += member.Records;
        _first = Math.Min(_first, member.First);
        _last = Math.Max(_last, member.Last);
        member.Clear();
        _free.Push(member);
    }

    private void AppendIndex(byte[] bytes)
    {
        ArchiveFiles.Append(_index, bytes, _indexBytes);
        _indexBytes += bytes.Length;
        _indexHash.AppendData(bytes);
    }
}
