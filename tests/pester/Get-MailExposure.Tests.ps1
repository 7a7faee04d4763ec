BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $audit = (New-AuditScenario -Path (Join-Path $TestDrive 'audit') -MailboxCount 60 -Days 24 -Attack storm-0558).Directory
    $finding = Get-AnomalousMailAccess $audit -MinimumSeverity High 6>$null | Select-Object -First 1
    $records = @(Import-M365AuditLog $audit -Operation MailItemsAccessed)
}

Describe 'Get-MailExposure' {
    It 'gives for a piped finding the messages that its records name, and no others' {
        $exposure = @($finding | Get-MailExposure $audit -GroupBy Mailbox)
        $exposure | Should -BeOfType ([StormDetect.Core.MailExposure])
        @($exposure.Mailbox) | Should -Be @($finding.Mailboxes)
        $own = @($records | Where-Object {
                $_.Mailbox -in $finding.Mailboxes -and "$($_.AppId)" -eq $finding.AppId -and "$($_.ClientAppId)" -eq $finding.ClientAppId -and $_.ClientFamily -eq $finding.ClientFamily -and
                $_.CreationTime -ge $finding.FirstSeen -and $_.CreationTime -le $finding.LastSeen
            } | Where-Object { $address = [ipaddress] $_.ClientIP; $finding.Networks.Where({ [System.Net.IPNetwork]::Parse($_).Contains($address) }) })
        ($exposure | Measure-Object RecordCount -Sum).Sum | Should -Be $own.Count
        foreach ($one in $exposure) {
            $ids = @($own | Where-Object Mailbox -EQ $one.Mailbox | ForEach-Object InternetMessageIds | Sort-Object -Unique)
            $one.NamedMessageCount | Should -Be $ids.Count -Because $one.Mailbox
        }
    }

    It 'takes findings that went through <_>' -ForEach 'Clixml', 'Json', 'Csv' {
        $file = Join-Path $TestDrive "finding.$_"
        $back = switch ($_) {
            'Clixml' { $finding | Export-Clixml $file; Import-Clixml $file }
            'Json' { $finding | ConvertTo-Json -Depth 4 | ConvertFrom-Json }
            'Csv' { $finding | Export-Csv $file; Import-Csv $file }
        }
        @($back | Get-MailExposure $audit | ForEach-Object ToString) | Should -Be @($finding | Get-MailExposure $audit | ForEach-Object ToString)
    }

    It 'takes a consent for what the application read from then on, also <_>' -ForEach 'live', 'Clixml', 'Csv' {
        $app = 'e41c7b52-9f0d-4c1e-8a5e-2b1f6f3d9c77'
        $log = Join-Path $TestDrive 'consent.jsonl'
        $common = @{ OrganizationId = '11111111-2222-4333-8444-555555555555'; ClientIP = '198.51.100.7' }
        $lines = @(
            @{ Id = '00000000-0000-4000-8000-000000000001'; CreationTime = '2026-09-01T09:00:00'; Operation = 'Consent to application.'; RecordType = 8; UserId = 'admin@contoso.example'; ResultStatus = 'Success'; ObjectId = $app
                Target = @(@{ ID = 'Mail Insights'; Type = 1 }, @{ ID = $app; Type = 4 }); ModifiedProperties = @(
                    @{ Name = 'ConsentAction.Permissions'; NewValue = '[] => [[Id: x, ClientId: y, PrincipalId: , ResourceId: z, ConsentType: AllPrincipals, Scope: Mail.Read]]; '; OldValue = '' }
                    @{ Name = 'ConsentContext.OnBehalfOfAll'; NewValue = 'True'; OldValue = '' }) }
            foreach ($read in @(@(2, 'admin', 'other'), @(3, 'kim', $app), @(20, 'lee', $app))) {
                @{ Id = "00000000-0000-4000-8000-0000000000$($read[0] + 10)"; CreationTime = '2026-09-{0:d2}T10:00:00' -f $read[0]; Operation = 'MailItemsAccessed'; RecordType = 50; UserId = "$($read[1])@contoso.example"
                    MailboxOwnerUPN = "$($read[1])@contoso.example"; AppId = '00000003-0000-0000-c000-000000000000'; ClientAppId = $read[2]; OperationCount = 1; OperationProperties = @(@{ Name = 'MailAccessType'; Value = 'Bind' }) }
            })
        $lines | ForEach-Object { $_ + $common | ConvertTo-Json -Depth 5 -Compress } | Set-Content $log
        $consent = @(Find-SuspiciousMailboxChange $log 6>$null)[0]
        $file = Join-Path $TestDrive "consent.$_"
        $back = switch ($_) {
            'live' { $consent }
            'Clixml' { $consent | Export-Clixml $file; Import-Clixml $file }
            'Csv' { $consent | Export-Csv $file; Import-Csv $file }
        }
        @($back | Get-MailExposure $log -GroupBy Mailbox).Mailbox | Sort-Object | Should -Be 'kim@contoso.example', 'lee@contoso.example'
        @($back | Get-M365ActivityTimeline $log | Where-Object Kind -EQ Access).Mailbox | Should -Be 'kim@contoso.example', 'lee@contoso.example'
    }

    It 'bounds what it counts where a log that was named is not there' {
        $exposure = @($finding | Get-MailExposure $audit, (Join-Path $TestDrive 'nowhere') -GroupBy Mailbox -ErrorAction SilentlyContinue)
        "$($exposure.BoundReasons)" | Should -Match '1 input not read to the end'
    }

    It 'makes cells that a person can read' {
        $row = $finding | Get-MailExposure $audit | ConvertTo-Csv | ConvertFrom-Csv | Select-Object -First 1
        $row.Messages | Should -Match '^(exactly|at least|at most|every) '
        @($row.PSObject.Properties | Where-Object { $_.Name -like '*Text' -and $_.Value -match '^System\.' }) | Should -BeNullOrEmpty
        $row.UserIdsText | Should -Match '@'
    }

    It 'says who read a message' {
        $record = $records | Where-Object { $_.InternetMessageIds.Count -gt 0 -and $_.Mailbox } | Select-Object -First 1
        $id = $record.InternetMessageIds[0]
        $message = @(Get-MailExposure $audit -InternetMessageId $id.Trim('<', '>'))
        $message | Should -BeOfType ([StormDetect.Core.ExposedMessage])
        @($message.InternetMessageId | Sort-Object -Unique) | Should -Be $id
        $expected = @($records | Where-Object { $id -in $_.InternetMessageIds } | ForEach-Object { $_.UserId.ToLowerInvariant() } | Sort-Object -Unique)
        @(($message | Where-Object IsNamed).UserIds | Sort-Object -Unique) | Should -Be $expected
    }

    It 'bounds a synchronised folder by the statistics given' {
        $sync = $records | Where-Object { $_.MailAccessType -eq 'Sync' -and $_.Folders } | Select-Object -First 1
        $sync | Should -Not -BeNullOrEmpty
        $statistics = [pscustomobject] @{ Identity = "$($sync.Mailbox)\$($sync.Folders[0])"; FolderPath = "/$($sync.Folders[0])"; ItemsInFolder = 4711; FolderSize = '1.5 MB (1,572,864 bytes)' }
        $exposure = Get-MailExposure $audit -Mailbox $sync.Mailbox -FolderStatistics $statistics | Where-Object Folder -EQ $sync.Folders[0]
        $exposure.Messages | Should -Be 'at most 4,711 messages'
        $exposure.SizeInBytes | Should -Be 1572864
    }

    It 'warns where the log has nothing of what was named' {
        Get-MailExposure $audit -Mailbox 'nobody@nowhere.example' -WarningVariable warnings 3>$null | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'has nothing in the window'
        Get-MailExposure $audit -InternetMessageId '<nothing@nowhere.example>' -WarningVariable warnings 3>$null | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'has nothing in the window'
    }

    It 'narrows by user, time and network' {
        $all = (Get-MailExposure $audit -GroupBy Mailbox | Measure-Object RecordCount -Sum).Sum
        $all | Should -Be $records.Count
        $user = $records[0].UserId
        (Get-MailExposure $audit -GroupBy Mailbox -UserId $user -Start 2026-09-05 -End 2026-09-06 | Measure-Object RecordCount -Sum).Sum |
            Should -Be @($records | Where-Object { $_.UserId -eq $user -and $_.CreationTime -ge '2026-09-05Z' -and $_.CreationTime -lt '2026-09-07Z' }).Count
    }

    It 'refuses what is no finding, and goes on with the others' {
        $result = @($finding, [pscustomobject] @{ Odd = 1 } | Get-MailExposure $audit -ErrorAction SilentlyContinue -ErrorVariable errors)
        $result | Should -Not -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -Be 'FindingNotSupported,StormDetect.Commands.GetMailExposureCommand'
    }

    It 'asks for a path where a finding comes without one' {
        $null = $finding | Get-MailExposure -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -Be 'FindingNeedsPath,StormDetect.Commands.GetMailExposureCommand'
    }
}
