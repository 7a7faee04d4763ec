using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>Collects a configuration from whatever can be read: a session's cmdlets, piped objects, Graph, results of ScubaGear, or an earlier snapshot that was not finished.</summary>
public sealed class ConfigSnapshotBuilder
{
    // What Get-Mailbox and its like give where nobody asked for more.
    private const int DefaultResultSize = 1000;

    private readonly Dictionary<ConfigPart, PartBuilder> _parts = [];
    private readonly TextPool _texts = new();
    private readonly DateTimeOffset _takenAt;
    private Dictionary<string, string> _scuba = [];

    /// <summary>Begins a snapshot.</summary>
    /// <param name="takenAt">When it is taken (UTC).</param>
    public ConfigSnapshotBuilder(DateTimeOffset takenAt) => _takenAt = takenAt;

    /// <summary>Names of properties that are looked at in objects of any part; reading others is waste.</summary>
    public static IReadOnlySet<string> PropertyNames { get; } = PartCatalog.PropertyNames();

    /// <summary>The tenant's id, where it is known.</summary>
    public string TenantId { get; set; } = string.Empty;

    /// <summary>The tenant's name, where it is known.</summary>
    public string TenantName { get; set; } = string.Empty;

    /// <summary>Which part an object is of, by its properties.</summary>
    /// <param name="properties">The object's properties; names in any case.</param>
    /// <returns>The part; null where it is of none.</returns>
    public static ConfigPart? Recognise(IReadOnlyDictionary<string, object?> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return RowShape.Recognise(properties)?.Part;
    }

    /// <summary>Begins to read a part; until <see cref="Complete"/> it counts as partly read.</summary>
    /// <param name="part">The part.</param>
    /// <param name="source">Where it is read from, for people.</param>
    public void Begin(ConfigPart part, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        PartBuilder builder = Of(part);
        builder.Source = source;
        builder.State = ConfigPartState.Partial;
        builder.Reason = "Reading it did not come to its end";
        builder.ReadAt = _takenAt;
    }

    /// <summary>Adds an object. An object with the same key as an earlier one replaces it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="properties">The object's properties as its source names them; names in any case.</param>
    /// <param name="origin">For <see cref="ConfigPart.AuditLogConfig"/>: <c>Exchange</c> or <c>Compliance</c>, which endpoint answered; empty where that is not known.</param>
    public void Add(ConfigPart part, IReadOnlyDictionary<string, object?> properties, string origin = "")
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(origin);
        PartDefinition definition = PartCatalog.Of(part);
        object?[] values = RowShape.Values(definition, properties);
        if (part == ConfigPart.AuditLogConfig)
        {
            int index = definition.IndexOf("Origin");
            values[index] = origin.Length > 0 ? origin : AuditLogOrigin.Of(values[definition.IndexOf("PSComputerName")] as string);
        }

        _texts.Share(values);
        Of(part).Add(new ConfigRow(definition, values));
    }

    /// <summary>Says that a part was read to its end.</summary>
    /// <param name="part">The part.</param>
    public void Complete(ConfigPart part)
    {
        PartBuilder builder = Of(part);
        builder.State = ConfigPartState.Read;
        builder.Reason = string.Empty;
    }

    /// <summary>Says that a part could not be read, or not to its end. What was read before stays.</summary>
    /// <param name="part">The part.</param>
    /// <param name="reason">Why, and what would help. No secrets.</param>
    public void Fail(ConfigPart part, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        PartBuilder builder = Of(part);
        builder.State = builder.Count > 0 ? ConfigPartState.Partial : ConfigPartState.Unreadable;
        builder.Reason = reason;
        builder.ReadAt ??= _takenAt;
    }

    /// <summary>Whether an earlier run read a slice of a part, or all of it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="slice">The slice.</param>
    /// <returns>True if there is nothing left to read there.</returns>
    public bool IsDone(ConfigPart part, string slice) => _parts.TryGetValue(part, out PartBuilder? builder) && (builder.State == ConfigPartState.Read || builder.Slices.Contains(slice));

    /// <summary>Says that a slice of a part was read to its end.</summary>
    /// <param name="part">The part.</param>
    /// <param name="slice">The slice.</param>
    public void CompleteSlice(ConfigPart part, string slice) => Of(part).Slices.Add(slice);

    /// <summary>
    /// Closes what came as objects: parts that got any count as read, except where exactly 1,000 came, which is what Get-Mailbox and its like give where nobody asked for more.
    /// </summary>
    /// <param name="source">Where the objects came from, for people.</param>
    public void CompleteObjects(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        foreach ((ConfigPart part, PartBuilder builder) in _parts.Where(static pair => pair.Value.State == ConfigPartState.NotRead && pair.Value.Count > 0))
        {
            Begin(part, source);
            if (part is ConfigPart.Mailboxes or ConfigPart.AuditBypass && builder.Count == DefaultResultSize)
            {
                builder.Reason = "Exactly 1,000 objects came, which is where these cmdlets stop by themselves: read again with -ResultSize Unlimited";
            }
            else
            {
                Complete(part);
            }
        }
    }

    /// <summary>Takes over what a snapshot knows, for going on with it or for adding to it. Parts already here stay.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public void Import(ConfigSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        TenantId = TenantId.Length > 0 ? TenantId : snapshot.TenantId;
        TenantName = TenantName.Length > 0 ? TenantName : snapshot.TenantName;
        if (snapshot.ScubaResults.Count > 0)
        {
            _scuba = new Dictionary<string, string>(snapshot.ScubaResults);
        }

        foreach (PartContent content in snapshot.Contents.Where(content => !_parts.TryGetValue(content.Definition.Part, out PartBuilder? own) || own.State == ConfigPartState.NotRead))
        {
            _parts[content.Definition.Part] = new PartBuilder(content);
        }
    }

    /// <summary>Reads every part that a source offers and nobody has read to its end yet.</summary>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    /// <returns>A task that ends when everything was tried; a part that cannot be read is unreadable and stops no other.</returns>
    public Task FillAsync(IConfigSource source, CancellationToken cancellationToken) => FillAsync(source, [], static _ => { }, cancellationToken);

    /// <summary>Reads parts that a source offers and nobody has read to its end yet.</summary>
    /// <param name="source">The source; of the same tenant as what is there already.</param>
    /// <param name="parts">The parts wanted; empty for all.</param>
    /// <param name="after">Called after each part, on whatever thread reads.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    /// <returns>A task that ends when everything was tried; a part that cannot be read is unreadable and stops no other.</returns>
    public async Task FillAsync(IConfigSource source, IReadOnlyCollection<ConfigPart> parts, Action<ConfigPart> after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(after);
        TenantId = TenantId.Length > 0 ? TenantId : source.TenantId;
        foreach (PartDefinition definition in PartCatalog.All)
        {
            if (!source.Offers(definition.Part) || (parts.Count > 0 && !parts.Contains(definition.Part)) || Of(definition.Part).State == ConfigPartState.Read)
            {
                continue;
            }

            Begin(definition.Part, source.Name);
            try
            {
                await foreach (IReadOnlyDictionary<string, object?> properties in source.ReadAsync(definition.Part, cancellationToken).ConfigureAwait(false))
                {
                    Add(definition.Part, properties);
                }

                Complete(definition.Part);
            }
            catch (ConfigReadException failure)
            {
                Fail(definition.Part, failure.Message);
            }

            after(definition.Part);
        }
    }

    /// <summary>The snapshot as it is now.</summary>
    /// <returns>The snapshot.</returns>
    public ConfigSnapshot Build() => new(_parts.Select(static pair => pair.Value.Build(PartCatalog.Of(pair.Key))))
    {
        TenantId = TenantId,
        TenantName = TenantName,
        TakenAt = _takenAt,
        ScubaResults = _scuba,
    };

    internal void ImportScuba(IReadOnlyDictionary<string, string> results) => _scuba = new Dictionary<string, string>(results);

    private PartBuilder Of(ConfigPart part)
    {
        if (!_parts.TryGetValue(part, out PartBuilder? builder))
        {
            builder = new PartBuilder();
            _parts.Add(part, builder);
        }

        return builder;
    }
}
