namespace StormDetect.Core;

/// <summary>A message's subject, as a message trace lists it.</summary>
/// <param name="InternetMessageId">The message, with or without angle brackets.</param>
/// <param name="Subject">Its subject.</param>
public sealed record MessageSubject(string InternetMessageId, string Subject);
