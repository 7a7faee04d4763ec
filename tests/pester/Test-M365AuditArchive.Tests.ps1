BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $archive = Join-Path $TestDrive 'archive'
    $run = Export-M365AuditLog $audit -ArchivePath $archive
}

Describe 'Test-M365AuditArchive' {
    It 'says that a whole archive is intact' {
        $result = Test-M365AuditArchive $archive
        $result | Should -BeOfType ([StormDetect.Core.ArchiveCheckResult])
        $result.Status | Should -Be 'Passed'
        $result.Records | Should -Be $run.Stored
        $result.Head | Should -Be $run.Head
        $result.Findings | Should -BeNullOrEmpty
        $result.Summary | Should -Match ' records, 1 run\b(?!s)'
        Test-M365AuditArchive $archive -Quiet -ExpectedHead $run.Head | Should -BeTrue
        Get-Item -LiteralPath $archive | Test-M365AuditArchive -Quiet | Should -BeTrue
        $run | ForEach-Object { Test-M365AuditArchive $_.Path -Quiet } | Should -BeTrue
    }

    It 'finds what was changed, and names it' {
        $part = (Get-ChildItem -LiteralPath $archive -Recurse -Filter '*.gz')[0].FullName
        $bytes = [System.IO.File]::ReadAllBytes($part)
        $bytes[100] = $bytes[100] -bxor 1
        [System.IO.File]::WriteAllBytes($part, $bytes)
        try {
            $result = Test-M365AuditArchive $archive
            $result.Status | Should -Be 'Failed'
            $result.Findings[0].Kind | Should -Be 'PartDamaged'
            $result.Findings[0].File | Should -BeLike "*$(Split-Path -Leaf $part)"
            Test-M365AuditArchive $archive -Quiet | Should -BeFalse
        }
        finally {
            $bytes[100] = $bytes[100] -bxor 1
            [System.IO.File]::WriteAllBytes($part, $bytes)
        }
    }

    It 'finds a chain that does not have the head it had' {
        $result = Test-M365AuditArchive $archive -ExpectedHead ('0' * 64)
        $result.Findings.Kind | Should -Be 'HeadMissing'
        { Test-M365AuditArchive $archive -ExpectedHead 'short' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'judges retention by profile and by days' {
        (Test-M365AuditArchive $archive -RetentionProfile M-21-31).Retention.Answer | Should -Be 'NotMet'
        Test-M365AuditArchive $archive -RetentionProfile M-21-31 -Quiet | Should -BeFalse
        (Test-M365AuditArchive $archive -SearchableDays 0 -RetrievableDays 0).Retention.Answer | Should -Be 'Met'
        (Test-M365AuditArchive $archive -RetrievableDays 90).Retention.Reason | Should -BeLike '*90 days*'
        (Test-M365AuditArchive $archive).Retention | Should -BeNullOrEmpty
        { Test-M365AuditArchive $archive -RetentionProfile forever } | Should -Throw -ErrorId 'RetentionProfileUnknown,*'
    }

    It 'checks a cold folder with the hot one' {
        $cold = Join-Path $TestDrive 'cold'
        $tenant = Split-Path -Leaf $run.Path
        $day = (Get-ChildItem -LiteralPath $run.Path -Recurse -Directory | Where-Object Name -Like '????-??-??')[0]
        $relative = $day.FullName.Substring($run.Path.Length + 1)
        $target = Join-Path $cold $tenant $relative
        $null = New-Item -ItemType Directory (Split-Path $target)
        Move-Item -LiteralPath $day.FullName $target
        try {
            Test-M365AuditArchive $archive -Quiet | Should -BeFalse
            Test-M365AuditArchive $archive -ColdPath $cold -Quiet | Should -BeTrue
        }
        finally {
            Move-Item -LiteralPath $target $day.FullName
        }
    }

    It 'has an error for a folder without an archive, and false for -Quiet where there is nothing' {
        $empty = (New-Item -ItemType Directory (Join-Path $TestDrive 'empty')).FullName
        { Test-M365AuditArchive $empty } | Should -Throw -ErrorId 'NotAnArchive,*'
        $failures = $null
        Test-M365AuditArchive (Join-Path $TestDrive 'gone') -Quiet -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeFalse
        $failures.FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.TestM365AuditArchiveCommand'
    }
}
