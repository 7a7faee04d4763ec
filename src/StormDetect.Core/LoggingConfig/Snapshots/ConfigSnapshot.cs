using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>
/// A tenant's configuration as far as it decides what its logs show: read once, judged again and again, without a connection. It holds the settings named in its parts and nothing else; no
/// secrets, no mail.
/// </summary>
public sealed class ConfigSnapshot
{
    private readonly Dictionary<ConfigPart, PartContent> _parts;

    internal ConfigSnapshot(IEnumerable<PartContent> parts) => _parts = parts.ToDictionary(static part => part.Definition.Part);

    /// <summary>The tenant's id; empty where no source said it.</summary>
    public string TenantId { get; internal init; } = string.Empty;

    /// <summary>The tenant's name; empty where no source said it.</summary>
    public string TenantName { get; internal init; } = string.Empty;

    /// <summary>When it was taken (UTC).</summary>
    public DateTimeOffset TakenAt { get; internal init; }

    /// <summary>The file it was read from; empty where it was not.</summary>
    public string Path { get; internal init; } = string.Empty;

    /// <summary>The parts, also those that nobody read.</summary>
    public IReadOnlyList<ConfigPartInfo> Parts => PartCatalog.All.Select(definition => Of(definition.Part).Info).ToArray();

    /// <summary>ScubaGear's own results, for showing beside ours: control id and result.</summary>
    internal IReadOnlyDictionary<string, string> ScubaResults { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyCollection<PartContent> Contents => _parts.Values;

    /// <summary>This snapshot, with what another knows of parts that this one could not read, and with ScubaGear's results where it has none.</summary>
    /// <param name="other">The other, of the same tenant.</param>
    /// <returns>A snapshot with this one's tenant, time and path.</returns>
    public ConfigSnapshot Supplemented(ConfigSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        IEnumerable<PartContent> parts = PartCatalog.All.Select(definition =>
            Of(definition.Part) is { State: ConfigPartState.NotRead or ConfigPartState.Unreadable } own ? other.Of(definition.Part) is { State: not ConfigPartState.NotRead } better ? better : own : Of(definition.Part));
        return new ConfigSnapshot(parts)
        {
            TenantId = TenantId.Length > 0 ? TenantId : other.TenantId,
            TenantName = TenantName.Length > 0 ? TenantName : other.TenantName,
            TakenAt = TakenAt,
            Path = Path,
            ScubaResults = ScubaResults.Count > 0 ? ScubaResults : other.ScubaResults,
        };
    }

    /// <summary>The snapshot in one line.</summary>
    /// <returns>Tenant, time and parts read.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{PlainText.Safe(TenantName.Length > 0 ? TenantName : TenantId)}, {TakenAt:yyyy-MM-dd HH:mm} UTC, {_parts.Values.Count(static part => part.IsComplete)} of {PartCatalog.All.Count} parts read");

    internal PartContent Of(ConfigPart part) => _parts.TryGetValue(part, out PartContent? content) ? content : PartContent.NotRead(PartCatalog.Of(part));

    /// <summary>The same with another content of a part; what a test of "less is known" needs.</summary>
    internal ConfigSnapshot With(PartContent content) => new(_parts.Values.Where(part => part.Definition.Part != content.Definition.Part).Append(content))
    {
        TenantId = TenantId, TenantName = TenantName, TakenAt = TakenAt, Path = Path, ScubaResults = ScubaResults,
    };
}
