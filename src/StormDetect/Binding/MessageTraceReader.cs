using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Reads objects of a message trace: live ones, or ones read back from a file.</summary>
internal static class MessageTraceReader
{
    /// <summary>Reads one.</summary>
    /// <param name="input">The object.</param>
    /// <returns>Message and subject; null where the object has no message id.</returns>
    public static MessageSubject? Read(PSObject input) =>
        (LooseProperties.GetString(input, "MessageId") ?? LooseProperties.GetString(input, "InternetMessageId")) is { Length: > 0 } id
            ? new MessageSubject(id, LooseProperties.GetString(input, "Subject") ?? LooseProperties.GetString(input, "MessageSubject") ?? string.Empty)
            : null;
}
