BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $small = @{ MailboxCount = 8; Days = 9 }
    $attacks = @([StormDetect.Core.AuditScenario]::AttackNames)
}

Describe 'New-AuditScenario' {
    It 'writes logs and answers, and gives the type it promises' {
        $result = New-AuditScenario (Join-Path $TestDrive 'one') @small -Attack $attacks[0]
        $result | Should -BeOfType ([StormDetect.Core.AuditScenarioResult])
        (Get-Command New-AuditScenario).OutputType.Type | Should -Be ([StormDetect.Core.AuditScenarioResult])
        $result.LogFiles | ForEach-Object { Test-Path -LiteralPath $_ | Should -BeTrue }
        Test-Path -LiteralPath $result.AnswerFile | Should -BeTrue
        $result.RecordCount | Should -BeGreaterThan 0
        @($result.Intrusions.Attack) | Should -Be $attacks[0]
    }

    It 'plants nothing unless asked, everything for *, and each once' {
        @((New-AuditScenario (Join-Path $TestDrive 'clean') @small).Intrusions).Count | Should -Be 0
        $result = New-AuditScenario (Join-Path $TestDrive 'all') @small -Attack *, $attacks[0]
        @($result.Intrusions.Attack | Sort-Object -Unique) | Should -Be @($attacks | Sort-Object)
    }

    It 'writes the same for the same seed in any culture, and something else for another' {
        $one = New-AuditScenario (Join-Path $TestDrive 'seed1') @small -Seed 5
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo('ar-SA')
            $two = New-AuditScenario (Join-Path $TestDrive 'seed2') @small -Seed 5
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $three = New-AuditScenario (Join-Path $TestDrive 'seed3') @small -Seed 6
        (Get-FileHash $two.LogFiles).Hash | Should -Be (Get-FileHash $one.LogFiles).Hash
        (Get-FileHash $three.LogFiles).Hash | Should -Not -Be (Get-FileHash $one.LogFiles).Hash
    }

    It 'begins on the day of -Start' {
        $result = New-AuditScenario (Join-Path $TestDrive 'start') @small -StartDate 2025-03-04
        $times = @(Import-M365AuditLog $result.Directory | ForEach-Object { $_.CreationTime.UtcDateTime } | Sort-Object)
        $times[0] | Should -BeGreaterOrEqual ([datetime] '2025-03-03T00:00:00Z').ToUniversalTime()
        $times[0] | Should -BeLessThan ([datetime] '2025-03-06T00:00:00Z').ToUniversalTime()
    }

    It 'writes nothing with -WhatIf or $WhatIfPreference' {
        $folder = Join-Path $TestDrive 'whatif'
        New-AuditScenario $folder @small -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $folder | Should -BeFalse
        & { $WhatIfPreference = $true; New-AuditScenario $folder @small } | Should -BeNullOrEmpty
        Test-Path -LiteralPath $folder | Should -BeFalse
    }

    It 'touches no folder that has something in it, and no file' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'full')).FullName
        Set-Content -LiteralPath (Join-Path $folder 'mine.txt') -Value 'mine'
        { New-AuditScenario $folder @small } | Should -Throw -ErrorId 'ScenarioFolderNotEmpty,*'
        { New-AuditScenario $folder @small -WhatIf } | Should -Throw -ErrorId 'ScenarioFolderNotEmpty,*'
        { New-AuditScenario (Join-Path $folder 'mine.txt') @small } | Should -Throw -ErrorId 'ScenarioFolderNotEmpty,*'
        @(Get-ChildItem -LiteralPath $folder).Name | Should -Be 'mine.txt'
    }

    It 'writes to an empty folder, and to one whose name has brackets' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'empty')).FullName
        (New-AuditScenario $folder @small).Directory | Should -Be $folder
        $odd = Join-Path $TestDrive 'b[1]'
        (New-AuditScenario $odd @small).Directory | Should -Be $odd
    }

    It 'refuses an unknown intrusion, other providers and impossible sizes' {
        { New-AuditScenario (Join-Path $TestDrive 'x') @small -Attack 'no-such' } | Should -Throw -ErrorId 'AttackUnknown,*' -ExpectedMessage "*$($attacks[0])*"
        { New-AuditScenario 'Env:/x' @small } | Should -Throw -ErrorId 'PathNotInFileSystem,*'
        { New-AuditScenario 'nodrive:/x' @small } | Should -Throw -ErrorId 'PathInvalid,*'
        { New-AuditScenario (Join-Path $TestDrive 'x') -MailboxCount 4 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*' -ExpectedMessage '*5*'
        { New-AuditScenario (Join-Path $TestDrive 'x') -MailboxCount 200001 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*' -ExpectedMessage '*200000*'
        { New-AuditScenario (Join-Path $TestDrive 'x') -Days 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { New-AuditScenario (Join-Path $TestDrive 'x') -MailboxCount 200000 -Days 1000 } | Should -Throw -ErrorId 'ScenarioNotPossible,*'
        Test-Path -LiteralPath (Join-Path $TestDrive 'x') | Should -BeFalse
    }
}

Describe 'New-AuditScenario, what goes with the log' {
    It 'writes sign-ins only when asked, beside a log that is the same' {
        $without = New-AuditScenario (Join-Path $TestDrive 'nosignins') @small -Attack token-theft
        $with = New-AuditScenario (Join-Path $TestDrive 'signins') @small -Attack token-theft -SignInLog
        $without.SignInFiles | Should -BeNullOrEmpty
        $with.SignInFiles.Count | Should -BeGreaterThan 0
        (Get-Content -Raw -LiteralPath $with.SignInFiles[0] | ConvertFrom-Json).value.Count | Should -BeGreaterThan 0
        (Get-FileHash $with.LogFiles).Hash | Should -Be (Get-FileHash $without.LogFiles).Hash
    }

    It 'leaves out the changes of everyday on request, and no mail access with them' {
        $busy = New-AuditScenario (Join-Path $TestDrive 'busy') @small
        $bare = New-AuditScenario (Join-Path $TestDrive 'bare') @small -NoBackground
        $busy.RecordCount | Should -BeGreaterThan $bare.RecordCount
        $access = { param($scenario) @(Get-Content -LiteralPath $scenario.LogFiles | Where-Object { $_.Contains('"MailItemsAccessed"') }) }
        & $access $busy | Should -Be (& $access $bare)
    }

    It 'names for each kind of finding the records it should name' {
        $planted = (New-AuditScenario (Join-Path $TestDrive 'evidence') @small -Attack bec-rule).Intrusions[0]
        $planted.Evidence.Finding | Should -Contain 'InboxRule'
        @($planted.Evidence.RecordIds).Count | Should -BeGreaterThan 1
    }
}
