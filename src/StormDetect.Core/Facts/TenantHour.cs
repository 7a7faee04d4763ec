namespace StormDetect.Core.Facts;

/// <summary>How much a tenant logged in an hour: what "a usually active tenant fell silent" is judged by.</summary>
/// <param name="Tenant">Index of the tenant.</param>
/// <param name="Hour">The hour, in hours since 2000-01-01 UTC.</param>
/// <param name="Records">Records of any operation.</param>
/// <param name="MailAccess">Records of mail access.</param>
internal record struct TenantHour(int Tenant, int Hour, int Records, int MailAccess);
