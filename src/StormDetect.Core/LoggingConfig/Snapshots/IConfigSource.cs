using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core;

/// <summary>
/// Something that can read parts of a configuration, such as a live connection to Microsoft Graph. Objects come as property bags with the service's own property names; Core picks what it
/// keeps. A read that fails throws <see cref="ConfigReadException"/>: the part is then unreadable, with the reason, and never empty.
/// </summary>
public interface IConfigSource
{
    /// <summary>What to call it in results, such as <c>Microsoft Graph</c>.</summary>
    string Name { get; }

    /// <summary>The tenant it reads; empty where it does not know.</summary>
    string TenantId { get; }

    /// <summary>Whether it can read a part.</summary>
    /// <param name="part">The part.</param>
    /// <returns>True if it can.</returns>
    bool Offers(ConfigPart part);

    /// <summary>Reads a part to its end.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    /// <returns>The part's objects.</returns>
    /// <exception cref="ConfigReadException">The part cannot be read, or not to its end.</exception>
    IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(ConfigPart part, CancellationToken cancellationToken);
}
