using System;
using System.IO;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>A piped object, sorted: file, record, record's JSON, finding or nothing of use.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Path, JSON or id; what is wrong with a damaged report.</param>
/// <param name="Record">The record, for <see cref="AuditInputKind.Record"/>.</param>
internal readonly record struct AuditInput(AuditInputKind Kind, string Text, AuditRecord? Record)
{
    /// <summary>The report, for <see cref="AuditInputKind.Search"/>.</summary>
    public SearchReport? Search { get; private init; }

    /// <summary>The object's type, for errors.</summary>
    public string TypeName { get; private init; } = string.Empty;

    /// <summary>Sorts an object.</summary>
    /// <param name="input">What was piped.</param>
    /// <returns>What it is.</returns>
    public static AuditInput Sort(PSObject input) => SortByType(input) with
    {
        TypeName = input.TypeNames.Count > 0 ? input.TypeNames[0] : input.BaseObject.GetType().FullName!,
    };

    private static AuditInput SortByType(PSObject input)
    {
        switch (input.BaseObject)
        {
            case AuditRecord record:
                return new AuditInput(AuditInputKind.Record, record.Id, record);
            case Finding finding:
                return new AuditInput(AuditInputKind.Finding, finding.Id, Record: null);
            case SearchReport report:
                return new AuditInput(AuditInputKind.Search, report.TenantId, Record: null) { Search = report };
            case string text:
                return new AuditInput(LooksLikeJson(text) ? AuditInputKind.Text : AuditInputKind.Path, text, Record: null);
            case FileSystemInfo file:
                return new AuditInput(AuditInputKind.LiteralPath, file.FullName, Record: null);
            case PathInfo path:
                return new AuditInput(AuditInputKind.LiteralPath, path.Path, Record: null);
            default:
                return SortByProperties(input);
        }
    }

    private static AuditInput SortByProperties(PSObject input)
    {
        if (HasTypeName(input, "System.IO.FileInfo", "System.IO.DirectoryInfo") && LooseProperties.GetString(input, "FullName") is { } path)
        {
            return new AuditInput(AuditInputKind.LiteralPath, path, Record: null);
        }

        if (HasTypeName(input, typeof(AuditRecord).FullName!) && DeserializedAuditRecord.TryRead(input, out AuditRecord? record))
        {
            return new AuditInput(AuditInputKind.Record, record.Id, record);
        }

        if (HasTypeName(input, typeof(SearchReport).FullName!))
        {
            try
            {
                SearchReport report = DeserializedSearchReport.Read(input);
                return new AuditInput(AuditInputKind.Search, report.TenantId, Record: null) { Search = report };
            }
            catch (InvalidDataException damage)
            {
                return new AuditInput(AuditInputKind.DamagedSearch, damage.Message, Record: null);
            }
        }

        if (LooseProperties.GetString(input, "AuditData") is { } auditData)
        {
            return new AuditInput(AuditInputKind.Text, IsClosed(auditData) ? auditData : OuterObjectJson.Write(input), Record: null);
        }

        if (LooseProperties.GetString(input, "RawEventData") is { Length: > 0 } rawEventData)
        {
            return new AuditInput(AuditInputKind.Text, rawEventData, Record: null);
        }

        return FindingRecordIds.TryRead(input, out _)
            ? new AuditInput(AuditInputKind.Finding, LooseProperties.GetString(input, nameof(Finding.Id)) ?? string.Empty, Record: null)
            : new AuditInput(AuditInputKind.NotSupported, string.Empty, Record: null);
    }

    // A file may be named {guid}.csv, but a name has no quotes where braces open JSON.
    private static bool LooksLikeJson(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.Length > 1 && start[0] is '{' && start[1..].TrimStart() is ['"', ..];
    }

    private static bool IsClosed(string json) => json.AsSpan().Trim() is ['{', .., '}'];

    private static bool HasTypeName(PSObject input, params string[] names)
    {
        foreach (string typeName in input.TypeNames)
        {
            foreach (string name in names)
            {
                if (typeName.Equals("Deserialized." + name, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
