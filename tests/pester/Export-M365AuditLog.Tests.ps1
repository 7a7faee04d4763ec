BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $lines = @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content)
    $all = @(Import-M365AuditLog $audit)
    $number = 0
    function New-Place { Join-Path $TestDrive "archive$($script:number++)" }
    function Get-SortedDigest([object[]] $Values) { Get-Digest @($Values | Sort-Object) }
}

Describe 'Export-M365AuditLog' {
    It 'adds every record once, however often it is run' {
        $place = New-Place
        $first = Export-M365AuditLog $audit -ArchivePath $place
        $first | Should -BeOfType ([StormDetect.Core.ArchiveRunResult])
        (Get-Command Export-M365AuditLog).OutputType.Type | Should -Be ([StormDetect.Core.ArchiveRunResult])
        $first.Stored | Should -Be $all.Count
        $second = Export-M365AuditLog -LiteralPath $audit -Destination $place
        $second.Stored | Should -Be 0
        $second.AlreadyArchived | Should -Be $all.Count
        $second.Number | Should -Be 2
        Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest $all.Id)
    }

    It 'takes what hunts take: files, folders, objects with AuditData, records with their JSON' {
        foreach ($give in @(
                { Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' }
                { $audit }
                { $lines }
                { $lines | ForEach-Object { [pscustomobject] @{ RecordType = 'x'; UserIds = 'x'; Operations = 'y'; Identity = 'z'; AuditData = $_ } } }
                { Import-M365AuditLog $audit -Raw }
            )) {
            $place = New-Place
            (& $give | Export-M365AuditLog -ArchivePath $place).Stored | Should -Be $all.Count -Because "$give"
            Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest $all.Id)
        }
    }

    It 'refuses records that have lost their JSON, and keeps the rest' {
        $result = Import-M365AuditLog $audit | Export-M365AuditLog -ArchivePath (New-Place) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'RecordsNotWhole,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.Stored | Should -Be @($all | Where-Object Operation -NE 'MailItemsAccessed').Count
    }

    It 'gives hunts the same findings as the export' {
        $place = New-Place
        $null = Export-M365AuditLog $audit -ArchivePath $place
        $expected = @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null 3>$null)
        $expected | Should -Not -BeNullOrEmpty
        @(Get-AnomalousMailAccess $place -MinimumSeverity Informational 6>$null 3>$null).Id | Should -Be $expected.Id
    }

    It 'searches by user, day and record as the export does' {
        $place = New-Place
        $null = Export-M365AuditLog $audit -ArchivePath $place
        $user = $all[0].UserId
        $day = $all[0].CreationTime.ToString('yyyy-MM-dd')
        Get-SortedDigest @(Import-M365AuditLog $place -UserId $user -Start $day -End $day).Id | Should -Be (Get-SortedDigest @(Import-M365AuditLog $audit -UserId $user -Start $day -End $day).Id)
        @(Import-M365AuditLog $place -RecordId $all[5].Id).Id | Should -Be $all[5].Id
        $filter = @{ UserId = $user; Start = $day; End = $day }
        Get-Digest @(Get-M365ActivityTimeline $place @filter).Text | Should -Be (Get-Digest @(Get-M365ActivityTimeline $audit @filter).Text)
    }

    It 'does nothing with -WhatIf' {
        $place = New-Place
        Export-M365AuditLog $audit -ArchivePath $place -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $place | Should -BeFalse
    }

    It 'names the tenant, and refuses others' {
        $place = New-Place
        $other = [guid]::NewGuid()
        $result = Export-M365AuditLog $audit -ArchivePath $place -TenantId $other -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'RecordsOfOtherTenant,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.TenantId | Should -Be "$other"
        $result.Stored | Should -Be 0
    }

    It 'is refused while another run writes, and says who' {
        $place = New-Place
        $options = [StormDetect.Core.AuditArchiveOptions]::new()
        $null = Export-M365AuditLog $audit -ArchivePath $place -Operator 'the other'
        $tenant = (Get-ChildItem -LiteralPath $place -Directory).FullName
        $lock = [System.IO.File]::Open((Join-Path $tenant '.lock'), 'Open', 'ReadWrite', 'None')
        try {
            { Export-M365AuditLog $audit -ArchivePath $place } | Should -Throw -ErrorId 'ArchiveLocked,StormDetect.Commands.ExportM365AuditLogCommand' -ExpectedMessage '*the other*'
        }
        finally {
            $lock.Dispose()
        }

        (Export-M365AuditLog $audit -ArchivePath $place).Stored | Should -Be 0
    }

    It 'says what is wrong with a place it cannot write, with windows that are none, and goes on past inputs it cannot read' {
        $file = Join-Path $TestDrive 'in-the-way'
        Set-Content -LiteralPath $file 'x'
        { Export-M365AuditLog $audit -ArchivePath $file } | Should -Throw -ErrorId 'ArchiveInputOutput,*'
        { Export-M365AuditLog $audit -ArchivePath (New-Place) -CoveredStart 2026-09-01 } | Should -Throw -ErrorId 'CoveredWindowIncomplete,*'
        { Export-M365AuditLog $audit -ArchivePath (New-Place) -CoveredStart 2026-09-02 -CoveredEnd 2026-08-02 } | Should -Throw -ErrorId 'WindowEmpty,*'
        $result = Export-M365AuditLog $audit, (Join-Path $TestDrive 'nowhere') -ArchivePath (New-Place) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.Stored | Should -Be $all.Count
    }

    It 'leaves nothing behind when it is stopped, and stops within a second' {
        $large = New-LargeAudit 'large' $lines
        $env:StormDetectTestArchive = New-Place
        (Measure-Stop { param($path) Export-M365AuditLog $path -ArchivePath $env:StormDetectTestArchive } $large).TotalSeconds | Should -BeLessThan 1
        (Export-M365AuditLog $audit -ArchivePath $env:StormDetectTestArchive).Number | Should -Be 1
        Test-M365AuditArchive $env:StormDetectTestArchive -Quiet | Should -BeTrue
        $env:StormDetectTestArchive = $null
    }
}
