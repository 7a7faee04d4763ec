# A connection of nobody's: the real ones are made by signing in. Views know it by its base type.
class TenantConnection : StormDetect.Core.TenantConnection { }

# One hand-made object of every type that has views; every text in it is the one given, as if an attacker had written the whole log.
function New-Sample([string] $Text) {
    $time = [datetimeoffset]::new(2026, 9, 20, 14, 5, 9, [timespan]::Zero)
    $core = 'StormDetect.Core.'
    $list = [string[]] @($Text, $Text)
    function Make([string] $Type, [hashtable] $With) { New-Object -TypeName ($core + $Type) -Property $With }
    function MakeRecord([string] $Type, [object[]] $Arguments) { New-Object -TypeName ($core + $Type) -ArgumentList $Arguments }

    $reason = MakeRecord FindingReason $Text, $Text, 1212.5, 3.5, 12.25
    $step = MakeRecord NextStep Evict, $Text, $Text
    $blind = MakeRecord BlindInterval $Text, Mailbox, $Text, $time, $time.AddDays(1), Throttled, Certain, $Text
    $dropped = MakeRecord DroppedRow MalformedJson, $Text, 1234567, $Text
    $problem = MakeRecord InputProblem BinaryFile, $Text, $Text
    $file = MakeRecord FileReadReport $Text, GraphAuditLogRecord, 1234567890, 1234567, 1234567, 12, 1
    $intrusion = MakeRecord PlantedIntrusion $Text, $list, $Text, $Text, $time, $time, $list
    $scenario = MakeRecord AuditScenarioResult $Text, $list, $Text, 1234567, ([StormDetect.Core.PlantedIntrusion[]] $intrusion)
    $coverage = Make CoverageReport @{
        Start = $time; End = $time.AddDays(30); ActiveMailboxes = 20000; FullyJudgedMailboxes = 19870; PartlyJudgedMailboxes = 130
        ActiveMailboxDays = 600000; BlindMailboxDays = 200; BlindIntervals = [StormDetect.Core.BlindInterval[]] $blind; Sentence = $Text
    }
    $counts = [StormDetect.Core.DropCount[]] (MakeRecord DropCount MalformedJson, 1234)
    $report = Make ReadReport @{
        Bytes = 1234567890; Rows = 1234567; Kept = 1234000; Duplicates = 500; ConflictingIds = 1; Dropped = $counts; DroppedRows = [StormDetect.Core.DroppedRow[]] $dropped
        Lossy = 1; LossyRows = [StormDetect.Core.DroppedRow[]] $dropped; Files = [StormDetect.Core.FileReadReport[]] $file; Problems = [StormDetect.Core.InputProblem[]] $problem
        FirstRecord = $time; LastRecord = $time.AddDays(30)
    }
    $anomaly = Make MailAccessAnomaly @{
        Id = $Text; DetectionId = $Text; Severity = 'High'; Title = $Text; TenantId = $Text; Mailboxes = [string[]] $Text; UserIds = $list; FirstSeen = $time; LastSeen = $time.AddHours(1)
        Reasons = [StormDetect.Core.FindingReason[]] $reason; RecordIds = $list; RecordCount = 1234; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step
        PValue = 0.000123; Score = 42.75; AppId = $Text; AppName = $Text; ClientAppId = $Text; ClientAppName = $Text; ClientFamily = 'Rest'; Networks = [string[]] $Text
        AccessCount = 1234; ItemCount = 1234567; SyncedFolderCount = 3; SessionIds = $list
    }
    $change = Make MailboxChangeFinding @{
        Id = $Text; DetectionId = $Text; Severity = 'High'; Title = $Text; TenantId = $Text; Mailboxes = $list; UserIds = $list; FirstSeen = $time; LastSeen = $time.AddHours(1)
        Reasons = [StormDetect.Core.FindingReason[]] $reason; RecordIds = $list; RecordCount = 3; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step; Score = 7.5; Networks = $list; SessionIds = $list
        ChangeKind = 'FolderPermission'; Actor = $Text; Target = $Text; Destinations = $list; Operations = $list; OldValue = $Text; NewValue = $Text; IsReverted = $true; RevertedAt = $time.AddHours(1); AppIds = $list
    }
    $orphan = Make OrphanedMailAccess @{
        Id = $Text; DetectionId = $Text; Severity = 'Medium'; Title = $Text; TenantId = $Text; Mailboxes = [string[]] $Text; UserIds = $list; FirstSeen = $time; LastSeen = $time.AddHours(1)
        Reasons = [StormDetect.Core.FindingReason[]] $reason; RecordIds = $list; RecordCount = 1234; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step; Score = 12.5
        Networks = [string[]] $Text; SessionIds = $list; Grade = 'Orphaned'; MatchedCount = 1234567; UnmatchedCount = 1234; ExpectedUnmatchedPercent = 2.5; ItemCount = 1234567
        AppId = $Text; AppName = $Text; ClientAppId = $Text; ClientAppName = $Text; ClientFamily = 'Owa'; SignInSources = $list; TokenIds = $list
    }
    $result = Make MailAccessHuntResult @{ Verdict = 'Suspicious'; VerdictText = $Text; Coverage = $coverage; Findings = [StormDetect.Core.MailAccessAnomaly[]] $anomaly; ReadReport = $report }
    $rule = Make InboxRuleFinding @{
        Id = $Text; DetectionId = $Text; Severity = 'High'; Title = $Text; TenantId = $Text; Mailboxes = [string[]] $Text; UserIds = $list; FirstSeen = $time; LastSeen = $time.AddHours(1)
        Reasons = [StormDetect.Core.FindingReason[]] $reason; RecordIds = $list; RecordCount = 3; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step; Score = 8.5
        Networks = [string[]] $Text; SessionIds = $list; RuleName = $Text; RuleState = 'Removed'; Source = 'AuditLog'; Conditions = $Text; ForwardTo = $list; RedirectTo = $list
        ExternalRecipients = $list; MoveToFolder = $Text; Deletes = $true; MarksAsRead = $true; StopsProcessing = $false; CreatedAt = $time; RemovedAt = $time.AddHours(1)
        ActorRole = 'Delegate'; AppId = $Text; ClientAppId = $Text; Client = $Text
    }
    $incident = Make Incident @{
        Id = $Text; TenantId = $Text; Severity = 'Critical'; Title = $Text; FirstSeen = $time; LastSeen = $time.AddDays(2); Findings = [StormDetect.Core.Finding[]] ($anomaly, $anomaly)
        Links = $list; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step
    }
    $tenantVerdict = Make TenantVerdict @{
        TenantId = $Text; TenantName = $Text; Verdict = 'Suspicious'; VerdictText = $Text; HighestSeverity = 'High'; FindingCount = 1234; Start = $time; End = $time.AddDays(2); ActiveMailboxes = 1234
        FullyJudgedMailboxes = 1230; BlindPercent = 12.5
    }
    $hunt = Make MailHuntResult @{
        Tenants = [StormDetect.Core.TenantVerdict[]] ($tenantVerdict, $tenantVerdict); Verdict = 'Suspicious'; VerdictText = $Text; Coverage = $coverage; Findings = [StormDetect.Core.Finding[]] $anomaly; Incidents = [StormDetect.Core.Incident[]] $incident; Hunts = $list
        Notes = $list; ReadReport = $report
    }
    $exposure = Make MailExposure @{
        TenantId = $Text; Mailbox = $Text; Folder = $Text; MessageCount = 1234; MessageBound = 'AtLeast'; NamedMessageCount = 1234; SizeInBytes = 123456789; SizeBound = 'AtLeast'
        SyncedFolderCount = 0; ReadCount = 2345; FirstSeen = $time; LastSeen = $time.AddDays(2); UserIds = $list; Networks = $list; Applications = $list; SessionIds = $list
        BoundReasons = $list; RecordIds = $list; RecordCount = 99
    }
    $message = Make ExposedMessage @{
        TenantId = $Text; Mailbox = $Text; InternetMessageId = $Text; Folders = $list; Subject = $Text; SizeInBytes = 12345; IsNamed = $true; ReadCount = 3; FirstSeen = $time
        LastSeen = $time.AddDays(2); UserIds = $list; Networks = $list; Applications = $list; SessionIds = $list
    }
    $application = Make MailAccessApplication @{
        TenantId = $Text; AppId = $Text; AppName = $Text; ClientAppId = $Text; ClientAppName = $Text; ClientFamily = 'Rest'; Logon = 'Delegate'; MailboxCount = 7; TenantMailboxCount = 400
        Mailboxes = $list; NetworkCount = 2; Networks = $list; AccessCount = 1234; ItemCount = 1234567; SyncedFolderCount = 1; ActiveDays = 30; FirstSeen = $time; LastSeen = $time; Trend = 1.25
    }
    $record = Make AuditRecord @{
        Id = $Text; CreationTime = $time; Operation = $Text; RecordType = 50; OrganizationId = $Text; UserType = 0; UserId = $Text; UserKey = $Text; Workload = $Text; ResultStatus = $Text
        ObjectId = $Text; ClientIP = $Text; Mailbox = $Text; MailboxGuid = $Text; AppId = $Text; ClientAppId = $Text; ClientInfoString = $Text; ClientFamily = 'Owa'; Logon = 'Owner'
        SessionId = $Text; UniqueTokenId = $Text; MailAccessType = $Text; IsThrottled = $true; ItemCount = 12; Folders = $list; InternetMessageIds = $list; Form = 'ActivityApi'
        SourceFile = $Text; SourceOffset = 1234567; AuditData = $Text
    }

    $tenant = Make MailAccessBaselineTenant @{
        TenantId = $Text; FirstDay = $time; ClosedThrough = $time; LastRecord = $time; LearnedDays = 30; OpenDays = 2; MailboxCount = 20000; OpenStories = 2; ReportedStories = 1; Approvals = 1
        NewRecords = 1234567; OverlappingRecords = 1234; LateRecords = 12
    }
    $summary = Make MailAccessBaselineSummary @{
        Path = $Text; Bytes = 1234567; MailboxCount = 20000; CreatedAt = $time; UpdatedAt = $time; Tenants = [StormDetect.Core.MailAccessBaselineTenant[]] $tenant
        NewRecords = 1234567; OverlappingRecords = 1234; LateRecords = 12; ReportedFindings = 1; UnreportedFindingIds = $list
    }
    $approval = Make MailAccessApproval @{
        Id = $Text; TenantId = $Text; FindingId = $Text; AppIds = $list; ClientAppIds = $list; ClientFamilies = $list; Mailboxes = $list; Networks = $list; UserIds = $list
        Reason = $Text; ApprovedAt = $time; Until = $time; WithdrawnAt = $null
    }
    $suppressed = MakeRecord SuppressedFindings $Text, $Text, $time, $list

    $match = Make IndicatorMatch @{
        Id = $Text; DetectionId = $Text; Severity = 'High'; Title = $Text; TenantId = $Text; Mailboxes = [string[]] $Text; UserIds = $list; FirstSeen = $time; LastSeen = $time.AddHours(1)
        Reasons = [StormDetect.Core.FindingReason[]] $reason; RecordIds = $list; RecordCount = 1234; Techniques = $list; NextSteps = [StormDetect.Core.NextStep[]] $step
        Score = 42.75; Networks = [string[]] $Text; SessionIds = $list; Source = $Text; Indicators = $list; IndicatorIds = $list; IndicatorTypes = [StormDetect.Core.IndicatorType[]] 'Address'
        IsInValidity = $true; Operations = $list; AppIds = $list; Addresses = $list
    }
    $entry = Make ActivityTimelineEntry @{
        Time = $time; EndTime = $time.AddHours(1); Kind = 'Access'; Text = $Text; UserId = $Text; Mailbox = $Text; Operation = $Text; Address = $Text; Network = $Text; AppId = $Text; AppName = $Text
        ClientAppId = $Text; ClientAppName = $Text; Client = $Text; SessionId = $Text; UniqueTokenId = $Text; ItemCount = 12; Folders = $list; InternetMessageIds = $list; Relation = $Text
        RecordId = $Text; TenantId = $Text; SourceFile = $Text
    }

    $configEvidence = MakeRecord CheckEvidence $Text, $Text, $Text
    $configCheck = Make LoggingCheckResult @{
        CheckId = $Text; Title = $Text; Status = 'NotApplicable'; Severity = 'Critical'; Summary = $Text; Expectation = $Text; TenantId = $Text; TenantName = $Text
        Evidence = [StormDetect.Core.CheckEvidence[]] $configEvidence; EvidenceCount = 1234; Sources = $list; Needs = $list; Remediation = $list; Why = $Text; Proves = $Text; ScubaIds = $list
        FormerScubaIds = $list; CisIds = $list; Techniques = $list; References = $list; ScubaGear = $Text; TakenAt = $time; Path = $Text
    }
    $configTenantCheck = MakeRecord TenantCheck $Text, $Text, Failed, High, $Text, $Text
    $configRollUp = Make TenantLoggingSummary @{ TenantId = $Text; TenantName = $Text; TakenAt = $time; Path = $Text; Checks = [StormDetect.Core.TenantCheck[]] $configTenantCheck }
    $configPlanStep = Make ConfigReadStep @{ Part = 'Mailboxes'; Service = $Text; IsAvailable = $true; ReadBy = $Text; Permission = $Text; Cost = $Text; Commands = $list }
    $configPart = Make ConfigPartInfo @{ Part = 'Mailboxes'; State = 'Unreadable'; Count = 20000; Source = $Text; ReadAt = $time; Reason = $Text; ReadBy = $Text }
    $configSnapshot = Make ConfigSnapshotSummary @{ Path = $Text; Bytes = 1234567; TenantId = $Text; TenantName = $Text; TakenAt = $time; Parts = [StormDetect.Core.ConfigPartInfo[]] $configPart }
    $configChange = Make ConfigChange @{
        CheckId = $Text; Title = $Text; Change = 'UnknownNow'; Severity = 'High'; Before = 'Passed'; After = 'Unknown'; Summary = $Text; Appeared = $list; Disappeared = $list
        TenantId = $Text; TenantName = $Text; ReferenceTakenAt = $time; DifferenceTakenAt = $time
    }
    $configSeen = Make AuditCoverage @{
        TenantId = $Text; Mailbox = $Text; UserPrincipalName = $Text; MailboxKind = $Text; Event = 'MailItemsAccessed'; ActorKind = 'BypassedAccount'; Actor = $Text; At = $time; Answer = 'Unknown'; Cause = 'AuditOff'
        Why = $Text; KeptDays = 180; ExistsFrom = $time; ExistsUntil = $time; IsTenantWide = $false; TakenAt = $time
    }
    $configCounted = Make AuditCoverageSummary @{
        TenantId = $Text; Event = 'MailItemsAccessed'; ActorKind = 'Administrator'; At = $time; Count = 20000; Yes = 19000; No = 900; Unknown = 100; LeastKeptDays = 180; MainReason = $Text
    }
    $configExpiring = Make ExpiringLog @{ TenantId = $Text; Log = $Text; Day = $time; KeptDays = 30; LostAt = $time; TimeLeft = [timespan]::FromHours(6); Text = $Text; Command = $Text }

    $connection = New-Object -TypeName TenantConnection -Property @{
        Name = $Text; TenantId = $Text; Account = $Text; ClientId = $Text; AuthenticationMethod = $Text; IsApplication = $true; Endpoints = [StormDetect.Core.CloudEndpoints]::Of('GccHigh'); Permissions = $list; DirectoryRoles = $list
    }
    $capability = Make CapabilityCheck @{
        Connection = $Text; Capability = $Text; Purpose = $Text; Tier = 'RulesAndSettings'; Service = 'ManagementActivity'; State = 'NotAvailable'; MissingPermissions = $list; MissingRoles = $list; Reason = $Text; Cmdlets = $list
    }

    $connection, $capability, $configCheck, $configRollUp, $configPlanStep, $configPart, $configSnapshot, $configChange, $configSeen, $configCounted, $configExpiring
    $gap = MakeRecord ArchiveGap NeverAsked, $time, $time.AddDays(2)
    $lost = MakeRecord ArchiveGap LossAccepted, $time, $time.AddDays(2)
    $lost.Cause, $lost.Reason, $lost.Operator, $lost.AcceptedAt = $Text, $Text, $Text, $time
    $archiveFinding = MakeRecord ArchiveFinding PartDamaged, $Text, $Text
    $archiveRun = Make ArchiveRunResult @{
        TenantId = $Text; Path = $Text; Number = 123; Head = $Text; Stored = 1234567; AlreadyArchived = 1234567; Parts = 30; FirstDay = $time; LastDay = $time; Bytes = 1234567890; TotalRecords = 1234567
        TotalBytes = 1234567890; CoveredUntil = $time; AcceptedLosses = [StormDetect.Core.ArchiveGap[]] $lost; Recovered = 2
    }
    $archiveCheck = Make ArchiveCheckResult @{
        TenantId = $Text; Path = $Text; Status = 'Failed'; Summary = $Text; Head = $Text; Runs = 8760; Parts = 26280; Records = 1234567890; Duplicates = 12; Bytes = 1234567890; FirstRecord = $time; LastRecord = $time
        CoveredUntil = $time; Gaps = [StormDetect.Core.ArchiveGap[]] $gap; AcceptedLosses = [StormDetect.Core.ArchiveGap[]] $lost; Findings = [StormDetect.Core.ArchiveFinding[]] $archiveFinding
        Retention = MakeRecord ArchiveRetention ([StormDetect.Core.RetentionProfile]::Default), NotMet, Met, $Text
    }

    $archiveRun, $archiveCheck, $archiveFinding, $gap, $lost
    $searchSlice = Make SliceReport @{
        From = $time; To = $time.AddHours(6); Operation = $Text; Content = $Text; State = 'Truncated'; Attempts = 6; Announced = 1234567; Recounted = 1234567; Received = 1234567; Duplicates = 12; Kept = 1234567; Flags = $list
        Problem = $Text; FileName = $Text
    }
    $searchQuery = Make AuditLogQuery @{ Start = $time; End = $time.AddDays(30); Operations = $list; UserIds = $list; Name = $Text }
    $searchReport = Make SearchReport @{
        Route = 'ExchangeSession'; TenantId = $Text; Query = $searchQuery; AsOf = $time.AddDays(40); Slices = [StormDetect.Core.SliceReport[]] $searchSlice
        BlindIntervals = [StormDetect.Core.BlindInterval[]] $blind; SubmissionsUsed = 12; SubmissionsPerDay = 200; Problem = $Text; Extent = $Text
    }
    $searchPlan = Make SearchPlan @{
        Route = 'GraphQuery'; TenantId = $Text; Slices = [StormDetect.Core.AuditSlice[]] (MakeRecord AuditSlice $time, $time.AddDays(2)); Finished = 3; MostParallel = 4; Submissions = 12
        MostSubmissions = 100; SubmissionsPerDay = 200; BlindIntervals = [StormDetect.Core.BlindInterval[]] $blind
    }
    $searchFeed = MakeRecord AuditSubscription $Text, $true

    $searchSlice, $searchReport, $searchPlan, $searchFeed
    $anomaly, $change, $incident, $hunt, $tenantVerdict, $exposure, $message, $summary, $tenant, $approval, $suppressed, $result, $application, $record, $scenario, $intrusion, $report, $file, $dropped, $problem, $coverage, $blind, $match, $entry, $orphan, $rule, $reason, $step
}
