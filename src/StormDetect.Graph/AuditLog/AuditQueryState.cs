using System;
using System.Text.Json;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>An audit query as Microsoft Graph describes it.</summary>
internal sealed record AuditQueryState
{
    /// <summary>The limit of a query, where the answer does not name it.</summary>
    public const long MostRecords = 1_000_000;

    /// <summary>The status we give one that is no longer found.</summary>
    public const string Gone = "gone";

    /// <summary>Its id.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Its name.</summary>
    public string DisplayName { get; init; } = string.Empty;

    /// <summary><c>notStarted</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>, or one that is not documented.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>Whether it hit its limit; null where the service does not say. True is authoritative, whatever the count.</summary>
    public bool? IsRecordCountLimitExceeded { get; init; }

    /// <summary>About how many records it found; null where the service does not say.</summary>
    public long? ApproximateCount { get; init; }

    /// <summary>Its limit; null where the service does not say.</summary>
    public long? RecordCountLimit { get; init; }

    /// <summary>When it was made; null where the service does not say, and it is not documented to.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether it is queued or running.</summary>
    public bool IsUnderWay => Is("notStarted") || Is("running");

    /// <summary>Whether it came to an end without a result.</summary>
    public bool HasFailed => Is("failed") || Is("cancelled") || Is(Gone);

    /// <summary>Whether its records can be read.</summary>
    public bool HasSucceeded => Is("succeeded");

    /// <summary>Whether it found more than it gives. The flag decides; only an answer without it is judged by its number.</summary>
    /// <param name="received">How many came; 0 before any are read.</param>
    public bool IsFull(long received) => IsRecordCountLimitExceeded ?? Math.Max(ApproximateCount ?? 0, received) >= (RecordCountLimit ?? MostRecords);

    /// <summary>Reads one.</summary>
    /// <param name="json">An auditLogQuery.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="TenantRequestException">It is none.</exception>
    public static AuditQueryState Parse(ReadOnlySpan<byte> json)
    {
        AuditQueryState state = new();
        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                state = name switch
                {
                    "id" => state with { Id = Text(ref reader) },
                    "displayName" => state with { DisplayName = Text(ref reader) },
                    "status" => state with { Status = Text(ref reader) },
                    "isRecordCountLimitExceeded" => state with { IsRecordCountLimitExceeded = Truth(ref reader) },
                    "approximateReturnedRecordCount" => state with { ApproximateCount = Number(ref reader) },
                    "recordCountLimit" => state with { RecordCountLimit = Number(ref reader) },
                    "createdDateTime" => state with { Created = Time(ref reader) },
                    _ => state,
                };
                reader.Skip();
            }
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }

        return state.Id.Length > 0 ? state : throw Unreadable(null);
    }

    private bool Is(string status) => Status.Equals(status, StringComparison.OrdinalIgnoreCase);

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Empty;

    private static bool? Truth(ref Utf8JsonReader reader) =>
        reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };

    // Int64 is a number in Graph's JSON, and a text where IEEE754Compatible was agreed on.
    private static long? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number
        : reader.TokenType == JsonTokenType.String && long.TryParse(reader.GetString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long text) ? text
        : null;

    private static DateTimeOffset? Time(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;

    private static TenantRequestException Unreadable(JsonException? e) => new(
        TenantRequestProblem.Unreadable,
        "Microsoft Graph answered about an audit query with something that is none.",
        e);
}
