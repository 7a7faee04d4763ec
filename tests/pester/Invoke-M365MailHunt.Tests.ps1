BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'config.ps1')
    $audit = (New-AuditScenario -Path (Join-Path $TestDrive 'audit') -MailboxCount 60 -Days 24 -Attack storm-0558).Directory
}

Describe 'Invoke-M365MailHunt' {
    It 'gives one object with verdict, findings of the type they are, and incidents that name them' {
        $hunt = @(Invoke-M365MailHunt $audit 6>$null)
        $hunt | Should -HaveCount 1
        $hunt[0] | Should -BeOfType ([StormDetect.Core.MailHuntResult])
        $hunt[0].Verdict | Should -Be 'Suspicious'
        $hunt[0].Hunts | Should -Be ([StormDetect.Core.MailHunt]::HuntNames)
        @($hunt[0].Findings | Where-Object { $_ -is [StormDetect.Core.MailAccessAnomaly] }) | Should -Not -BeNullOrEmpty
        @($hunt[0].Incidents.Findings.Id | Sort-Object) | Should -Be @($hunt[0].Findings.Id | Sort-Object)
    }

    It 'gives every tenant of the logs the verdict it has alone, and calls it by its mail domain' {
        $other = (New-AuditScenario -Path (Join-Path $TestDrive 'other') -MailboxCount 12 -Days 3 -Seed 5).Directory
        $alone = @(Invoke-M365MailHunt $audit 3>$null 6>$null; Invoke-M365MailHunt $other 3>$null 6>$null)
        $alone.Tenants | Should -HaveCount 2
        $alone[1].Verdict | Should -Be CannotConclude
        $hunt = Invoke-M365MailHunt $audit, $other 3>$null 6>$null
        $hunt.Tenants | Should -HaveCount 2
        $hunt.Tenants.VerdictText | Should -Be $alone.VerdictText
        $hunt.VerdictText | Should -BeLike "*2 tenants: 1 suspicious ($($alone[0].Tenants.TenantName)), 1 not to be concluded ($($alone[1].Tenants.TenantName))."
        $hunt.Findings[0].TenantName | Should -Be ($hunt.Findings[0].Mailboxes[0] -split '@')[1]
        $hunt.Incidents[0].TenantName | Should -Be $hunt.Findings[0].TenantName
        (Get-AnomalousMailAccess $audit, $other -Summary 3>$null 6>$null).Tenants.TenantId | Should -Be $hunt.Tenants.TenantId
        @(Get-MailAccessApplication $audit, $other | Select-Object -Unique TenantName).TenantName | Should -Be @($hunt.Tenants.TenantName | Sort-Object { ($hunt.Tenants | Where-Object TenantName -EQ $_).TenantId })
        $table = $hunt.Tenants | Format-Table | Out-String -Width 80
        $hunt.Tenants.TenantName | ForEach-Object { $table | Should -Match ([regex]::Escape($_)) }
        @($hunt.Tenants | ConvertTo-Csv)[1] | Should -BeLike "*$($hunt.Tenants[0].EndText)*"
    }

    It 'finds of mail access what Get-AnomalousMailAccess finds' {
        $expected = @(Get-AnomalousMailAccess $audit 6>$null | ForEach-Object { "$_ $($_.ReasonsText)" })
        $expected | Should -Not -BeNullOrEmpty
        @((Invoke-M365MailHunt $audit -Hunt MailAccess -Activity Access 6>$null).Findings | ForEach-Object { "$_ $($_.ReasonsText)" }) | Should -Be $expected
    }

    It 'counts with -Coverage what a snapshot says the log cannot hold' {
        $records = Import-M365AuditLog $audit -Operation MailItemsAccessed
        $mailboxes = @($records.Mailbox | ForEach-Object ToLowerInvariant | Sort-Object -Unique | ForEach-Object { New-ConfigMailbox $_ })
        $licences = @($mailboxes | ForEach-Object { New-ConfigLicence $_.PrimarySmtpAddress })
        $mute = $mailboxes[0].PrimarySmtpAddress
        $snapshot = Join-Path $TestDrive 'snapshot.json'
        $tenant = $records[0].OrganizationId

        $null = $mailboxes + $licences + (New-ConfigOrganization) | Export-M365ConfigSnapshot $snapshot -TenantId $tenant
        $all = Invoke-M365MailHunt $audit -Hunt MailAccess -Coverage $snapshot 3>$null 6>$null
        @($all.Coverage.BlindIntervals | Where-Object { $_.Cause -eq 'AuditOff' -and $_.Subject -eq $mute }) | Should -BeNullOrEmpty

        $mailboxes[0].DefaultAuditSet = @()
        $mailboxes[0].AuditOwner = $mailboxes[0].AuditDelegate = $mailboxes[0].AuditAdmin = @('HardDelete')
        $null = $mailboxes + $licences + (New-ConfigOrganization) | Export-M365ConfigSnapshot $snapshot -TenantId $tenant -Force
        $some = Invoke-M365MailHunt $audit -Hunt MailAccess -Coverage $snapshot 3>$null 6>$null
        @($some.Coverage.BlindIntervals | Where-Object { $_.Cause -eq 'AuditOff' -and $_.Subject -eq $mute }) | Should -HaveCount 1
        $some.Coverage.FullyJudgedMailboxes | Should -BeLessThan $all.Coverage.FullyJudgedMailboxes
        $some.VerdictText | Should -Not -Be $all.VerdictText
    }

    It 'refuses a hunt that does not exist, and names those that do' {
        $failure = { Invoke-M365MailHunt $audit -Hunt Nonsense } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -Be 'HuntUnknown,StormDetect.Commands.InvokeM365MailHuntCommand'
        "$failure" | Should -BeLike '*MailAccess*'
    }

    It 'completes the names of hunts' {
        $line = 'Invoke-M365MailHunt ./audit -Hunt MailA'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'MailAccess'
    }

    It 'tells with -NewOnly what nobody was told of' {
        $baseline = Join-Path $TestDrive 'all.sdb'
        $null = New-MailAccessBaseline $audit -Baseline $baseline 3>$null
        $first = Invoke-M365MailHunt $audit -Baseline $baseline -NewOnly 3>$null 6>$null
        $first.Findings | Should -Not -BeNullOrEmpty
        $null = Update-MailAccessBaseline $audit -Baseline $baseline -Reported $first.Findings 3>$null
        (Invoke-M365MailHunt $audit -Baseline $baseline -NewOnly 3>$null 6>$null).Findings | Should -BeNullOrEmpty
    }
}
