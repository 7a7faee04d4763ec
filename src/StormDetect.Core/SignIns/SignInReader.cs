using System;
using System.Runtime.CompilerServices;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>
/// Reads sign-ins of any form, row by row, into a table: what the portal downloads, pages and lines of Microsoft Graph, tables of Sentinel, Log Analytics and Defender, streams of
/// diagnostic settings, and requests that Microsoft Graph logged. Each row says itself what it is, so that forms may be mixed in one file.
/// </summary>
internal sealed class SignInReader : RowReader
{
    private readonly SignInFieldMap _map = new();
    private readonly SignInValues _values = new();
    private readonly JsonScratch _nested = new();
    private readonly JsonScratch _status = new();
    private readonly SignInInterner _interner;
    private SignInField[] _columns = [];
    private bool _hasStatusText;

    public SignInReader()
    {
        _interner = new SignInInterner(Table);
    }

    /// <inheritdoc/>
    public override ReadLedger Ledger { get; } = new();

    public SignInTable Table { get; } = new();

    /// <summary>The tenant whose log it is, where that is known from elsewhere: guests' sign-ins name their home. Empty to go by the rows.</summary>
    public string Tenant { get; init; } = string.Empty;

    /// <inheritdoc/>
    protected override void Entered(string source)
    {
    }

    /// <inheritdoc/>
    protected override bool IsContainer(JsonLayer layer) =>
        HoldsRows(layer) && !layer.Has(AuditField.Id) && !layer.Has(AuditField.CreatedDateTime) && !layer.Has(AuditField.TimeGenerated)
        && !layer.Has(AuditField.Properties) && !layer.Has(AuditField.Operation);

    /// <inheritdoc/>
    protected override bool MayBeRow(JsonLayer layer) => !IsContainer(layer);

    /// <inheritdoc/>
    protected override void Bind(CsvHeader header)
    {
        _columns = Array.ConvertAll(header.Columns, SignInFieldMap.Find);
        _hasStatusText = Array.IndexOf(header.Columns, "Status") >= 0 && Array.Exists(_columns, static field => field == SignInField.ErrorCode)
            && Array.Exists(header.Columns, static name => SignInFieldMap.Find(name) == SignInField.Time && name.StartsWith("Date", StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    protected override void Take(byte[] data, CsvCell[] cells, int count, ReadOnlySpan<byte> text, long offset)
    {
        _values.Clear();
        for (int i = 0; i < count; i++)
        {
            SignInField field = _columns[i];
            if (field != SignInField.None && cells[i].Length > 0)
            {
                CsvCell cell = cells[i];
                Set(field, new RawValue(data, cell.Start, cell.Length, cell.HasEscapedQuotes ? RawKind.QuotedCell : RawKind.Cell, null, 0), isInner: false);
            }
        }

        OpenProperties();
        Take(text, offset, isCsv: true);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Take(JsonLayer layer, ReadOnlySpan<byte> text, long offset)
    {
        _values.Clear();
        Fill(layer.Root, isInner: false);
        OpenProperties();
        Take(text, offset, isCsv: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(RawValue container, bool isInner)
    {
        JsonMembers members = new(container);
        while (members.Next())
        {
            SignInField field = _map.Find(members.Name);
            if (field != SignInField.None)
            {
                Set(field, members.Value, isInner);
            }
        }
    }

    /// <summary>What a diagnostic setting streams carries the sign-in as its properties; what stands around it says the log and the tenant.</summary>
    private void OpenProperties()
    {
        RawValue properties = _values[SignInField.Properties];
        if (properties.Kind == RawKind.Object)
        {
            Fill(properties, isInner: true);
        }
        else if (!properties.IsMissing && _nested.Read(properties) == JsonFault.None && _nested.IsObject)
        {
            Fill(_nested.Layer.Root, isInner: true);
        }
    }

    /// <summary>What comes first counts, and what is inside before what is around.</summary>
    private void Set(SignInField field, RawValue value, bool isInner)
    {
        if (!_values.Has(field) || (isInner && field is not (SignInField.Category or SignInField.StreamTenant or SignInField.Properties)))
        {
            _values.Set(field, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ReadOnlySpan<byte> text, long offset, bool isCsv)
    {
        bool isActivity = _values.Has(SignInField.RequestUri);
        if (_values.Has(SignInField.Operation) || !(_values.Has(SignInField.App) || _values.Has(SignInField.UserName) || _values.Has(SignInField.UserId)
            || _values.Has(SignInField.ServicePrincipal)))
        {
            Ledger.Drop(DropReason.NotASignIn, offset, (_values.Has(SignInField.Operation) ? "an audit record, which belongs to the audit logs: " : string.Empty) + Excerpt(text));
            return;
        }

        if (!TryTime(out int time))
        {
            Ledger.Drop(DropReason.InvalidTime, offset, Excerpt(text));
            return;
        }

        SignInKind kind = SignInKinds.Of(_values, isActivity);
        int tenant = Tenant.Length > 0 ? Table.Tenants.Add(Tenant) : _interner.Tenant(TenantOf());
        Ledger.Row(FormOf(isCsv, isActivity), time, RecordIdOutcome.New);
        if (!Succeeded())
        {
            Table.Note(tenant, kind, time);
            return;
        }

        if (isActivity && !IsMailRequest())
        {
            Table.Note(tenant, kind, time);
            return;
        }

        SignInRow row = new()
        {
            Tenant = tenant,
            Kind = kind,
            Time = time,
            User = User(),
            App = _interner.App(_values[SignInField.App]),
            Network = _interner.Network(_values[SignInField.Address]),
        };
        if (TokenId.TryKey(_values[SignInField.Session], out Guid session))
        {
            row.Session = session;
        }

        bool hasToken = TokenId.TryKey(_values[isActivity && !_values.Has(SignInField.Token) ? SignInField.ActivityToken : SignInField.Token], out Guid token);
        bool hasId = TokenId.TryKey(isActivity ? default : _values[SignInField.Id], out Guid id);
        row.Token = hasToken ? token : id;
        Table.Add(row);
        if (hasToken && hasId && id != token)
        {
            // The two are one identifier wherever they were measured; where they are not, either explains an access.
            row.Token = id;
            Table.Rows.Add(row);
        }
    }

    private bool TryTime(out int time)
    {
        foreach (SignInField field in (ReadOnlySpan<SignInField>)[SignInField.Time, SignInField.Generated])
        {
            RawValue value = _values[field];
            if (!value.IsMissing && (RecordTime.TryParse(value.Bytes, out long ticks) || RecordTime.TryParse(Encoding.UTF8.GetBytes(value.Text()), out ticks)))
            {
                time = FactTime.FromTicks(ticks);
                return true;
            }
        }

        time = 0;
        return false;
    }

    private int User()
    {
        RawValue name = _values[SignInField.UserName];
        RawValue id = _values[SignInField.UserId];
        id = ContextFields.IsReal(id.Bytes) ? id : _values[SignInField.ServicePrincipal];
        int named = name.IsMissing ? -1 : _interner.User(name);
        int identified = id.IsMissing ? -1 : _interner.User(id);
        if (named >= 0 && identified >= 0 && named != identified)
        {
            _interner.Name(identified, named);
        }

        return named >= 0 ? named : identified;
    }

    /// <summary>The tenant whose log it is: where the log says so, else the user's own.</summary>
    private RawValue TenantOf() =>
        _values.Has(SignInField.LogTenant) ? _values[SignInField.LogTenant]
        : _values.Has(SignInField.StreamTenant) && _values.Has(SignInField.Properties) ? _values[SignInField.StreamTenant]
        : _values.Has(SignInField.HomeTenant) ? _values[SignInField.HomeTenant]
        : _values[SignInField.ResourceTenant];

    /// <summary>Whether it gave a token: the portal says so in words, all others by an error code of 0.</summary>
    private bool Succeeded()
    {
        RawValue status = _values[SignInField.Status];
        if (_hasStatusText && !status.IsMissing && status.Kind is RawKind.Cell or RawKind.QuotedCell)
        {
            return status.EqualsAscii("Success"u8);
        }

        RawValue code = _values[SignInField.ErrorCode];
        if (code.IsMissing && !status.IsMissing && (status.Kind == RawKind.Object || status.Bytes.TrimStart((byte)' ').StartsWith("{"u8))
            && _status.Read(status) == JsonFault.None && _status.IsObject)
        {
            JsonMembers members = new(_status.Layer.Root);
            while (members.Next())
            {
                if (members.Is("errorCode"u8))
                {
                    code = members.Value;
                }
            }
        }

        return code.IsMissing || code.EqualsAscii("0"u8) || code.EqualsAscii("None"u8);
    }

    /// <summary>Of all that Graph served, what can have read mail.</summary>
    private bool IsMailRequest()
    {
        ReadOnlySpan<byte> uri = _values.Bytes(SignInField.RequestUri);
        return uri.IndexOf("/messages"u8) >= 0 || uri.IndexOf("/mailFolders"u8) >= 0 || uri.IndexOf("/mailfolders"u8) >= 0
            || uri.IndexOf("/$batch"u8) >= 0 || uri.IndexOf("/search/query"u8) >= 0;
    }

    private ExportForm FormOf(bool isCsv, bool isActivity) =>
        isActivity ? ExportForm.GraphActivity
        : isCsv && _hasStatusText ? ExportForm.SignInPortalCsv
        : _values.Has(SignInField.Properties) || _values.Has(SignInField.LogTenant) || _values.Has(SignInField.Generated) ? ExportForm.SigninLogs
        : _values.Has(SignInField.UserName) && _values.Has(SignInField.Time) && !_values.Has(SignInField.Status) && _values.Has(SignInField.ErrorCode) ? ExportForm.EntraIdSignInEvents
        : ExportForm.GraphSignIn;
}
