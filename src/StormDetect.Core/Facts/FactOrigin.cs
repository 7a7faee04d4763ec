namespace StormDetect.Core.Facts;

/// <summary>For every index of the builder, which is in order of arrival, its index in the facts.</summary>
internal sealed record FactOrigin(int[] Tenants, int[] Mailboxes, int[] Paths, int[] Networks, int[] Users, int[] Programs);
