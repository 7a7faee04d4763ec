using System;
using System.Globalization;
using System.Resources;
using StormDetect.Views;

namespace StormDetect;

/// <summary>The texts of Strings.resx by name. Error ids are the names of these properties.</summary>
internal static class Strings
{
    private static readonly ResourceManager s_resources = new("StormDetect.Strings", typeof(Strings).Assembly);

    public static string AcceptLossNeedsReason => Get(nameof(AcceptLossNeedsReason));

    public static string ApprovalAction => Get(nameof(ApprovalAction));

    public static string ApprovalUnknown => Get(nameof(ApprovalUnknown));

    public static string ArchiveAcceptsNothing => Get(nameof(ArchiveAcceptsNothing));

    public static string ArchiveAction => Get(nameof(ArchiveAction));

    public static string ArchiveDescribed => Get(nameof(ArchiveDescribed));

    public static string ArchiveGaps => Get(nameof(ArchiveGaps));

    public static string ArchiveGoesOn => Get(nameof(ArchiveGoesOn));

    public static string ArchiveLooksBack => Get(nameof(ArchiveLooksBack));

    public static string ArchiveLosses => Get(nameof(ArchiveLosses));

    public static string ArchiveNeedsStart => Get(nameof(ArchiveNeedsStart));

    public static string ArchiveNeedsTenant => Get(nameof(ArchiveNeedsTenant));

    public static string ArchiveQuestion => Get(nameof(ArchiveQuestion));

    public static string ArchiveRecovered => Get(nameof(ArchiveRecovered));

    public static string ArchiveWouldAccept => Get(nameof(ArchiveWouldAccept));

    public static string AttackUnknown => Get(nameof(AttackUnknown));

    public static string BaselineAction => Get(nameof(BaselineAction));

    public static string BaselineMissing => Get(nameof(BaselineMissing));

    public static string BaselineNothingToLearn => Get(nameof(BaselineNothingToLearn));

    public static string BaselineTwice => Get(nameof(BaselineTwice));

    public static string BaselineWindowEmpty => Get(nameof(BaselineWindowEmpty));

    public static string CanaryIncomplete => Get(nameof(CanaryIncomplete));

    public static string CanaryNoLog => Get(nameof(CanaryNoLog));

    public static string CheckUnknown => Get(nameof(CheckUnknown));

    public static string ClientIdNeeded => Get(nameof(ClientIdNeeded));

    public static string ConfigObjectNotSupported => Get(nameof(ConfigObjectNotSupported));

    public static string ConfigObjects => Get(nameof(ConfigObjects));

    public static string ConnectionAmbiguous => Get(nameof(ConnectionAmbiguous));

    public static string ConnectionClosed => Get(nameof(ConnectionClosed));

    public static string ConnectionForeign => Get(nameof(ConnectionForeign));

    public static string ConnectionNotFound => Get(nameof(ConnectionNotFound));

    public static string ConnectionReplaced => Get(nameof(ConnectionReplaced));

    public static string ConnectionUnknown => Get(nameof(ConnectionUnknown));

    public static string ConnectionUnknownNone => Get(nameof(ConnectionUnknownNone));

    public static string CoverageNotSupported => Get(nameof(CoverageNotSupported));

    public static string CoveredWindowIncomplete => Get(nameof(CoveredWindowIncomplete));
    public static string EndpointsIncomplete => Get(nameof(EndpointsIncomplete));

    public static string EnvironmentTwice => Get(nameof(EnvironmentTwice));

    public static string FindingHasNoRecordIds => Get(nameof(FindingHasNoRecordIds));

    public static string FindingNeedsPath => Get(nameof(FindingNeedsPath));

    public static string FindingNotSupported => Get(nameof(FindingNotSupported));

    public static string FindingRecordsBounded => Get(nameof(FindingRecordsBounded));

    public static string FindingRecordsMissing => Get(nameof(FindingRecordsMissing));

    public static string FoldersMissing => Get(nameof(FoldersMissing));

    public static string HiddenRulesNotSeen => Get(nameof(HiddenRulesNotSeen));

    public static string HuntUnknown => Get(nameof(HuntUnknown));

    public static string IdsConflict => Get(nameof(IdsConflict));

    public static string InboxRuleIncomplete => Get(nameof(InboxRuleIncomplete));

    public static string InboxRuleNotSupported => Get(nameof(InboxRuleNotSupported));

    public static string IndicatorFileNotUsable => Get(nameof(IndicatorFileNotUsable));

    public static string IndicatorsMissing => Get(nameof(IndicatorsMissing));

    public static string IndicatorsNotUnderstood => Get(nameof(IndicatorsNotUnderstood));

    public static string InputObjectNotSupported => Get(nameof(InputObjectNotSupported));

    public static string InputProblem => Get(nameof(InputProblem));

    public static string KeywordFileInvalid => Get(nameof(KeywordFileInvalid));

    public static string KeywordFileUnreadable => Get(nameof(KeywordFileUnreadable));

    public static string LiveSourceUnused => Get(nameof(LiveSourceUnused));

    public static string MailboxRulesNotRead => Get(nameof(MailboxRulesNotRead));

    public static string MailboxWithoutRules => Get(nameof(MailboxWithoutRules));

    public static string MailboxesNotJudged => Get(nameof(MailboxesNotJudged));

    public static string NetworkNotUnderstood => Get(nameof(NetworkNotUnderstood));

    public static string NobodyToSignIn => Get(nameof(NobodyToSignIn));

    public static string NothingNamedInLog => Get(nameof(NothingNamedInLog));

    public static string NotConnected => Get(nameof(NotConnected));

    public static string OfTenant => Get(nameof(OfTenant));

    public static string PathInvalid => Get(nameof(PathInvalid));

    public static string PathNotFound => Get(nameof(PathNotFound));

    public static string PathNotInFileSystem => Get(nameof(PathNotInFileSystem));

    public static string PathPatternNotFound => Get(nameof(PathPatternNotFound));

    public static string PipelineSource => Get(nameof(PipelineSource));

    public static string ProgressActivity => Get(nameof(ProgressActivity));

    public static string ProgressArchive => Get(nameof(ProgressArchive));

    public static string ProgressArchiveBytes => Get(nameof(ProgressArchiveBytes));

    public static string ProgressBytes => Get(nameof(ProgressBytes));

    public static string ProgressConfig => Get(nameof(ProgressConfig));

    public static string ProgressConfigPart => Get(nameof(ProgressConfigPart));

    public static string ProgressJoining => Get(nameof(ProgressJoining));

    public static string ProgressJudging => Get(nameof(ProgressJudging));

    public static string ProgressRecords => Get(nameof(ProgressRecords));

    public static string ProgressSnapshots => Get(nameof(ProgressSnapshots));

    public static string ProgressTenant => Get(nameof(ProgressTenant));

    public static string RecordsNotWhole => Get(nameof(RecordsNotWhole));

    public static string RecordsOfOtherTenant => Get(nameof(RecordsOfOtherTenant));

    public static string ReportAction => Get(nameof(ReportAction));

    public static string ReportExists => Get(nameof(ReportExists));

    public static string ReportNotSupported => Get(nameof(ReportNotSupported));

    public static string ReportNotWritten => Get(nameof(ReportNotWritten));

    public static string ReportWriteFailed => Get(nameof(ReportWriteFailed));

    public static string RetentionProfileUnknown => Get(nameof(RetentionProfileUnknown));

    public static string RowsDropped => Get(nameof(RowsDropped));

    public static string RowsLossy => Get(nameof(RowsLossy));

    public static string ScenarioAction => Get(nameof(ScenarioAction));

    public static string ScenarioFolderNotEmpty => Get(nameof(ScenarioFolderNotEmpty));

    public static string ScenarioNotPossible => Get(nameof(ScenarioNotPossible));

    public static string ScenarioWriteFailed => Get(nameof(ScenarioWriteFailed));

    public static string SearchActivity => Get(nameof(SearchActivity));

    public static string SearchName => Get(nameof(SearchName));

    public static string SearchNeedsState => Get(nameof(SearchNeedsState));

    public static string SearchNoHighCompleteness => Get(nameof(SearchNoHighCompleteness));

    public static string SearchNoRoute => Get(nameof(SearchNoRoute));

    public static string SearchNoSession => Get(nameof(SearchNoSession));

    public static string SearchNothingToAsk => Get(nameof(SearchNothingToAsk));

    public static string SearchPlanned => Get(nameof(SearchPlanned));

    public static string SearchProgress => Get(nameof(SearchProgress));

    public static string SearchQuestion => Get(nameof(SearchQuestion));

    public static string SearchRoute => Get(nameof(SearchRoute));

    public static string SearchReportDamaged => Get(nameof(SearchReportDamaged));

    public static string SearchSliceFailed => Get(nameof(SearchSliceFailed));

    public static string SearchSliceTruncated => Get(nameof(SearchSliceTruncated));

    public static string SearchStopped => Get(nameof(SearchStopped));

    public static string SearchStoppedForgotten => Get(nameof(SearchStoppedForgotten));

    public static string SearchSubscribeAction => Get(nameof(SearchSubscribeAction));

    public static string SessionCommandForeign => Get(nameof(SessionCommandForeign));

    public static string SessionCommandMissing => Get(nameof(SessionCommandMissing));

    public static string SessionCut => Get(nameof(SessionCut));

    public static string SessionMissing => Get(nameof(SessionMissing));

    public static string SessionUnknown => Get(nameof(SessionUnknown));

    public static string SnapshotAction => Get(nameof(SnapshotAction));

    public static string SubjectAction => Get(nameof(SubjectAction));

    public static string SubjectsLeft => Get(nameof(SubjectsLeft));

    public static string SubjectsLookedUp => Get(nameof(SubjectsLookedUp));

    public static string SubjectsNeedMessages => Get(nameof(SubjectsNeedMessages));

    public static string TenantsDiffer => Get(nameof(TenantsDiffer));

    public static string TimeNotUnderstood => Get(nameof(TimeNotUnderstood));

    public static string TimelineCut => Get(nameof(TimelineCut));

    public static string TimelineFinding => Get(nameof(TimelineFinding));

    public static string TimelineNoPivot => Get(nameof(TimelineNoPivot));

    public static string TimelinePivotInvalid => Get(nameof(TimelinePivotInvalid));

    public static string TimelineRelated => Get(nameof(TimelineRelated));

    public static string TimelineWindowBoth => Get(nameof(TimelineWindowBoth));

    public static string TokenUnreadable => Get(nameof(TokenUnreadable));

    public static string VerboseAcceptedDomains => Get(nameof(VerboseAcceptedDomains));

    public static string VerboseApplications => Get(nameof(VerboseApplications));

    public static string VerboseConnected => Get(nameof(VerboseConnected));

    public static string VerboseFile => Get(nameof(VerboseFile));

    public static string VerboseIndicators => Get(nameof(VerboseIndicators));

    public static string VerboseMailGrants => Get(nameof(VerboseMailGrants));

    public static string WindowCut => Get(nameof(WindowCut));

    public static string WindowEmpty => Get(nameof(WindowEmpty));

    public static string WindowInFuture => Get(nameof(WindowInFuture));

    public static string WithdrawAction => Get(nameof(WithdrawAction));

    /// <summary>Fills a text. Arguments are written culture-invariantly, and text among them may be an attacker's: it is neutralised here, once for all.</summary>
    /// <param name="text">One of the texts above.</param>
    /// <param name="arguments">What to put in.</param>
    /// <returns>The text for an error, a warning, progress or verbose output.</returns>
    public static string Format(string text, params object?[] arguments)
    {
        string[] safe = Array.ConvertAll(arguments, ViewHelpers.Safe);
        return string.Format(CultureInfo.InvariantCulture, text, safe);
    }

    private static string Get(string name) =>
        s_resources.GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(name);
}
