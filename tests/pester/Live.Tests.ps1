# Search-M365AuditLog and Export-M365AuditLog against a fake tenant, by all three ways, with faults.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    . (Join-Path $PSScriptRoot 'live.ps1')
    Import-Module (Join-Path $RepositoryRoot 'tests/support/FakeTenant/FakeExchange.psm1')
    # A log in which nothing arrives any more: the tenant's clock is days behind its end.
    $first = [DateTimeOffset] '2026-09-01T00:00:00Z'
    $end = $first.AddDays(6)
    $tenant = Start-FakeTenant -Arguments '--mailboxes', 12, '--days', 6, '--start', '2026-09-01', '--seed', 5, '--attack', 'storm-0558', '--query-polls', 0
    $window = @{ Start = $first; End = $end }
    $faults = 'throttleDate=0.05', 'serverError=0.05', 'resetBody=0.05', 'resetBefore=0.05', 'truncatedBody=0.05', 'malformedJson=0.03', 'duplicateRows=0.1', 'emptyPage=0.1', 'emptyFirst=0.3', 'countsDiffer=0.3', 'countIsApproximate=0.5'

    function Get-Announced([DateTimeOffset] $Start = $first, [DateTimeOffset] $End = $end, [string[]] $Operation = @()) {
        Get-Digest @(Get-FakeTenantAnnounced $tenant -Start $Start.UtcDateTime.ToString('o') -End $End.UtcDateTime.ToString('o') -Operations $Operation)
    }

    function Get-Found([object[]] $Records) { Get-Digest @($Records.Id | Sort-Object) }
    function Get-ErrorId([scriptblock] $Code) {
        try { $null = & $Code } catch { return ($_.FullyQualifiedErrorId -split ',')[0] }
        'none'
    }
}

AfterAll {
    Disconnect-FakeExchange
    Remove-Module FakeExchange
    Get-StormDetectConnection | Disconnect-StormDetect
    if ($tenant) {
        Stop-FakeTenant $tenant
    }
}

Describe 'Search-M365AuditLog in a tenant' {
    AfterEach {
        $null = Set-FakeTenantFault $tenant
        Disconnect-FakeExchange
        Get-StormDetectConnection | Disconnect-StormDetect
    }

    Context 'by Microsoft Graph' {
        BeforeEach { $connection = Connect-FakeTenant $tenant }

        It 'finds what there is, and proves it, whatever goes wrong on the way' {
            $null = Set-FakeTenantFault $tenant $faults
            $found = @(Search-M365AuditLog @window -IncludeReport)
            $found[-1].Route | Should -Be 'GraphQuery'
            $found[-1].TenantId | Should -Be $tenant.TenantId
            @($found[-1].Slices | Where-Object State -NE Complete) | Should -HaveCount 0
            Get-Found $found[0..($found.Count - 2)] | Should -Be (Get-Announced)
            (Invoke-RestMethod "$($tenant.BaseAddress)_fake/faults" -NoProxy).struck.psobject.Properties.Name.Count | Should -BeGreaterThan 3
        }

        It 'asks for some operations only' {
            Get-Found @(Search-M365AuditLog @window -Operation MailItemsAccessed) | Should -Be (Get-Announced -Operation MailItemsAccessed)
        }

        It 'goes into a hunt, which finds what it finds in the files of the same records' {
            $state = Join-Path $TestDrive 'hunted'
            $live = Search-M365AuditLog @window -StatePath $state -IncludeReport | Invoke-M365MailHunt -MinimumSeverity Informational 3>$null 6>$null
            $offline = Invoke-M365MailHunt $state -MinimumSeverity Informational 3>$null 6>$null
            $live.Findings.Count | Should -BeGreaterThan 0
            $live.Findings.Id | Should -Be $offline.Findings.Id
            $live.VerdictText | Should -Be $offline.VerdictText
        }

        It 'goes on where it was broken off, with the query it submitted' {
            $state = Join-Path $TestDrive 'resumed'
            $null = Set-FakeTenantFault $tenant 'forbidden=99x@/records'
            $before = @(Search-M365AuditLog @window -StatePath $state -ErrorAction SilentlyContinue -ErrorVariable failures)
            $before | Should -HaveCount 0
            $failures[-1].FullyQualifiedErrorId | Should -BeLike '*,StormDetect.Commands.SearchM365AuditLogCommand'
            $failures | ForEach-Object { "$_" | Should -BeLike 'fake: *' -Because 'among many tenants nobody could tell whose it is' }
            $null = Set-FakeTenantFault $tenant
            $submitted = @(Get-FakeTenantRequest $tenant -Path '/auditLog/queries' | Where-Object { $_.method -eq 'POST' }).Count
            Get-Found @(Search-M365AuditLog @window -StatePath $state) | Should -Be (Get-Announced)
            @(Get-FakeTenantRequest $tenant -Path '/auditLog/queries' | Where-Object { $_.method -eq 'POST' }).Count | Should -BeLessOrEqual ($submitted + 1)
        }

        It 'says for which tenant it spends submissions, where nobody wants to hear it not' {
            $archive = Join-Path $TestDrive 'announced'
            $said = @(Export-M365AuditLog -ArchivePath $archive -Start $first -End $first.AddDays(1) 6>&1 | Where-Object { $_ -is [System.Management.Automation.InformationRecord] -and $_.Tags -contains 'StormDetect.Search' })
            $said | Should -HaveCount 1
            "$said" | Should -BeLike 'fake: GraphQuery: *'
            @(Export-M365AuditLog -ArchivePath $archive -InformationAction Ignore 6>&1 3>$null | Where-Object { $_ -is [System.Management.Automation.InformationRecord] }) | Should -HaveCount 0
        }

        It 'shows what it would submit, and submits nothing' {
            $before = @(Get-FakeTenantRequest $tenant).Count
            $plan = Search-M365AuditLog @window -ShowPlan
            $plan.SubmissionsPerDay | Should -Be 200
            Search-M365AuditLog @window -WhatIf | Should -BeNullOrEmpty
            @(Get-FakeTenantRequest $tenant).Count | Should -Be $before
        }
    }

    Context 'by the Management Activity API' {
        BeforeEach { $connection = Connect-FakeTenant $tenant }

        It 'says that there is no subscription, starts one when told to, and collects what is delivered from then on' {
            Get-ErrorId { Search-M365AuditLog -Source ManagementActivity @window -ErrorAction Stop } | Should -Be 'TenantNotAvailable'
            Search-M365AuditLog -StartSubscription -WhatIf | Should -BeNullOrEmpty
            Get-ErrorId { Search-M365AuditLog -Source ManagementActivity @window -ErrorAction Stop } | Should -Be 'TenantNotAvailable'
            $started = Search-M365AuditLog -StartSubscription -Confirm:$false
            $started.ContentType | Should -Contain 'Audit.Exchange'
            @($started | Where-Object { -not $_.IsEnabled }) | Should -HaveCount 0
        }

        It 'finds what there is, whatever goes wrong on the way' {
            $other = Start-FakeTenant -Arguments '--now', 'real', '--mailboxes', 6, '--days', 3, '--seed', 9, '--subscription', 'Audit.Exchange', '--subscription', 'Audit.AzureActiveDirectory', '--subscription', 'Audit.General', '--subscription', 'Audit.SharePoint'
            $every = 'Audit.Exchange', 'Audit.AzureActiveDirectory', 'Audit.General', 'Audit.SharePoint'
            try {
                $null = Set-FakeTenantFault $other 'serverError=0.05', 'resetBody=0.05', 'truncatedBody=0.05', 'emptyFirst=6x', 'outOfOrderBlobs=1.0', 'duplicateBlobs=0.3', 'lateRecords=0.1'
                $there = Connect-FakeTenant $other -Name activity
                # Records go on arriving meanwhile, and a blob is there when the ten minutes it is made of are over.
                $until = [DateTimeOffset]::UtcNow
                $span = @{ Start = $until.AddDays(-1).UtcDateTime.ToString('o'); End = $until.UtcDateTime.ToString('o') }
                $before = @(Get-FakeTenantAnnounced $other @span -ArrivedBy $until.AddMinutes(-10).UtcDateTime.ToString('o'))
                $found = @(Search-M365AuditLog -Source ManagementActivity -ContentType $every -Start $until.AddDays(-1) -End $until -Connection $there -IncludeReport)
                $after = @(Get-FakeTenantAnnounced $other @span)
                $found[-1].Route | Should -Be 'ManagementActivity'
                @($found[-1].Slices | Where-Object State -NE Complete) | Should -HaveCount 0
                $ids = @($found[0..($found.Count - 2)].Id)
                $before.Count | Should -BeGreaterThan 50
                @($before | Where-Object { $_ -notin $ids }) | Should -HaveCount 0
                @($ids | Where-Object { $_ -notin $after }) | Should -HaveCount 0
            }
            finally {
                Stop-FakeTenant $other
            }
        }
    }

    Context 'by an Exchange session' {
        It 'finds what there is, with the traps of the session' {
            Connect-FakeExchange -BaseAddress $tenant.BaseAddress
            $null = Set-FakeTenantFault $tenant 'emptyFirst=0.1', 'searchTimesOut=0.05', 'searchGap=0.05', 'searchMisses=0.2'
            $found = @(Search-M365AuditLog -Start $first -End $first.AddDays(2) -IncludeReport)
            $found[-1].Route | Should -Be 'ExchangeSession'
            $found[-1].TenantId | Should -Be $tenant.TenantId
            @($found[-1].Slices | Where-Object State -NE Complete) | Should -HaveCount 0
            Get-Found $found[0..($found.Count - 2)] | Should -Be (Get-Announced -End $first.AddDays(2))
        }

        It 'says that nobody is signed in' {
            Get-ErrorId { Search-M365AuditLog -Source ExchangeSession @window } | Should -Be 'TenantSignInNeeded'
        }
    }
}

Describe 'Export-M365AuditLog in a tenant' {
    BeforeEach { $connection = Connect-FakeTenant $tenant }

    AfterEach {
        $null = Set-FakeTenantFault $tenant
        Get-StormDetectConnection | Disconnect-StormDetect
    }

    It 'keeps an archive: nothing twice, late records taken, provably whole' {
        $place = Join-Path $TestDrive 'archive'
        # What is late is not yet there.
        $null = Set-FakeTenantClock $tenant -Now $end.UtcDateTime.ToString('o')
        $late = '{"latenessHours":12,"rules":{"lateRecords":{"rate":0.3},"serverError":{"rate":0.05},"duplicateRows":{"rate":0.1}}}'
        $null = Invoke-RestMethod "$($tenant.BaseAddress)_fake/faults" -Method Post -Body $late -NoProxy
        $one = Export-M365AuditLog -ArchivePath $place @window
        $one.TenantId | Should -Be $tenant.TenantId
        $one.Stored | Should -Be @(Get-FakeTenantAnnounced $tenant -Start $first.UtcDateTime.ToString('o') -End $end.UtcDateTime.ToString('o')).Count
        $null = Set-FakeTenantClock $tenant -AdvanceHours 72
        $two = Export-M365AuditLog -ArchivePath $place -End $end.AddHours(1) -LateDays 0
        $two.Number | Should -Be 2
        $two.Stored | Should -BeGreaterThan 0
        $two.AlreadyArchived | Should -BeGreaterThan 0
        # What came later than the overlap is had once a day.
        (Export-M365AuditLog -ArchivePath $place -End $end.AddHours(1) -LateDays 30).Stored | Should -BeLessThan 5
        Get-Found @(Import-M365AuditLog $place) | Should -Be (Get-Announced -End $end.AddHours(1))
        (Export-M365AuditLog -ArchivePath $place -End $end.AddHours(2)).Stored | Should -Be 0
        $check = Test-M365AuditArchive $place
        $check.IsIntact | Should -BeTrue
        $check.Gaps | Should -BeNullOrEmpty
        $check.CoveredUntil | Should -Be $end.AddHours(2)
    }

    It 'tells of a slice that did not come, keeps what came, and asks for it again, also where errors end a script' {
        $place = Join-Path $TestDrive 'holes'
        $null = Set-FakeTenantFault $tenant 'queryFailed=1.0'
        $ErrorActionPreference = 'Stop'
        $day = $end.AddDays(-1)
        $one = Export-M365AuditLog -ArchivePath $place -Start $day -End $end -ErrorAction SilentlyContinue -ErrorVariable failures
        @($failures.FullyQualifiedErrorId | Sort-Object -Unique) | Should -Be 'SearchSliceFailed,StormDetect.Commands.ExportM365AuditLogCommand'
        $one.CoveredUntil | Should -Be $day
        $null = Set-FakeTenantFault $tenant
        $null = Export-M365AuditLog -ArchivePath $place -End $end
        (Test-M365AuditArchive $place).Gaps | Should -BeNullOrEmpty
        Get-Found @(Import-M365AuditLog $place -Start $day) | Should -Be (Get-Announced -Start $day)
    }
}
