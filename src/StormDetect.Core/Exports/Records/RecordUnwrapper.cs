using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Finds the audit record inside whatever an export wraps around it. Each record says itself what form it has, so forms may be mixed in one file.
/// </summary>
internal sealed class RecordUnwrapper
{
    private const int MaxWrappers = 4;

    /// <summary>What may be around a record although it shows an operation.</summary>
    private static readonly FieldSet s_wrappers =
        FieldSet.Of(AuditField.AuditData, AuditField.RawEventData, AuditField.Raw, AuditField.AdditionalProperties);

    private static readonly FieldSet s_officeActivity = FieldSet.Of(AuditField.OfficeWorkload, AuditField.SourceRecordId, AuditField.OfficeId);

    private static readonly AuditField[] s_nested =
    [
        AuditField.OperationProperties, AuditField.Folders, AuditField.Parameters, AuditField.AppAccessContext, AuditField.Item, AuditField.AffectedItems,
    ];

    private readonly JsonLayer[] _objects = [new(), new(), new(), new(), new()];
    private readonly JsonScratch[] _texts = [new(), new(), new(), new(), new()];

    /// <summary>Unwraps a JSON object.</summary>
    /// <param name="layer">The object, already read.</param>
    /// <param name="view">Receives the record and what stands around it.</param>
    /// <returns>What was lost on the way, or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DropReason? Unwrap(JsonLayer layer, RecordView view)
    {
        JsonLayer inner = layer;
        JsonLayer? outer = null;
        ExportForm form = ExportForm.Unknown;
        for (int step = 0; step < MaxWrappers; step++)
        {
            AuditField field = WrapperOf(inner, out ExportForm wrapped);
            if (field == AuditField.None)
            {
                break;
            }

            form = form == ExportForm.Unknown || wrapped != ExportForm.Unknown ? wrapped : form;
            JsonLayer? next = Open(inner.Get(field), step);
            if (next is null)
            {
                // AuditData was there and cannot be read: what the wrapper says is all there is.
                view.Reset(null, inner, null, form);
                return DropReason.AuditDataMissing;
            }

            outer = inner;
            inner = next;
        }

        view.Reset(inner, outer, null, form == ExportForm.Unknown ? FlatForm(inner) : form);
        return IsMangled(inner) ? DropReason.NestedValuesLost : null;
    }

    /// <summary>Unwraps a CSV row.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="form">The form of the file.</param>
    /// <param name="view">Receives the record and what stands around it.</param>
    /// <returns>What was lost on the way, or null.</returns>
    public DropReason? Unwrap(CsvFields cells, ExportForm form, RecordView view)
    {
        AuditField field = cells.Has(AuditField.AuditData) ? AuditField.AuditData
            : cells.Has(AuditField.RawEventData) ? AuditField.RawEventData
            : cells.Has(AuditField.AdditionalProperties) && form == ExportForm.EnrichedAuditLogs ? AuditField.AdditionalProperties
            : form == ExportForm.Splunk && (StartsLikeObject(cells.Get(AuditField.Raw)) || !cells.Has(AuditField.Operation)) ? AuditField.Raw
            : AuditField.None;
        JsonLayer? inner = field == AuditField.None ? null : Open(cells.Get(field), 0);
        view.Reset(inner, null, cells, form);
        if (inner is null)
        {
            return field is not (AuditField.None or AuditField.AdditionalProperties) ? DropReason.AuditDataMissing : IsMangled(cells) ? DropReason.NestedValuesLost : null;
        }

        return IsMangled(inner) ? DropReason.NestedValuesLost : null;
    }

    /// <summary>The form of a CSV file, from its columns.</summary>
    public static ExportForm FormOf(CsvFields cells, string[] columns) =>
        cells.Has(AuditField.AuditData) && (cells.Has(AuditField.RecordId) || HasPrefix(columns, "AssociatedAdminUnit")) ? ExportForm.PurviewCsv
        : cells.Has(AuditField.AuditData) ? ExportForm.SearchCsv
        : cells.Has(AuditField.RawEventData) ? ExportForm.CloudAppEvents
        : cells.Has(AuditField.OfficeWorkload) ? ExportForm.OfficeActivity
        : cells.Has(AuditField.AdditionalProperties) ? ExportForm.EnrichedAuditLogs
        : HasPrefix(columns, AuditFieldMap.ElasticPrefix) ? ExportForm.Elastic
        : cells.Has(AuditField.Raw) ? ExportForm.Splunk
        : ExportForm.ColumnsCsv;

    private static bool HasPrefix(string[] columns, string prefix) =>
        Array.Exists(columns, column => column.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static AuditField WrapperOf(JsonLayer layer, out ExportForm form)
    {
        form = ExportForm.Unknown;
        if (!layer.Fields.Overlaps(s_wrappers) && layer.Has(AuditField.Operation))
        {
            return AuditField.None;
        }

        if (Holds(layer, AuditField.AuditData))
        {
            form = layer.Has(AuditField.AuditLogRecordType) || layer.Has(AuditField.CreatedDateTime)
                ? ExportForm.GraphAuditLogRecord
                : ExportForm.SearchJson;
            return AuditField.AuditData;
        }

        if (Holds(layer, AuditField.RawEventData))
        {
            form = ExportForm.CloudAppEvents;
            return AuditField.RawEventData;
        }

        if (StartsLikeObject(layer.Get(AuditField.Raw)))
        {
            form = ExportForm.Splunk;
            return AuditField.Raw;
        }

        if (layer.Has(AuditField.AdditionalProperties) && layer.Has(AuditField.Operation) && StartsLikeObject(layer.Get(AuditField.AdditionalProperties)))
        {
            form = ExportForm.EnrichedAuditLogs;
            return AuditField.AdditionalProperties;
        }

        if (layer.Has(AuditField.Operation) || layer.Has(AuditField.Operations))
        {
            return AuditField.None;
        }

        if (IsObject(layer, AuditField.O365))
        {
            form = ExportForm.Elastic;
            return AuditField.O365;
        }

        return IsObject(layer, AuditField.Audit) ? AuditField.Audit
            : IsObject(layer, AuditField.Result) ? AuditField.Result
            : IsObject(layer, AuditField.Source) ? AuditField.Source
            : IsObject(layer, AuditField.Properties) ? AuditField.Properties
            : IsObject(layer, AuditField.Office365) ? AuditField.Office365
            : IsObject(layer, AuditField.Data) ? AuditField.Data
            : AuditField.None;
    }

    /// <summary>Whether an object has an operation of its own or something around one.</summary>
    public static bool MayBeRecord(JsonLayer layer) =>
        layer.Has(AuditField.Operation) || layer.Has(AuditField.Operations) || WrapperOf(layer, out _) != AuditField.None;

    private JsonLayer? Open(RawValue value, int step)
    {
        if (value.Kind == RawKind.Object)
        {
            int token = value.Token;
            JsonLayer layer = _objects[step];
            return layer.Read(value.Layer!.Data, value.Layer.Tokens, ref token, value.Layer.QuoteWidth) == JsonFault.None ? layer : null;
        }

        JsonScratch text = _texts[step];
        return value.Kind is RawKind.String or RawKind.Cell or RawKind.QuotedCell && text.Read(value) == JsonFault.None && text.IsObject
            ? text.Layer
            : null;
    }

    private static ExportForm FlatForm(JsonLayer layer)
    {
        if (layer.Fields.Overlaps(s_officeActivity))
        {
            return ExportForm.OfficeActivity;
        }

        if (layer.Has(AuditField.AdditionalProperties))
        {
            return ExportForm.EnrichedAuditLogs;
        }

        if (!layer.Has(AuditField.Operation))
        {
            return layer.Has(AuditField.ActionType) ? ExportForm.CloudAppEvents : layer.Has(AuditField.Operations) ? ExportForm.SearchJson : ExportForm.ActivityApi;
        }

        // A flattened Elastic document: its names begin with "o365.audit.".
        int nameToken = layer.Slots[(int)AuditField.Operation] - 1 - 3;
        int at = layer.Tokens.Positions[nameToken] + layer.QuoteWidth;
        return layer.Data.AsSpan(at).StartsWith("o365."u8) ? ExportForm.Elastic : ExportForm.ActivityApi;
    }

    // Also when it is null: then the record was cut away, and that must be said.
    private static bool Holds(JsonLayer layer, AuditField field) =>
        layer.Has(field) && layer.Get(field).Kind is RawKind.String or RawKind.Object or RawKind.Missing;

    private static bool IsObject(JsonLayer layer, AuditField field) => layer.Get(field).Kind == RawKind.Object;

    private static bool StartsLikeObject(RawValue value) =>
        value.Kind == RawKind.Object || (value.Kind is RawKind.String or RawKind.Cell or RawKind.QuotedCell && value.Bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8));

    /// <summary>Whether PowerShell's depth limit turned nested values into text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsMangled(JsonLayer layer)
    {
        foreach (AuditField field in s_nested)
        {
            int slot = layer.Slots[(int)field];
            if (slot != 0 && IsMangled(layer, slot - 1, field))
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsMangled(JsonLayer layer, int token, AuditField field)
    {
        token = First(layer, token);
        if (field == AuditField.Folders && layer.Data[layer.Tokens.Positions[token]] == (byte)'{')
        {
            // One level deeper is where the limit strikes first.
            JsonMembers members = new(layer.At(token));
            while (members.Next())
            {
                if (members.Is("FolderItems"u8))
                {
                    token = First(layer, members.Token);
                    break;
                }
            }
        }

        if (layer.Data[layer.Tokens.Positions[token]] != (byte)'"')
        {
            return false;
        }

        return IsMangled(layer.BytesAt(token));
    }

    private static bool IsMangled(CsvFields cells)
    {
        foreach (AuditField field in s_nested)
        {
            if (IsMangled(cells.Get(field).Bytes))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMangled(ReadOnlySpan<byte> text) => text.StartsWith("@{"u8) || text.StartsWith("System."u8);

    /// <summary>The first element of an array, or its end; anything else is itself.</summary>
    private static int First(JsonLayer layer, int token) => layer.Data[layer.Tokens.Positions[token]] == (byte)'[' ? token + 1 : token;
}
