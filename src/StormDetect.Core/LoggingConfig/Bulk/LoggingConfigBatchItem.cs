using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What came of one snapshot file of many.</summary>
/// <param name="Path">The file.</param>
/// <param name="Results">Its results; empty where it could not be read.</param>
/// <param name="Failure">Why it could not be read; null where it could.</param>
public sealed record LoggingConfigBatchItem(string Path, IReadOnlyList<LoggingCheckResult> Results, ConfigSnapshotException? Failure);
