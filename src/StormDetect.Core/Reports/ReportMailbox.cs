using System.Collections.Generic;

namespace StormDetect.Core.Reports;

/// <summary>A mailbox that a finding names, day by day.</summary>
/// <param name="TenantId">Its tenant.</param>
/// <param name="Name">What findings call it.</param>
/// <param name="Days">One entry for each day of <see cref="HuntReportData"/>.</param>
/// <param name="UsualLow">Items a day that one active day in ten falls below, what findings name left out.</param>
/// <param name="UsualHigh">Items a day that one active day in ten exceeds.</param>
internal sealed record ReportMailbox(string TenantId, string Name, IReadOnlyList<ReportDay> Days, int UsualLow, int UsualHigh);
