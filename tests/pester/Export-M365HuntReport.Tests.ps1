BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $log = Join-Path $TestDrive 'log'
    $null = New-AuditScenario $log -MailboxCount 6 -Days 2
    $result = Invoke-M365MailHunt $log -WarningAction SilentlyContinue

    # What stands before the cmdlet in a pipeline, and whether it was run.
    function Get-Late { $script:isRun = $true; $result }
}

Describe 'Export-M365HuntReport' {
    It 'gives the file it wrote' {
        $file = $result | Export-M365HuntReport (Join-Path $TestDrive 'new.html') -Title 'Case 12'
        $file | Should -BeOfType ([System.IO.FileInfo])
        Get-Content -Raw -LiteralPath $file | Should -BeLike '*<h1>Case 12</h1>*'
    }

    It 'refuses a file that is there before the hunt in front of it has run' {
        $there = Join-Path $TestDrive 'there.html'
        Set-Content -LiteralPath $there 'mine'
        $script:isRun = $false
        { Get-Late | Export-M365HuntReport $there } | Should -Throw -ErrorId 'ReportExists,*'
        $isRun | Should -BeFalse
        Get-Content -LiteralPath $there | Should -Be 'mine'
        Get-Late | Export-M365HuntReport $there -Force | Should -Not -BeNullOrEmpty
    }

    It 'does not put the second of two results over the first' {
        $one = Join-Path $TestDrive 'one.html'
        { $result, $result | Export-M365HuntReport $one } | Should -Throw -ErrorId 'ReportExists,*'
        $one | Should -Exist
    }

    It 'names the folder that is not there' {
        $folder = Join-Path $TestDrive 'nowhere'
        { $result | Export-M365HuntReport (Join-Path $folder 'x.html') } | Should -Throw "*There is no folder '$folder'."
    }

    It 'writes nothing with -WhatIf' {
        $result | Export-M365HuntReport (Join-Path $TestDrive 'never.html') -WhatIf 6>$null
        Join-Path $TestDrive 'never.html' | Should -Not -Exist
    }

    It 'refuses what is no file' {
        { $result | Export-M365HuntReport Env:/REPORT } | Should -Throw '*file system*'
    }
}
