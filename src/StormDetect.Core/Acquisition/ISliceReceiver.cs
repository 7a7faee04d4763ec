using System;

namespace StormDetect.Core;

/// <summary>Takes what a route receives. Used by one thread at a time.</summary>
public interface ISliceReceiver
{
    /// <summary>What the route noted in an earlier attempt at the same slice, perhaps before a crash, such as the id of its query; empty if nothing.</summary>
    string Ticket { get; }

    /// <summary>Notes what an interrupted attempt goes on with. It is on disk when this returns.</summary>
    /// <param name="ticket">The note; empty to forget it. One that begins with the same 16 characters as the last is of the same submission; where submissions are counted, any other is a new one.</param>
    void Note(string ticket);

    /// <summary>Takes a record.</summary>
    /// <param name="json">The whole record as one JSON object (UTF-8), in any export form the readers know. It may be reused after the call.</param>
    void Record(ReadOnlySpan<byte> json);

    /// <summary>Tells that a page has come, for progress.</summary>
    /// <param name="announced">The records announced for the whole slice; null if unknown.</param>
    void Page(long? announced);

    /// <summary>Tells that the service is at work on it, or asked to wait.</summary>
    /// <param name="status">In a few words.</param>
    void Waiting(string status);
}
