namespace StormDetect.FakeTenant;

/// <summary>A session of Search-UnifiedAuditLog: what it found when it began, and how far it was read.</summary>
internal sealed class SearchSession
{
    public required int[] Rows { get; init; }

    public required string Key { get; init; }

    public required bool IsLarge { get; init; }

    /// <summary>Both session commands were used, which halves what it gives.</summary>
    public bool IsMixed { get; set; }

    public int Position { get; set; }
}
