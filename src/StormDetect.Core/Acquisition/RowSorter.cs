using System;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Acquisition;

/// <summary>Tells of rows, one by one, whether they are records and whether they came before: with the same eyes as the readers of exports.</summary>
internal sealed class RowSorter
{
    private readonly RecordIdSet _ids;
    private readonly RecordReader _reader;
    private readonly Sight _sight = new();
    private byte[] _buffer = new byte[16 << 10];

    public RowSorter(RecordIdSet ids)
    {
        _ids = ids;
        _reader = new RecordReader(new RecordSink([_sight], ids));
        _reader.Sink.Ledger.Enter("(search)", -1);
    }

    /// <summary>Ticks (UTC) of the record seen last.</summary>
    public long Ticks => _sight.Ticks;

    /// <summary>Tenant of the record seen last; empty where it does not say.</summary>
    public string TenantId => _sight.TenantId;

    public SortedRow Sort(ReadOnlySpan<byte> json)
    {
        if (_buffer.Length < json.Length + RecordReader.Slack)
        {
            _buffer = new byte[(2 * json.Length) + RecordReader.Slack];
        }

        json.CopyTo(_buffer);
        _buffer.AsSpan(json.Length, RecordReader.Slack).Clear();
        _sight.IsSeen = false;
        ReadLedger ledger = _reader.Sink.Ledger;
        long repeats = ledger.Duplicates;
        _reader.ReadRow(_buffer, json.Length);
        if (_sight.IsSeen)
        {
            return SortedRow.New;
        }

        if (ledger.Duplicates > repeats)
        {
            return SortedRow.Repeat;
        }

        // Nothing names it, so all its bytes do.
        ulong hash = ByteHash.Of(json);
        return _ids.Add(hash, hash) == RecordIdOutcome.Duplicate ? SortedRow.Repeat : SortedRow.Unreadable;
    }

    private sealed class Sight : IAuditCollector
    {
        private byte[] _tenant = [];

        public bool IsSeen { get; set; }

        public long Ticks { get; private set; }

        public string TenantId { get; private set; } = string.Empty;

        public bool Wants(string operation) => true;

        public void Collect(RecordView record)
        {
            IsSeen = true;
            Ticks = record.Ticks;
            ReadOnlySpan<byte> tenant = record.Bytes(AuditField.OrganizationId);
            if (!tenant.SequenceEqual(_tenant))
            {
                _tenant = tenant.ToArray();
                TenantId = record.Get(AuditField.OrganizationId).Text();
            }
        }

        public IAuditCollector Fork() => throw new NotSupportedException();

        public void Merge(IAuditCollector other) => throw new NotSupportedException();
    }
}
