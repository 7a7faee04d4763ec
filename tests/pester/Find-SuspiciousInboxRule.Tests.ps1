BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $command = Get-Command Find-SuspiciousInboxRule
    $quiet = @{ InformationAction = 'Ignore'; WarningAction = 'Ignore' }

    function New-RuleRecord([string] $Operation, [hashtable] $Parameters, [int] $Number, [string] $Time = '2026-09-07T08:00:00') {
        ConvertTo-Json -Compress -Depth 5 @{
            CreationTime = $Time; Id = '00000000-0000-4000-8000-{0:d12}' -f $Number; Operation = $Operation; OrganizationId = '0873ee4d-d342-44f2-8961-74c442a2fad2'
            RecordType = 1; ResultStatus = 'True'; UserId = 'kim@contoso.example'; UserType = 2; Workload = 'Exchange'
            Parameters = @($Parameters.GetEnumerator() | ForEach-Object { @{ Name = $_.Key; Value = $_.Value } })
        }
    }

    # As Get-InboxRule gives them: lists of text, absent values null.
    function New-LiveRule([hashtable] $With = @{}) {
        $rule = [ordered] @{
            Name = 'Sales'; Identity = 'kim@contoso.example\17'; RuleIdentity = [uint64] 17; MailboxOwnerId = 'kim@contoso.example'; Enabled = $true; Priority = 1; From = $null; SubjectContainsWords = $null
            ForwardTo = $null; RedirectTo = $null; DeleteMessage = $false; MoveToFolder = $null; MarkAsRead = $false; StopProcessingRules = $false
        }
        foreach ($key in $With.Keys) { $rule[$key] = $With[$key] }
        $object = [pscustomobject] $rule
        $object.PSObject.TypeNames.Insert(0, 'Microsoft.Exchange.Management.RestApiClient.InboxRule')
        $object
    }

    $lines = @(
        New-RuleRecord 'New-InboxRule' @{ Name = '.'; MoveToFolder = 'RSS Feeds'; SubjectContainsWords = 'invoice;payment'; MarkAsRead = 'True' } 1
        New-RuleRecord 'New-InboxRule' @{ Name = 'Newsletter'; From = 'news@shop.example'; MoveToFolder = 'Newsletter' } 2
        New-RuleRecord 'Remove-InboxRule' @{ Identity = '.' } 3 '2026-09-07T12:00:00'
    )
    $log = Join-Path $TestDrive 'rules.jsonl'
    Set-Content -LiteralPath $log -Value $lines
    $thief = New-LiveRule @{ ForwardTo = [System.Collections.ArrayList] @('"x" [SMTP:thief@elsewhere.example]'); SubjectContainsWords = @('invoice', 'payment') }
    $graph = '{"@odata.context":"https://graph.example/v1.0/$metadata#users(''kim%40contoso.example'')/mailFolders(''inbox'')/messageRules","value":[{"id":"AQAA","displayName":"Sales","isEnabled":true,"conditions":{"subjectContains":["invoice","payment"]},"actions":{"forwardTo":[{"emailAddress":{"name":"x","address":"thief@elsewhere.example"}}],"stopProcessingRules":false}}]}'
}

Describe 'Find-SuspiciousInboxRule' {
    Context 'audit logs' {
        It 'finds a rule that is gone, and says so' {
            $finding = Find-SuspiciousInboxRule $log @quiet
            @($finding).Count | Should -Be 1
            $finding | Should -BeOfType ([StormDetect.Core.InboxRuleFinding])
            $finding.RuleState | Should -Be 'Removed'
            $finding.CreatedAt | Should -Be ([datetimeoffset] '2026-09-07T08:00:00Z')
            $finding.RemovedAt | Should -Be ([datetimeoffset] '2026-09-07T12:00:00Z')
            $finding.Id | Should -Match '^IBR-[0-9A-F]{12}$'
            ($finding.Reasons.Weight | Measure-Object -Sum).Sum | Should -Be $finding.Score
        }

        It 'gives the types it promises' {
            @((Find-SuspiciousInboxRule $log @quiet).GetType(), (Find-SuspiciousInboxRule $log -Summary @quiet).GetType(), @(Find-SuspiciousInboxRule -AllMailboxes -ShowPlan)[0].GetType()) | Should -Be @($command.OutputType.Type)
        }

        It 'takes files, text, records and cmdlet output, all alike' {
            $id = (Find-SuspiciousInboxRule $log @quiet).Id
            (Get-Item $log | Find-SuspiciousInboxRule @quiet).Id | Should -Be $id
            ($lines | Find-SuspiciousInboxRule @quiet).Id | Should -Be $id
            (Import-M365AuditLog $log | Find-SuspiciousInboxRule @quiet).Id | Should -Be $id
            $xml = Join-Path $TestDrive 'records.xml'
            Import-M365AuditLog $log | Export-Clixml -LiteralPath $xml
            (Import-Clixml -LiteralPath $xml | Find-SuspiciousInboxRule @quiet).Id | Should -Be $id
            ($lines | ForEach-Object { [pscustomobject] @{ AuditData = $_; Operations = 'New-InboxRule' } } | Find-SuspiciousInboxRule @quiet).Id | Should -Be $id
        }

        It 'leaves out what is below -MinimumSeverity, and what is outside of the window' {
            Find-SuspiciousInboxRule $log -MinimumSeverity Critical @quiet | Should -BeNullOrEmpty
            Find-SuspiciousInboxRule $log -Start 2026-09-08 @quiet | Should -BeNullOrEmpty
        }

        It 'names the records it stands for, and Import-M365AuditLog fetches them' {
            $records = @(Find-SuspiciousInboxRule $log @quiet | Import-M365AuditLog -Path $log)
            $records.Operation | Sort-Object | Should -Be 'New-InboxRule', 'Remove-InboxRule'
        }
    }

    Context 'rules as they stand' {
        It 'takes live objects' {
            $finding = $thief | Find-SuspiciousInboxRule @quiet
            $finding.Source | Should -Be 'Exchange'
            $finding.ExternalRecipients | Should -Be 'thief@elsewhere.example'
            $finding.Mailboxes | Should -Be 'kim@contoso.example'
            $finding.NextSteps.Command | Should -Contain "Remove-InboxRule -Mailbox 'kim@contoso.example' -Identity '17'"
        }

        It 'takes them back from Export-Clixml, ConvertTo-Json and Export-Csv' {
            $expected = ($thief | Find-SuspiciousInboxRule @quiet)
            $xml = Join-Path $TestDrive 'rule.xml'
            $thief | Export-Clixml -LiteralPath $xml
            $back = Import-Clixml -LiteralPath $xml
            $back.PSObject.TypeNames[0] | Should -BeLike 'Deserialized.*'
            ($back | Find-SuspiciousInboxRule @quiet).Id | Should -Be $expected.Id
            ($thief | ConvertTo-Json | Find-SuspiciousInboxRule @quiet).Id | Should -Be $expected.Id
            $csv = Join-Path $TestDrive 'rule.csv'
            $thief | Select-Object Name, RuleIdentity, MailboxOwnerId, Enabled, DeleteMessage, @{ n = 'ForwardTo'; e = { "{$($_.ForwardTo -join ', ')}" } }, @{ n = 'SubjectContainsWords'; e = { "{$($_.SubjectContainsWords -join ', ')}" } } | Export-Csv -LiteralPath $csv
            $fromCsv = Import-Csv -LiteralPath $csv | Find-SuspiciousInboxRule @quiet
            $fromCsv.Id | Should -Be $expected.Id
            $fromCsv.ExternalRecipients | Should -Be $expected.ExternalRecipients
        }

        It 'takes Graph rules as text, as objects and page by page' {
            $expected = $graph | Find-SuspiciousInboxRule @quiet
            $expected.Source | Should -Be 'Graph'
            $expected.Mailboxes | Should -Be 'kim@contoso.example'
            ($graph | ConvertFrom-Json | Find-SuspiciousInboxRule @quiet).Id | Should -Be $expected.Id
            $rule = ($graph | ConvertFrom-Json).value[0] | Add-Member -PassThru UserPrincipalName 'kim@contoso.example'
            ($rule | Find-SuspiciousInboxRule @quiet).Id | Should -Be $expected.Id
            (($rule, $rule | ConvertTo-Json -Depth 6) | Find-SuspiciousInboxRule @quiet).Id | Should -Be $expected.Id
        }

        It 'takes hashtables' {
            (@{ Name = '.'; Mailbox = 'kim@contoso.example'; DeleteMessage = $true } | Find-SuspiciousInboxRule @quiet).RuleName | Should -Be '.'
        }

        It 'joins log and live rules' {
            $finding = @($lines[0]; New-LiveRule @{ Name = '.'; MoveToFolder = 'RSS Feeds'; SubjectContainsWords = @('invoice', 'payment'); MarkAsRead = $true; Enabled = $false }) | Find-SuspiciousInboxRule @quiet
            @($finding).Count | Should -Be 1
            $finding.Source | Should -Be 'AuditLogAndMailbox'
            $finding.RuleState | Should -Be 'Disabled'
        }

        It 'stays silent on everyday rules' {
            @(New-LiveRule @{ MoveToFolder = 'Newsletter'; From = @('"News" [SMTP:news@shop.example]') }; New-LiveRule @{ ForwardTo = @('"Pat" [EX:/o=ExchangeLabs/cn=pat]') }) | Find-SuspiciousInboxRule @quiet | Should -BeNullOrEmpty
        }

        It 'keeps rules within a window that ended' {
            ($thief | Find-SuspiciousInboxRule -Start 2026-01-01 -End 2026-01-31 @quiet).RuleName | Should -Be 'Sales'
        }
    }

    Context 'what it is judged by' {
        It 'takes the accepted domains' {
            $rule = New-LiveRule @{ ForwardTo = @('"x" [SMTP:pat@fabrikam.example]') }
            ($rule | Find-SuspiciousInboxRule @quiet).ExternalRecipients | Should -Be 'pat@fabrikam.example'
            $rule | Find-SuspiciousInboxRule -AcceptedDomain fabrikam.example @quiet | Should -BeNullOrEmpty
        }

        It 'takes words of a file' {
            $words = Join-Path $TestDrive 'words.txt'
            Set-Content -LiteralPath $words -Value '# ours', '', 'finance: merkur', 'folder: Alte Ablage'
            $rule = New-LiveRule @{ MoveToFolder = 'Alte Ablage'; SubjectContainsWords = @('Projekt Merkur') }
            $rule | Find-SuspiciousInboxRule @quiet | Should -BeNullOrEmpty
            ($rule | Find-SuspiciousInboxRule -KeywordFile $words @quiet).Severity | Should -Be 'Medium'
        }

        It 'names a keyword file that is none, and its line, and goes on' -ForEach @(
            @{ Text = "finance: invoice`nnonsense"; Id = 'KeywordFileInvalid'; Line = 2 }
            @{ Text = 'colour: red'; Id = 'KeywordFileInvalid'; Line = 1 }
            @{ Text = '# nothing'; Id = 'KeywordFileUnreadable'; Line = 0 }
        ) {
            $file = Join-Path $TestDrive 'bad.txt'
            Set-Content -LiteralPath $file -Value $Text
            $finding = $thief | Find-SuspiciousInboxRule -KeywordFile $file @quiet -ErrorVariable problems -ErrorAction SilentlyContinue
            $finding.RuleName | Should -Be 'Sales'
            @($problems).Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -Be "$Id,StormDetect.Commands.FindSuspiciousInboxRuleCommand"
            "$($problems[0])" | Should -Match 'bad\.txt'
            if ($Line) { "$($problems[0])" | Should -Match "Line $Line" }
        }

        It 'names a keyword file that is not there' {
            $null = $thief | Find-SuspiciousInboxRule -KeywordFile (Join-Path $TestDrive 'none.txt') @quiet -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.FindSuspiciousInboxRuleCommand'
        }
    }

    Context 'bad input' {
        It 'names a rule with missing fields, and the rest still runs' {
            $findings = [pscustomobject] @{ Name = 'Half'; RuleIdentity = 3; Enabled = $true }, $thief | Find-SuspiciousInboxRule @quiet -ErrorVariable problems -ErrorAction SilentlyContinue
            $findings.RuleName | Should -Be 'Sales'
            $problems[0].FullyQualifiedErrorId | Should -Be 'InboxRuleIncomplete,StormDetect.Commands.FindSuspiciousInboxRuleCommand'
            $problems[0].TargetObject | Should -Be 'Half'
            "$($problems[0])" | Should -Match 'Half.*what it does'
        }

        It 'names what is no rule' -ForEach @(
            @{ Piped = 42; Id = 'InboxRuleNotSupported' }
            @{ Piped = [pscustomobject] @{ Colour = 'red' }; Id = 'InboxRuleNotSupported' }
        ) {
            $findings = $Piped, $thief | Find-SuspiciousInboxRule @quiet -ErrorVariable problems -ErrorAction SilentlyContinue
            $findings.RuleName | Should -Be 'Sales'
            $problems[0].FullyQualifiedErrorId | Should -Be "$Id,StormDetect.Commands.FindSuspiciousInboxRuleCommand"
        }

        It 'does not take its own findings for rules' {
            $finding = $thief | Find-SuspiciousInboxRule @quiet
            $null = $finding | Find-SuspiciousInboxRule @quiet -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be 'InputObjectNotSupported,StormDetect.Commands.FindSuspiciousInboxRuleCommand'
        }
    }
}
