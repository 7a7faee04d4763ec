using System;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using StormDetect.Binding;

namespace StormDetect.Commands;

/// <summary>A row of an answer of Search-UnifiedAuditLog.</summary>
/// <param name="Index">ResultIndex; 0 where it has none.</param>
/// <param name="Announced">ResultCount.</param>
/// <param name="Identity">The record's id; empty where the row does not say it.</param>
/// <param name="Json">The record; empty where the row carries none.</param>
internal sealed record ExchangeRow(int Index, long Announced, string Identity, string Json)
{
    /// <summary>What the record is known by.</summary>
    public string Key => Identity.Length > 0 ? Identity : Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));

    public static ExchangeRow? Of(PSObject item)
    {
        AuditInput input = AuditInput.Sort(item);
        bool hasData = input.Kind == AuditInputKind.Text && LooseProperties.GetString(item, "AuditData") is { Length: > 0 };
        return !hasData && LooseProperties.Get(item, ExchangeAnswer.Metadata) is not null && LooseProperties.Get(item, "ResultIndex") is null
            ? null // said of the search, not a row of it
            : new ExchangeRow((int)Number(item, "ResultIndex"), Number(item, "ResultCount"), LooseProperties.Get(item, "Identity")?.ToString() ?? string.Empty, hasData ? input.Text : string.Empty);
    }

    private static long Number(PSObject item, string name) => LanguagePrimitives.TryConvertTo(LooseProperties.Get(item, name), CultureInfo.InvariantCulture, out long number) ? number : 0;
}
