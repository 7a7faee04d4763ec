namespace StormDetect.Graph;

/// <summary>One assembly the connection is made of.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Version">Its assembly version.</param>
/// <param name="LoadContext">The load context it was loaded into: <c>StormDetect</c> when isolation holds.</param>
public sealed record GraphRuntimeComponent(string Name, string Version, string LoadContext);
