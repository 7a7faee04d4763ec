using System;
using System.IO;
using System.Security.Cryptography;

namespace StormDetect.Core.Archives;

/// <summary>A day that a run adds to: the keys the archive has of it already, and the part that is being written beside it. Used by several threads.</summary>
internal sealed class ArchiveDay : IDisposable
{
    private readonly object _gate = new();
    private readonly ArchiveTenant _tenant;
    private readonly UInt128[] _known;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _indexHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;
    private long _indexBytes;
    private long _text;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public ArchiveDay(ArchiveTenant tenant, int day, UInt128[] known)
    {
        _tenant = tenant;
        _known = known;
        Day = day;
        StagedPart = Path.Join(tenant.Staging, ArchiveLayout.DayName(day) + ArchiveLayout.PartSuffix);
        StagedIndex = Path.Join(tenant.Staging, ArchiveLayout.DayName(day) + ArchiveLayout.IndexSuffix);
    }

    public int Day { get; }

    public string StagedPart { get; }

    public string StagedIndex { get; }

    public long Records { get; private set; }

    public bool Knows(UInt128 key) => Array.BinarySearch(_known, key) >= 0;

    /// <summary>Packs records and writes them behind the ones before.</summary>
    public void Append(ArchiveMember member)
    {
        byte[] packed = member.Pack();
        byte[] index = member.Index(packed.Length);
        lock (_gate)
        {
            _tenant.Guarded("append", () =>
            {
                if (_indexBytes == 0)
                {
                    AppendIndex(ArchiveIndex.Mark.ToArray());
                }

                ArchiveFiles.Append(StagedPart, packed, _bytes);
                _bytes += packed.Length;
                _hash.AppendData(packed);
                AppendIndex(index);
            });
            _text += member.TextBytes;
            Records += member.Records;
            _first = Math.Min(_first, member.First);
            _last = Math.Max(_last, member.Last);
        }
    }

    public ArchivePart Finish() => new()
    {
        Day = Day,
        Records = Records,
        Text = _text,
        First = new DateTimeOffset(_first, TimeSpan.Zero),
        Last = new DateTimeOffset(_last, TimeSpan.Zero),
        Bytes = _bytes,
        Hash = ArchiveJson.Hex(_hash.GetCurrentHash()),
        IndexBytes = _indexBytes,
        IndexHash = ArchiveJson.Hex(_indexHash.GetCurrentHash()),
    };

    public void Dispose()
    {
        _hash.Dispose();
        _indexHash.Dispose();
    }

    private void AppendIndex(byte[] bytes)
    {
        ArchiveFiles.Append(StagedIndex, bytes, _indexBytes);
        _indexBytes += bytes.Length;
        _indexHash.AppendData(bytes);
    }
}
