namespace StormDetect.Core.Facts;

/// <summary>Where the indexes of some tables went in others.</summary>
internal sealed record IndexMaps(int[] Mailboxes, int[] Paths, int[] Networks, int[] Users);
