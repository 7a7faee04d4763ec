BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'samples.ps1')
    $types = @(New-Sample 'x' | ForEach-Object { @{ Type = $_.GetType().Name } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'samples.ps1')
    $escape = [char] 27
    # Clears the screen, sets the title, changes colour by C1, reorders, hides, rings.
    $evil = "a$escape[2J$escape]0;owned$([char]7)$([char]0x9B)31m$([char]0x202E)b$([char]0x200B)c$([char]0x85)d`u{E0041}e`r`n$([char]8)"
    $forbidden = '[\x00-\x09\x0B\x0C\x0E-\x1F\x7F-\x9F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uDB40]'

    function Show($Objects, [int] $Width) {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $Objects | Out-String -Width $Width
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }
}

Describe 'The views of <Type>' -ForEach $types {
    BeforeAll {
        $plain = New-Sample 'value' | Where-Object { $_.GetType().Name -eq $Type }
        $hostile = New-Sample $evil | Where-Object { $_.GetType().Name -eq $Type }
    }

    It 'are a table and a list' {
        $data = Get-FormatData -TypeName "StormDetect.Core.$Type" -PowerShellVersion $PSVersionTable.PSVersion
        @($data.FormatViewDefinition.Control | ForEach-Object { $_.GetType().Name }) | Should -Be 'TableControl', 'ListControl'
    }

    It 'fit <_> columns' -ForEach 80, 120, 200 {
        foreach ($text in (Show $plain $_), (Show ($plain | Format-Table) $_), (Show ($plain | Format-List) $_)) {
            $text.Trim() | Should -Not -BeNullOrEmpty
            @($text -split '\r?\n' | Where-Object { $_.TrimEnd().Length -gt 200 }).Count | Should -Be 0
            $text | Should -Not -Match '#ERR'
        }
    }

    It 'show no header broken over lines at <_> columns' -ForEach 80, 120 {
        # Some tables stand under the tenant they are of.
        $lines = @((Show ($plain | Format-Table) $_) -split '\r?\n' | Where-Object { $_.Trim() -and $_ -notmatch '^\s+Tenant: ' })
        $lines[1] | Should -Match '^[- ]+$'
    }

    It 'let nothing of a log drive the terminal' {
        foreach ($width in 80, 200) {
            Show $hostile $width | Should -Not -Match $forbidden
            Show ($hostile | Format-Table) $width | Should -Not -Match $forbidden
            Show ($hostile | Format-List) $width | Should -Not -Match $forbidden
        }
    }

    It 'let nothing through where PowerShell drops the view, behind objects of another type' {
        Show @([System.Version]::new(1, 2); $hostile) 120 | Should -Not -Match $forbidden
    }

    It 'work for deserialised objects' {
        $file = Join-Path $TestDrive "$Type.xml"
        $hostile | Export-Clixml -LiteralPath $file
        $back = Import-Clixml -LiteralPath $file
        Show ($back | Format-Table) 120 | Should -Not -Match $forbidden
        Show ($back | Format-List) 120 | Should -Not -Match "$forbidden|#ERR"
        Show @([System.Version]::new(1, 2); $back) 120 | Should -Not -Match $forbidden
    }

    It 'are the same in <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
        # Where lines break depends on the culture; what they say must not.
        $expected = (Show ($plain | Format-List) 120) -replace '\s+'
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($_)
            (Show ($plain | Format-List) 120) -replace '\s+' | Should -BeExactly $expected
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'add nothing to what is exported' {
        ($plain | ConvertTo-Json -Depth 0 -WarningAction SilentlyContinue) | Should -Not -Match '"Brief"'
        ($plain | ConvertTo-Csv)[0] | Should -Not -Match '"Brief"'
        ($plain | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'Brief'
        ($plain | Get-Member).Name | Should -Not -Contain 'Brief'
    }
}

Describe 'ViewHelpers' {
    It 'shows harmless text of any language as it is' -ForEach 'plain ASCII ~ !', 'Grüße', '日本語', 'עברית', "emoji $([char]::ConvertFromUtf32(0x1F600))", '' {
        [StormDetect.Views.ViewHelpers]::Safe($_) | Should -BeExactly $_
    }

    # As code units: result files name the data of a test, and XML cannot hold what these stand for.
    It 'makes visible what is not' -ForEach @(
        @{ Units = 27, 91, 51, 49, 109; Shown = '\u001B[31m' }
        @{ Units = 97, 10, 98; Shown = 'a\u000Ab' }
        @{ Units = , 0x202E; Shown = '\u202E' }
        @{ Units = , 0x9B; Shown = '\u009B' }
        @{ Units = , 0xD800; Shown = '\uD800' }
        @{ Units = 0xDB40, 0xDC41; Shown = '\U000E0041' }
    ) {
        [StormDetect.Views.ViewHelpers]::Safe(-join [char[]] $Units) | Should -BeExactly $Shown
    }

    It 'breaks columns between words in every culture' {
        [StormDetect.Views.ViewHelpers]::Words('MailboxSettings.Read (as an application, for others)', 22) | Should -BeExactly "MailboxSettings.Read`n(as an application,`nfor others)"
        [StormDetect.Views.ViewHelpers]::Words('', 5) | Should -BeExactly ''
        [StormDetect.Views.ViewHelpers]::Words('longer-than-that x', 5) | Should -BeExactly "longer-than-that`nx"
        [StormDetect.Views.ViewHelpers]::Words("a$escape b", 5) | Should -BeExactly 'a\u001B b'.Replace(' ', "`n")
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
            Show (Find-SuspiciousInboxRule -AllMailboxes -ShowPlan) 120 | Should -Match '(?m)^Accounts with an +User'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'bounds the length' {
        [StormDetect.Views.ViewHelpers]::Safe('x' * 100000).Length | Should -BeLessThan 2010
    }

    It 'keeps escape sequences out of errors and warnings' {
        $path = Join-Path $TestDrive "none$escape[31m"
        $null = Get-AnomalousMailAccess -LiteralPath $path -ErrorVariable errors -ErrorAction SilentlyContinue
        "$($errors[0])" | Should -Not -Match $forbidden
        $null = 1 | ForEach-Object { $odd = [pscustomobject] @{ x = 1 }; $odd.PSObject.TypeNames.Insert(0, "t$escape[31m"); $odd } |
            Get-AnomalousMailAccess -ErrorVariable errors -ErrorAction SilentlyContinue
        "$($errors[0])" | Should -Not -Match $forbidden
    }
}

Describe 'Resources' {
    It 'have a property for every text and a text for every property' {
        $assembly = [StormDetect.Views.ViewHelpers].Assembly
        $properties = @($assembly.GetType('StormDetect.Strings').GetProperties([System.Reflection.BindingFlags] 'Public, Static').Name | Sort-Object)
        $set = [System.Resources.ResourceManager]::new('StormDetect.Strings', $assembly).GetResourceSet([cultureinfo]::InvariantCulture, $true, $true)
        @($set | ForEach-Object Key | Sort-Object) | Should -Be $properties
    }
}
