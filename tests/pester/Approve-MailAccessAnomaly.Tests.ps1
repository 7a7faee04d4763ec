BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $null = New-AuditScenario -Path (Join-Path $TestDrive 'month') -MailboxCount 30 -Days 18 -Attack storm-0558, oauth-app
    $month = Join-Path $TestDrive 'month'
    $learned = Join-Path $TestDrive 'learned.sdb'
    $null = New-MailAccessBaseline $month -Baseline $learned
    $script:number = 0
    function New-Copy { $file = Join-Path $TestDrive "c$(($script:number++)).sdb"; Copy-Item -LiteralPath $learned -Destination $file; $file }
    function Get-All([string] $File, [hashtable] $With = @{}) { Get-AnomalousMailAccess $month -Baseline $File -Start 2000-01-01 -InformationAction Ignore -WarningAction Ignore @With }
    $findings = @(Get-All $learned)
    $finding = $findings[0]
}

Describe 'Approve-MailAccessAnomaly' {
    It 'suppresses a piped finding, names it, and shows it marked' {
        $file = New-Copy
        $approval = $finding | Approve-MailAccessAnomaly -Baseline $file -Reason 'Ticket 1'
        $approval | Should -BeOfType ((Get-Command Approve-MailAccessAnomaly).OutputType.Type)
        $approval.FindingId | Should -Be $finding.Id
        ($approval.Until - $approval.ApprovedAt).TotalDays | Should -BeGreaterThan 89
        @(Get-All $file).Id | Should -Not -Contain $finding.Id
        $result = Get-All $file @{ Summary = $true }
        $result.SuppressedCount | Should -Be 1
        $result.VerdictText | Should -Match 'Suppressed: 1, because Ticket 1'
        $shown = Get-All $file @{ IncludeSuppressed = $true }
        ($shown | Where-Object Id -EQ $finding.Id).SuppressedBecause | Should -Be 'Ticket 1'
        @(($shown | Format-Table | Out-String -Width 300) -split '\n' -match '\[suppressed: Ticket 1\]').Count | Should -Be 1
    }

    It 'takes findings back from <Name>' -ForEach @(
        @{ Name = 'Export-Clixml'; Through = { param($f, $p) $f | Export-Clixml $p; Import-Clixml $p } }
        @{ Name = 'ConvertTo-Json'; Through = { param($f, $p) $f | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ Name = 'Export-Csv'; Through = { param($f, $p) $f | Export-Csv $p; Import-Csv $p } }
    ) {
        $file = New-Copy
        $null = & $Through $finding (Join-Path $TestDrive "back-$Name") | Approve-MailAccessAnomaly -Baseline $file -Reason 'back'
        @(Get-All $file).Id | Should -Not -Contain $finding.Id
    }

    It 'takes a pattern, and covers no more than it says' {
        $file = New-Copy
        $null = Approve-MailAccessAnomaly -Baseline $file -Mailbox $finding.Mailboxes[0] -Reason 'one mailbox only'
        @(Get-All $file).Id | Should -Be @($findings | Where-Object { @($_.Mailboxes | Where-Object { $_ -ne $finding.Mailboxes[0] }).Count -gt 0 }).Id
        $all = New-Copy
        $null = Approve-MailAccessAnomaly $all -UserId *@* -Network 0.0.0.0/0, ::/0, none -Reason 'everything with networks and names' -Wildcard
        @(Get-All $all | Where-Object { -not ($_.UserIds -notlike '*@*') }).Count | Should -Be 0
    }

    It 'ends when it says, and takes an end as a day' {
        $file = New-Copy
        $until = [datetimeoffset]::UtcNow.AddDays(10)
        $approval = $finding | Approve-MailAccessAnomaly $file -Reason x -Until $until.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $approval.Until | Should -Be ([datetimeoffset]::new($until.UtcDateTime.Date.AddDays(1), [timespan]::Zero))
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a pattern that says nothing'; With = @{} }
        @{ Name = 'a pattern for everything'; With = @{ Mailbox = '*'; Wildcard = $true } }
        @{ Name = 'every network'; With = @{ Network = '0.0.0.0/0', '::/0' } }
        @{ Name = 'an end that is over'; With = @{ Mailbox = 'a'; Until = '2020-01-01' } }
        @{ Name = 'an end beyond a year'; With = @{ Mailbox = 'a'; Until = '2999-01-01' } }
        @{ Name = 'a single address'; With = @{ Network = '192.0.2.7' } }
    ) {
        $file = New-Copy
        { Approve-MailAccessAnomaly $file -Reason x @With -ErrorAction Stop } | Should -Throw -ErrorId 'BaselineInvalidApproval,*'
        Approve-MailAccessAnomaly $file -List | Should -BeNullOrEmpty
    }

    It 'refuses what is no finding, and takes the others' {
        $file = New-Copy
        $null = 'text', $finding | Approve-MailAccessAnomaly -Baseline $file -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        @($errors)[0].FullyQualifiedErrorId | Should -BeLike 'FindingNotSupported,*'
        @(Approve-MailAccessAnomaly $file -List).Count | Should -Be 1
    }

    It 'refuses a finding of another tenant' {
        $foreign = $finding | Select-Object *
        $foreign.TenantId = '99999999-9999-4999-8999-999999999999'
        { $foreign | Approve-MailAccessAnomaly (New-Copy) -Reason x -ErrorAction Stop } | Should -Throw -ErrorId 'BaselineForeignTenant,*'
    }

    It 'changes nothing with -WhatIf, and asks with -Confirm' {
        $file = New-Copy
        $before = (Get-FileHash -LiteralPath $file).Hash
        $finding | Approve-MailAccessAnomaly $file -Reason x -WhatIf | Should -BeNullOrEmpty
        Approve-MailAccessAnomaly $file -Mailbox a -Reason x -WhatIf | Should -BeNullOrEmpty
        (Get-FileHash -LiteralPath $file).Hash | Should -Be $before
        (Get-Command Approve-MailAccessAnomaly).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'lists and withdraws' {
        $file = New-Copy
        $approval = $finding | Approve-MailAccessAnomaly $file -Reason 'for a while'
        (Approve-MailAccessAnomaly $file -List).Id | Should -Be $approval.Id
        (Approve-MailAccessAnomaly $file -List | ConvertTo-Csv | ConvertFrom-Csv).MailboxesText | Should -Be $finding.MailboxesText
        Approve-MailAccessAnomaly $file -Withdraw $approval.Id -WhatIf | Should -BeNullOrEmpty
        (Approve-MailAccessAnomaly $file -Withdraw $approval.Id).WithdrawnAt | Should -Not -BeNullOrEmpty
        @(Get-All $file).Id | Should -Contain $finding.Id
        (Approve-MailAccessAnomaly $file -List).WithdrawnAt | Should -Not -BeNullOrEmpty
        { Approve-MailAccessAnomaly $file -Withdraw 'MAP-000000000000' -ErrorAction Stop } | Should -Throw -ErrorId 'ApprovalUnknown,*'
    }

    It 'needs a reason' {
        (Get-Command Approve-MailAccessAnomaly).ParameterSets | Where-Object Name -In 'Finding', 'Pattern' |
            ForEach-Object { ($_.Parameters | Where-Object Name -EQ Reason).IsMandatory | Should -BeTrue }
        { Approve-MailAccessAnomaly (New-Copy) -Mailbox a -Reason ' ' -ErrorAction Stop } | Should -Throw -ErrorId 'BaselineInvalidApproval,*'
    }
}
