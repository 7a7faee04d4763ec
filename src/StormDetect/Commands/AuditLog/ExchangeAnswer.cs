using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Binding;

namespace StormDetect.Commands;

/// <summary>What a call of Search-UnifiedAuditLog gave.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="HasMore">Whether there are more, where it says so.</param>
internal sealed record ExchangeAnswer(List<ExchangeRow> Rows, bool? HasMore)
{
    /// <summary>What says, beside the rows, whether there are more.</summary>
    public const string Metadata = "AuditSearchRequestMetadata";

    private const string More = "moreRecordsAvailable";

    /// <summary>Whether an item says that there are more; null where it says nothing of that.</summary>
    public static bool? MoreOf(PSObject item)
    {
        object? metadata = LooseProperties.Get(item, Metadata);
        // Documented as AuditSearchRequestMetadata.moreRecordsAvailable; whether that is an object or its JSON is not.
        string text = metadata switch
        {
            null => string.Empty,
            string json => json.Replace("\"", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal),
            _ => $"{More}:{LooseProperties.Get(PSObject.AsPSObject(metadata), More)}",
        };
        return text.Contains(More + ":true", StringComparison.OrdinalIgnoreCase) ? true : text.Contains(More + ":false", StringComparison.OrdinalIgnoreCase) ? false : null;
    }
}
