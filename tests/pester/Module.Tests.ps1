BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $outputTypes = Get-Command -Module StormDetect | ForEach-Object { $_.OutputType.Type } |
        Where-Object { $_ -and $_.FullName -like 'StormDetect.*' -and -not $_.IsEnum } | Sort-Object -Property FullName -Unique
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $manifest = Import-PowerShellDataFile -LiteralPath $ModulePath
    $module = Get-Module StormDetect
    # One document of all the files of views there are.
    $views = [xml] "<Views>$(Get-ChildItem -Path (Join-Path $RepositoryRoot 'bin/*.Format.ps1xml') | ForEach-Object { ([xml] (Get-Content -Raw -LiteralPath $_.FullName)).DocumentElement.OuterXml })</Views>"
}

Describe 'The module' {
    It 'has a valid manifest' {
        { Test-ModuleManifest -Path $ModulePath -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports what the manifest lists and the assembly has' {
        $compiled = [System.Reflection.Assembly]::GetAssembly((Get-Command -Module StormDetect)[0].ImplementingType).GetExportedTypes() |
            ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        @($module.ExportedCmdlets.Keys | Sort-Object) | Should -Be @($manifest.CmdletsToExport | Sort-Object)
        $compiled | Should -Be @($manifest.CmdletsToExport | Sort-Object)
        @($module.ExportedAliases.Keys | Sort-Object) | Should -Be @($manifest.AliasesToExport | Sort-Object)
    }

    It 'has no script code' {
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
        $module.ModuleType | Should -Be 'Binary'
        $module.NestedModules.ModuleType | Should -Be @('Binary')
        # But for the setup script, which the module never runs.
        (Get-ChildItem -LiteralPath (Join-Path $RepositoryRoot 'bin') -Recurse -Include '*.psm1', '*.ps1').Name | Should -Be 'New-AppRegistration.ps1'
    }

    It 'uses approved verbs' {
        $module.ExportedCmdlets.Values.Verb | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'imports silently, without an error, in a fresh engine' {
        $answer = Invoke-Fresh 'param($module) $all = @(Import-Module $module *>&1); [pscustomobject]@{ Written = "$all"; Errors = $Error.Count }' $ModulePath
        $answer.Written | Should -BeNullOrEmpty
        $answer.Errors | Should -Be 0
    }

    It 'says what an import costs' {
        $times = 1..3 | ForEach-Object { Invoke-Fresh 'param($module) $watch = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module $module; $watch.Elapsed.TotalMilliseconds' $ModulePath }
        # Told, not judged: a busy machine is not a slow module.
        Write-Host ('      Import-Module in a fresh engine: {0:n0} ms (fastest of 3)' -f ($times | Measure-Object -Minimum).Minimum)
        $times | Should -HaveCount 3
    }
}

Describe 'Views' {
    It 'are of types that exist' {
        foreach ($name in $views.SelectNodes('//TypeName').InnerText | Where-Object { $_ } | Sort-Object -Unique) {
            $name -as [type] | Should -Not -BeNullOrEmpty -Because "a view is defined for $name"
        }
    }

    It '<_.FullName> has a table and a list' -ForEach $outputTypes {
        $controls = @((Get-FormatData -TypeName $_.FullName).FormatViewDefinition.Control | ForEach-Object { $_.GetType().Name })
        $controls | Should -Contain 'TableControl'
        $controls | Should -Contain 'ListControl'
    }
}
