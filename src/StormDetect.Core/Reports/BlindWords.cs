namespace StormDetect.Core.Reports;

/// <summary>Causes of blindness in words.</summary>
internal static class BlindWords
{
    public static string Of(BlindCause cause) => cause switch
    {
        BlindCause.Throttled => "throttled by Exchange",
        BlindCause.LostRows => "rows lost",
        BlindCause.AuditOff => "auditing off",
        BlindCause.ActorBypassed => "actor exempt from auditing",
        BlindCause.NotLicensed => "not licensed",
        BlindCause.OutOfRetention => "older than records are kept",
        BlindCause.WindowMissing => "time missing in the export",
        BlindCause.WarmUpNotJudged => "too little history",
        BlindCause.LogNotYetComplete => "log not complete yet",
        BlindCause.SignInsMissing => "sign-ins missing",
        BlindCause.InboxRulesMissing => "inbox rules not read",
        BlindCause.MailAccessMissing => "no mail access in the log",
        _ => cause.ToString(),
    };
}
