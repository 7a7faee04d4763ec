# The runbook of README.md, as it stands there, hour after hour against a fake tenant with the managed identity of its machine.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'live.ps1')
    $readme = [System.IO.File]::ReadAllText((Join-Path $RepositoryRoot 'README.md'))
    $section = [regex]::Match($readme, '(?s)## Hour after hour in a tenant: a runbook\r?\n.*?```powershell\r?\n(.*?)```')
    $runbook = Join-Path $TestDrive 'hourly.ps1'
    [System.IO.File]::WriteAllText($runbook, $section.Groups[1].Value)
    $engine = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')

    $start = [DateTimeOffset] '2026-09-01T00:00:00Z'
    $end = $start.AddDays(14)
    $tenant = Start-FakeTenant -Arguments '--mailboxes', 25, '--days', 14, '--start', '2026-09-01', '--seed', 1, '--attack', 'storm-0558', '--attack', 'bec-rule', '--query-polls', 0
    # Installed, as the runbook expects it.
    $modules = (New-Item -ItemType Directory (Join-Path $TestDrive 'modules')).FullName
    $null = New-Item -ItemType ($IsWindows ? 'Junction' : 'SymbolicLink') -Path (Join-Path $modules 'StormDetect') -Value $RepositoryRoot
    $environment = 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'PSModulePath' | ForEach-Object { @{ Name = $_; Value = [Environment]::GetEnvironmentVariable($_) } }
    $env:IDENTITY_ENDPOINT = $tenant.IdentityEndpoint
    $env:IDENTITY_HEADER = $tenant.IdentityHeader
    $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath

    # One hour in an engine of its own, as a scheduler would start it; what time it is, the tenant says.
    function Invoke-Hour([string] $State, [DateTimeOffset] $Until, [DateTimeOffset] $Since = $start) {
        $null = Set-FakeTenantClock $tenant -Now $Until.ToString('o')
        $command = @"
& '$runbook' -StatePath '$State' -Since ([DateTimeOffset] '$($Since.ToString('o'))').UtcDateTime -Until ([DateTimeOffset] '$($Until.ToString('o'))').UtcDateTime -Connect @{
    ManagedIdentity = `$true; GraphEndpoint = '$($tenant.BaseAddress)'; LoginEndpoint = '$($tenant.LoginAddress)'; ManagementEndpoint = '$($tenant.BaseAddress)'
} | Out-Null
exit `$LASTEXITCODE
"@
        # Nobody is there: what asks fails.
        $said = @($null | & $engine -NoProfile -NonInteractive -Command $command 2>&1 | ForEach-Object { "$_" })
        $outbox = Join-Path $State 'outbox'
        $alerts = @(if (Test-Path -LiteralPath $outbox) { Get-ChildItem -LiteralPath $outbox | Sort-Object Name })
        $hour = [pscustomobject] @{ ExitCode = $LASTEXITCODE; Said = $said -join "`n"; Names = @($alerts.Name -replace '^[^-]*-'); Rows = @(); Teams = ''; Mail = $null }
        foreach ($alert in $alerts) {
            $text = Get-Content -Raw -LiteralPath $alert.FullName
            switch -Wildcard ($alert.Name) {
                '*-sentinel.json' { $hour.Rows = @($text | ConvertFrom-Json) }
                '*-teams.json' { $hour.Teams = $text }
                '*-mail.json' { $hour.Mail = $text | ConvertFrom-Json }
            }

            # Sent.
            Remove-Item -LiteralPath $alert.FullName
        }

        $hour
    }

    function New-State { Join-Path $TestDrive "state-$([guid]::NewGuid())" }
}

AfterAll {
    $environment | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $_.Value) }
    if ($tenant) {
        Stop-FakeTenant $tenant
    }
}

Describe 'The hourly runbook of README.md' {
    It 'is there, and is PowerShell' {
        $section.Success | Should -BeTrue
        $problems = $null
        $null = [System.Management.Automation.Language.Parser]::ParseFile($runbook, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
    }

    Context 'hour after hour' {
        BeforeAll {
            $state = New-State
            # Before the intrusion, all of it after days without a run, and the hour after.
            $quiet = Invoke-Hour $state $start.AddDays(6.5)
            $attacked = Invoke-Hour $state $end
            $after = Invoke-Hour $state $end.AddHours(1)
            # The hour after the last ones.
            $night = Invoke-Hour $state $end.AddHours(3)
        }

        It 'learns first' {
            $quiet.ExitCode | Should -BeIn 0, 2, 3 -Because $quiet.Said
            Join-Path $state 'baseline.sdb' | Should -Exist
            $quiet.Rows.DetectionId | Should -Not -Contain 'InboxRule.Hiding'
            $quiet.Rows[0].Kind | Should -Be 'Run'
        }

        It 'tells an intrusion once' {
            $attacked.ExitCode | Should -Be 2 -Because $attacked.Said
            $told = @($attacked.Rows | Where-Object Kind -EQ Finding)
            $told.DetectionId | Should -Contain 'MailAccess.Anomaly'
            $told.DetectionId | Should -Contain 'InboxRule.Hiding'
            $attacked.Names | Should -Be 'mail.json', 'sentinel.json', 'teams.json'
            foreach ($one in $told | Select-Object -First 10) {
                $attacked.Teams | Should -Match $one.Id
                $attacked.Mail.Body | Should -Match $one.Id
            }

            $after.ExitCode | Should -BeIn 0, 3 -Because $after.Said
            @($after.Rows | Where-Object Kind -EQ Finding) | Should -HaveCount 0
            $after.Rows[0].Title | Should -Match 'known'
            $after.Names | Should -Be 'sentinel.json'
            $night.ExitCode | Should -BeIn 0, 3 -Because $night.Said
            $night.Names | Should -Be 'sentinel.json'
        }

        It 'has every record that the tenant has, once' {
            $archived = @(Import-M365AuditLog (Join-Path $state 'archive')).Id
            @($archived | Sort-Object -Unique).Count | Should -Be $archived.Count
            $announced = @(Get-FakeTenantAnnounced $tenant)
            @(Compare-Object $archived $announced) | Should -HaveCount 0
            Test-M365AuditArchive (Join-Path $state 'archive') -Quiet | Should -BeTrue
            @(Get-ChildItem (Join-Path $state "archive/$($tenant.TenantId)/manifest")) | Should -HaveCount 4
        }

        It 'writes what the services take' {
            $message = $attacked.Teams | ConvertFrom-Json
            $message.type | Should -Be 'message'
            $message.attachments[0].contentType | Should -Be 'application/vnd.microsoft.card.adaptive'
            $message.attachments[0].content.type | Should -Be 'AdaptiveCard'
            $attacked.Teams.Length | Should -BeLessThan 28KB
            $attacked.Mail.Subject | Should -Match 'StormDetect'
            foreach ($row in $attacked.Rows) {
                [DateTimeOffset] $row.TimeGenerated | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddHours(-1))
            }
        }
    }

    Context 'when something is wrong' {
        AfterEach { $null = Set-FakeTenantFault $tenant }

        It 'ends with 1 where nobody can sign in, and catches up' {
            $state = New-State
            $since = $start.AddDays(5)
            $header = $env:IDENTITY_HEADER
            try {
                $env:IDENTITY_HEADER = 'wrong'
                $failed = Invoke-Hour $state $start.AddDays(6) $since
            }
            finally {
                $env:IDENTITY_HEADER = $header
            }

            $failed.ExitCode | Should -Be 1 -Because $failed.Said
            $failed.Said | Should -Match 'Connect-StormDetect'
            $failed.Names | Should -BeNullOrEmpty
            $next = Invoke-Hour $state $start.AddDays(6.5) $since
            $next.ExitCode | Should -BeIn 0, 3 -Because $next.Said
            @(Import-M365AuditLog (Join-Path $state 'archive')).Count | Should -Be @(Get-FakeTenantAnnounced $tenant -Start $since.UtcDateTime.ToString('o')).Count
        }

        It 'ends with 3 where a part of the log did not come, says so, and asks for it again' {
            $state = New-State
            $since = $start.AddDays(5)
            $null = Set-FakeTenantFault $tenant 'forbidden=1.0@/records'
            $lost = Invoke-Hour $state $start.AddDays(6) $since
            $lost.ExitCode | Should -Be 3 -Because $lost.Said
            $lost.Rows[0].Missing | Should -BeGreaterThan 0
            $lost.Mail.Body | Should -Match 'Not seen'
            $null = Set-FakeTenantFault $tenant
            $next = Invoke-Hour $state $start.AddDays(6.5) $since
            $next.Rows[0].Missing | Should -Be 0 -Because $next.Said
            $next = Invoke-Hour $state $start.AddDays(6.6) $since
            @(Import-M365AuditLog (Join-Path $state 'archive') -Start $since).Count | Should -Be @(Get-FakeTenantAnnounced $tenant -Start $since.UtcDateTime.ToString('o')).Count
        }
    }

    It 'leaves nothing in an alert that a client takes for more than text' {
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($runbook, [ref] $null, [ref] $null)
        $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $false) | ForEach-Object { . ([scriptblock]::Create($_.Extent.Text)) }
        $nasty = "**b** [click](https://evil.example/x) <b onload=1>&amp; <at>all</at> {{DATE(2020-01-01T00:00:00Z)}} www.evil.example`r`nBcc: x$([char] 0x202E)"
        $one = [pscustomobject] @{
            Id = 'X-1'; DetectionId = 'X.Y'; Severity = 'High'; Score = 1; Title = $nasty; Mailboxes = @($nasty); MailboxesText = $nasty; UserIds = @(); Networks = @(); Reasons = @([pscustomobject] @{ Text = $nasty })
            Techniques = @(); NextSteps = @(); FirstSeen = [DateTimeOffset]::UtcNow; LastSeen = [DateTimeOffset]::UtcNow
        }
        $alert = New-Alert ([pscustomobject] @{ Findings = @($one) * 30; Verdict = 'Suspicious'; VerdictText = $nasty }) @($nasty) "x$nasty" ([DateTime]::UtcNow)
        $alert.Mail, $alert.Teams, $alert.Sentinel | ForEach-Object { [regex]::IsMatch($_, '[^\x20-\x7E\r\n]') | Should -BeFalse }
        $mail = $alert.Mail | ConvertFrom-Json
        $mail.Body -replace '<br>' | Should -Not -Match '[<>]'
        $mail.Body + $alert.Teams | Should -Not -Match '://evil|\bwww\.|\{\{'
        $mail.Subject | Should -Not -Match '[\r\n]'
        $body = ($alert.Teams | ConvertFrom-Json).attachments[0].content.body
        $alert.Teams.Length | Should -BeLessThan 28KB
        # Elsewhere Markdown would be read.
        $body.type | Sort-Object -Unique | Should -Be 'RichTextBlock'
        $body.inlines.type | Sort-Object -Unique | Should -Be 'TextRun'
        @($alert.Sentinel | ConvertFrom-Json).Count | Should -Be 31
    }
}
