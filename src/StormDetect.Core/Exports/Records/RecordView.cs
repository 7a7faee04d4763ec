using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// An audit record in place: the record's own members (inner), and what the export says around it (outer: a wrapper object or CSV columns). Collectors
/// ask for fields; no form is known to them. Valid only while the collector is called.
/// </summary>
internal sealed class RecordView
{
    private readonly JsonScratch _nested = new();

    /// <summary>The record's own members; null for a CSV row without AuditData.</summary>
    public JsonLayer? Inner { get; private set; }

    /// <summary>The object around it; null where there is none.</summary>
    public JsonLayer? OuterObject { get; private set; }

    /// <summary>The CSV row around it; null where there is none.</summary>
    public CsvFields? OuterCells { get; private set; }

    /// <summary>The JSON row as it stands in the input, with everything around the record; null for a CSV row.</summary>
    public JsonLayer? Row { get; set; }

    public ExportForm Form { get; private set; }

    /// <summary>Whether an earlier tool destroyed part of it.</summary>
    public bool Lossy { get; set; }

    /// <summary>The input, and where the row begins in it.</summary>
    public string Source { get; set; } = string.Empty;

    public long Offset { get; set; }

    /// <summary>The name of the operation, read before any collector is called; the same object for every record that spells it alike.</summary>
    public string OperationName { get; set; } = string.Empty;

    /// <summary>Time in seconds (<see cref="Facts.FactTime"/>), read before any collector is called.</summary>
    public int Time { get; set; }

    /// <summary>Hundred-nanosecond ticks of the same time (UTC), with what fraction the record carries.</summary>
    public long Ticks { get; set; }

    /// <summary>The record's id as a GUID, or a hash where it is none, read before any collector is called.</summary>
    public Guid RecordKey { get; set; }

    /// <summary>Whether <see cref="RecordKey"/> is the id itself.</summary>
    public bool HasGuid { get; set; }

    public RawValue Id => First(AuditField.Id, AuditField.RecordId, AuditField.Identity, AuditField.SourceRecordId, AuditField.OfficeId);

    public RawValue Operation => First(AuditField.Operation, AuditField.Operations, AuditField.ActionType);

    public RawValue UserId => First(AuditField.UserId, AuditField.UserIds, AuditField.UserPrincipalName);

    public RawValue RecordType => First(AuditField.RecordType, AuditField.AuditLogRecordType);

    public RawValue Workload => First(AuditField.Workload, AuditField.OfficeWorkload, AuditField.Service);

    public RawValue ObjectId => First(AuditField.ObjectId, AuditField.OfficeObjectId);

    /// <summary>What the client calls itself; 2025 records can carry it as ActorInfoString.</summary>
    public RawValue ClientInfo => First(AuditField.ClientInfoString, AuditField.ActorInfoString);

    /// <summary>The client's address: mailbox records carry it as ClientIPAddress, others as ClientIP or ActorIpAddress.</summary>
    public RawValue Address =>
        First(AuditField.ClientIPAddress, AuditField.ClientIP, AuditField.ActorIpAddress, AuditField.ActorIP, AuditField.IPAddress, AuditField.SourceIp);

    public void Reset(JsonLayer? inner, JsonLayer? outerObject, CsvFields? outerCells, ExportForm form)
    {
        Inner = inner;
        OuterObject = outerObject;
        OuterCells = outerCells;
        Form = form;
        Lossy = false;
    }

    /// <summary>A field of the record itself, else of what stands around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RawValue Get(AuditField field)
    {
        if (Inner is not null)
        {
            RawValue value = Inner.Get(field);
            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return Outer(field);
    }

    /// <summary>The bytes of <see cref="Get"/>, where it is text or a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(AuditField field)
    {
        if (Inner is not null)
        {
            ReadOnlySpan<byte> bytes = Inner.Bytes(field);
            if (!bytes.IsEmpty)
            {
                return bytes;
            }
        }

        return OuterObject is null && OuterCells is null ? default : Outer(field).Bytes;
    }

    /// <summary>A field of what stands around the record.</summary>
    public RawValue Outer(AuditField field)
    {
        if (OuterObject is not null)
        {
            return OuterObject.Get(field);
        }

        return OuterCells is not null ? OuterCells.Get(field) : default;
    }

    /// <summary>
    /// A nested object or array, also where the form carries it as text. One at a time: opening the next one overwrites the last.
    /// </summary>
    /// <returns>The container, or missing where there is none.</returns>
    public RawValue Open(AuditField field)
    {
        RawValue value = Get(field);
        return value.Kind switch
        {
            RawKind.Object or RawKind.Array => value,
            RawKind.Missing => default,
            _ => _nested.Read(value) == JsonFault.None ? _nested.Layer.At(0) : default,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RawValue First(AuditField a, AuditField b, AuditField c = AuditField.None, AuditField d = AuditField.None, AuditField e = AuditField.None, AuditField f = AuditField.None)
    {
        RawValue value = Get(a);
        value = value.IsEmpty ? Get(b) : value;
        value = value.IsEmpty && c != AuditField.None ? Get(c) : value;
        value = value.IsEmpty && d != AuditField.None ? Get(d) : value;
        value = value.IsEmpty && e != AuditField.None ? Get(e) : value;
        return value.IsEmpty && f != AuditField.None ? Get(f) : value;
    }
}
