using System;

namespace StormDetect.Core;

/// <summary>A whole answer of a tenant, as it came.</summary>
/// <param name="Source">What to call it in reports, such as <c>Microsoft Graph signIns (nonInteractiveUser) 2026-09-14</c>.</param>
/// <param name="Json">The answer (UTF-8).</param>
public sealed record TenantPage(string Source, ReadOnlyMemory<byte> Json);
