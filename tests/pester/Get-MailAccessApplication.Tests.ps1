BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $all = @(Get-MailAccessApplication $audit)
}

Describe 'Get-MailAccessApplication' {
    It 'lists every application, and gives the type it promises' {
        $all.Count | Should -BeGreaterThan 1
        $all | Should -BeOfType ([StormDetect.Core.MailAccessApplication])
        (Get-Command Get-MailAccessApplication).OutputType.Type | Should -Be ([StormDetect.Core.MailAccessApplication])
    }

    It 'takes files, records and objects with AuditData alike' {
        $lines = @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content)
        $shape = { "$($_.AppId)|$($_.ClientAppId)|$($_.ClientFamily)|$($_.MailboxCount)|$($_.AccessCount)" }
        $expected = @($all | ForEach-Object $shape)
        @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-MailAccessApplication | ForEach-Object $shape) | Should -Be $expected
        @(Import-M365AuditLog $audit | Get-MailAccessApplication | ForEach-Object $shape) | Should -Be $expected
        @($lines | ForEach-Object { [pscustomobject] @{ AuditData = $_ } } | Get-MailAccessApplication | ForEach-Object $shape) | Should -Be $expected
    }

    It 'filters by AppId and ClientAppId, with wildcards, in the order of the whole list' {
        $id = ($all | Where-Object AppId | Select-Object -First 1).AppId
        $wanted = @($all | Where-Object AppId -EQ $id)
        @(Get-MailAccessApplication $audit -AppId $id).ToString() | Should -Be $wanted.ToString()
        @(Get-MailAccessApplication $audit -AppId $id.ToUpperInvariant()).Count | Should -Be $wanted.Count
        @(Get-MailAccessApplication $audit -AppId ($id.Substring(0, 8) + '*') | Where-Object AppId -EQ $id).Count | Should -Be $wanted.Count
        @(Get-MailAccessApplication $audit -AppId *).Count | Should -Be $all.Count
        @(Get-MailAccessApplication $audit -AppId 'no such application').Count | Should -Be 0
    }

    It 'finds applications by their public name' {
        $named = $all | Where-Object AppName | Select-Object -First 1
        @(Get-MailAccessApplication $audit -AppId $named.AppName).AppId | Should -Contain $named.AppId
    }

    It 'finds what has no id as none' {
        @(Get-MailAccessApplication $audit -ClientAppId none).Count | Should -Be @($all | Where-Object ClientAppId -EQ '').Count
    }

    It 'does not bind its filters from what is piped' {
        $tricky = Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Add-Member -NotePropertyName AppId -NotePropertyValue 'nothing' -PassThru
        @($tricky | Get-MailAccessApplication).Count | Should -Be $all.Count
    }

    It 'names what is missing and goes on' {
        $found = Get-MailAccessApplication (Join-Path $TestDrive 'none'), $audit -ErrorVariable errors -ErrorAction SilentlyContinue
        @($found).Count | Should -Be $all.Count
        $errors.FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.GetMailAccessApplicationCommand'
    }

    It 'ends a pipeline early without ending the script' {
        @(Get-MailAccessApplication $audit | Select-Object -First 1).Count | Should -Be 1
    }

    It 'works in strict mode, and whatever $WhatIfPreference says' {
        Set-StrictMode -Version Latest
        $WhatIfPreference = $true
        @(Get-MailAccessApplication $audit).Count | Should -Be $all.Count
    }

    It 'goes through Export-Csv and ConvertTo-Json' {
        $row = $all[0] | ConvertTo-Csv | ConvertFrom-Csv
        $row.NetworksText | Should -Be ($all[0].Networks -join '; ')
        $back = $all[0] | ConvertTo-Json -WarningVariable warnings | ConvertFrom-Json
        $warnings | Should -BeNullOrEmpty
        @($back.Mailboxes) | Should -Be @($all[0].Mailboxes)
    }
}
