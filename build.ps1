#Requires -Version 7.4
<#
.SYNOPSIS
Builds, documents, tests, measures and packages the module. Needs the .NET SDK; tests in the engine need Pester 5 or later.
.DESCRIPTION
Build    compiles everything and lays the module out, so that Import-Module ./StormDetect.psd1 works from here
Help     writes en-US/StormDetect.dll-Help.xml, the table of about_StormDetect_Permissions and the app manifests from the
         cmdlets, their comments and the permission catalogue; with -Check, compares only
Test     dotnet test, then Pester in a child engine against the built module; results under out/test
Bench    the benchmarks, with -Filter
Package  out/StormDetect/<version>, with checksums and a list of components, imported once in a fresh engine
Clean    removes everything a build makes
.PARAMETER SignScript
A script block or the path of a script. Package calls it with the paths of the files to sign, before checksums are taken.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task Package -SignScript { param($files) Set-AuthenticodeSignature -FilePath $files -Certificate $certificate }
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Bench', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Help: compare, do not write.
    [switch] $Check,

    # Test: one of the two suites only.
    [ValidateSet('All', 'Unit', 'Pester')]
    [string] $Suite = 'All',

    # Bench: which benchmarks.
    [string] $Filter = '*',

    [object] $SignScript
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Exit codes are judged in Invoke-Tool alone, whatever the session prefers.
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$bin = Join-Path $root 'bin'
$lib = Join-Path $bin 'lib'
$out = Join-Path $root 'out'
$solution = Join-Path $root 'src/StormDetect.slnx'
$manifestPath = Join-Path $root 'StormDetect.psd1'

function Invoke-Tool {
    param([string] $Name, [string[]] $Arguments)
    & $Name @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "'$Name $($Arguments -join ' ')' ended with exit code $LASTEXITCODE."
    }
}

function Get-Engine {
    # The engine this script runs in, not whichever 'pwsh' comes first on the path.
    $engine = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    (Test-Path -LiteralPath $engine) ? $engine : [Environment]::ProcessPath
}

function Get-Output([string] $Project) {
    Join-Path $root "src/$Project/bin/$Configuration/net8.0"
}

function Invoke-Compile {
    Invoke-Tool dotnet build, $solution, '--configuration', $Configuration, '--nologo'
}

function Invoke-Build {
    Invoke-Compile
    if (Test-Path -LiteralPath $bin) {
        try {
            Remove-Item -LiteralPath $bin -Recurse -Force
        }
        catch {
            throw "bin/ cannot be replaced: a PowerShell session has the module loaded. Close it (Remove-Module does not release the files) and build again. ($($_.Exception.Message))"
        }
    }

    $graph = Join-Path $root 'src/StormDetect.Graph'
    Invoke-Tool dotnet publish, $graph, '--configuration', $Configuration, '--no-build', '--nologo', '--output', $lib
    foreach ($file in @(
            Join-Path (Get-Output 'StormDetect') 'StormDetect.dll'
            Join-Path (Get-Output 'StormDetect.Core') 'StormDetect.Core.dll'
            Join-Path (Get-Output 'StormDetect.Loader') 'StormDetect.Loader.dll'
            Get-ChildItem -Path (Join-Path $root 'src/StormDetect/Views/*.ps1xml') | ForEach-Object FullName)) {
        Copy-Item -LiteralPath $file -Destination $bin
    }

    # What an administrator runs once: the app registration, and the manifests for those who make it by hand.
    Copy-Item -LiteralPath (Join-Path $root 'src/StormDetect/Setup') -Destination (Join-Path $bin 'Setup') -Recurse

    Confirm-Layout
    Write-Host "The module stands: Import-Module $manifestPath"
}

# What PowerShell or the load context would only say at run time, or never.
function Confirm-Layout {
    $problems = [System.Collections.Generic.List[string]]::new()
    foreach ($file in Get-ChildItem -LiteralPath $bin -Recurse -Filter '*.dll') {
        if ($file.BaseName -like 'System.Management.Automation*') {
            $problems.Add("$($file.Name): the engine brings it; a second copy breaks every cast")
        }

        if ($file.BaseName -eq 'StormDetect.Core' -and $file.DirectoryName -ne $bin) {
            $problems.Add('lib/StormDetect.Core.dll: a second copy splits the identity of its types')
        }
    }

    $manifest = Import-PowerShellDataFile -LiteralPath $manifestPath
    foreach ($key in 'RootModule', 'NestedModules', 'RequiredAssemblies', 'FormatsToProcess', 'TypesToProcess') {
        foreach ($name in @($manifest.ContainsKey($key) ? $manifest[$key] : @())) {
            if (-not (Test-Path -LiteralPath (Join-Path $root $name))) {
                $problems.Add("$name is missing: the manifest names it in $key")
            }
        }
    }

    if (-not (Test-Path -LiteralPath (Join-Path $lib 'StormDetect.Graph.deps.json'))) {
        $problems.Add('lib/StormDetect.Graph.deps.json is missing: the load context resolves by it')
    }

    $runtimes = @(dotnet --list-runtimes | ForEach-Object { if ($_ -match '^Microsoft\.NETCore\.App (\S+) \[(.+)\]$') { Join-Path $Matches[2] $Matches[1] } })
    $shared = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase)
    Get-ChildItem -LiteralPath $runtimes[-1] -Filter '*.dll' | ForEach-Object { [void] $shared.Add($_.BaseName) }
    $inside = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase)
    Get-ChildItem -LiteralPath $lib -Filter '*.dll' | ForEach-Object { [void] $inside.Add($_.BaseName) }
    foreach ($file in Get-ChildItem -LiteralPath $lib -Recurse -Filter '*.dll') {
        foreach ($reference in Get-AssemblyReference $file.FullName) {
            if ($inside.Contains($reference.Name) -or $reference.Name -eq 'StormDetect.Core') {
                continue
            }

            if (-not $shared.Contains($reference.Name)) {
                # It would travel through the default context to other modules' handlers.
                $problems.Add("lib is not closed: $($file.Name) needs $($reference.Name)")
            }
            elseif ($reference.Version.Major -gt 8 -and $reference.Version.Major -lt 100) {
                $problems.Add("$($file.Name) needs $($reference.Name) $($reference.Version), which PowerShell 7.4 (.NET 8) does not have")
            }
        }
    }

    if ($problems.Count -gt 0) {
        throw "The module folder is not as it must be:`n  " + ($problems -join "`n  ")
    }
}

function Get-AssemblyReference([string] $Path) {
    $stream = [System.IO.File]::OpenRead($Path)
    $file = [System.Reflection.PortableExecutable.PEReader]::new($stream)
    try {
        if (-not $file.HasMetadata) {
            return
        }

        $reader = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($file)
        foreach ($handle in $reader.AssemblyReferences) {
            $reference = $reader.GetAssemblyReference($handle)
            [pscustomobject]@{ Name = $reader.GetString($reference.Name); Version = $reference.Version }
        }
    }
    finally {
        $file.Dispose()
    }
}

function Invoke-Help {
    Invoke-Compile
    Invoke-HelpGenerator $Check
}

function Invoke-HelpGenerator([bool] $Compare) {
    $output = Get-Output 'StormDetect'
    $mode = $Compare ? '--check' : '--output'
    Invoke-Tool dotnet (Join-Path (Get-Output 'StormDetect.HelpGen') 'StormDetect.HelpGen.dll'), '--assembly', (Join-Path $output 'StormDetect.dll'), '--xml', (Join-Path $output 'StormDetect.xml'), $mode, (Join-Path $root 'en-US/StormDetect.dll-Help.xml'), '--topic', (Join-Path $root 'en-US/about_StormDetect_Permissions.help.txt'), '--manifests', (Join-Path $root 'src/StormDetect/Setup')
}

function Invoke-Test {
    $failures = @()
    $results = Join-Path $out 'test'
    foreach ($old in (@{ All = 'unit', 'pester'; Unit = 'unit'; Pester = 'pester' })[$Suite]) {
        if (Test-Path -LiteralPath (Join-Path $results $old)) {
            Remove-Item -LiteralPath (Join-Path $results $old) -Recurse -Force
        }
    }

    if ($Suite -ne 'Pester') {
        try {
            Invoke-Tool dotnet test, $solution, '--configuration', $Configuration, '--nologo', '--logger', 'trx;LogFilePrefix=unit', '--results-directory', (Join-Path $results 'unit')
        }
        catch {
            $failures += $_.Exception.Message
        }
    }

    if ($Suite -ne 'Unit') {
        Invoke-Build
        $env:STORMDETECT_PESTER_RESULTS = Join-Path $results 'pester/pester.xml'
        try {
            Invoke-Tool (Get-Engine) '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'tests/pester/run.ps1')
        }
        catch {
            $failures += $_.Exception.Message
        }
        finally {
            Remove-Item Env:STORMDETECT_PESTER_RESULTS
        }
    }

    if ($failures) {
        throw $failures -join "`n"
    }
}

function Invoke-Bench {
    Invoke-Tool dotnet run, '--configuration', 'Release', '--project', (Join-Path $root 'tests/bench/StormDetect.Bench'), '--', '--filter', $Filter
}

function Invoke-Package {
    Invoke-Build
    Invoke-HelpGenerator $true
    $manifest = Import-PowerShellDataFile -LiteralPath $manifestPath
    $target = Join-Path $out "StormDetect/$($manifest.ModuleVersion)"
    if (Test-Path -LiteralPath $target) {
        Remove-Item -LiteralPath $target -Recurse -Force
    }

    $null = New-Item -ItemType Directory -Path $target
    foreach ($part in 'StormDetect.psd1', 'bin', 'en-US', 'LICENSE', 'README.md', 'CHANGELOG.md') {
        Copy-Item -LiteralPath (Join-Path $root $part) -Destination $target -Recurse
    }

    if ($SignScript) {
        $signable = @(Get-ChildItem -LiteralPath $target -Recurse -File | Where-Object { ($_.Name -like 'StormDetect*' -and $_.Extension -in '.dll', '.psd1', '.ps1xml') -or $_.Extension -eq '.ps1' } | ForEach-Object FullName)
        & $SignScript $signable | Out-Host
    }

    # In this order: the list of components has the hashes of the signed files, the checksums cover the list.
    Write-ComponentList $target $manifest.ModuleVersion
    Write-Checksum $target
    Confirm-Package $target $manifest
    Write-Host "Packaged: $target"
}

# CycloneDX 1.5, from the dependency file that the load context itself goes by. No time, no random serial: the same input, the same bytes.
function Write-ComponentList([string] $Target, [string] $Version) {
    $deps = Get-Content -Raw -LiteralPath (Join-Path $Target 'bin/lib/StormDetect.Graph.deps.json') | ConvertFrom-Json -AsHashtable
    $graph = $deps.targets[$deps.runtimeTarget.name]
    $reference = @{ }
    foreach ($key in $deps.libraries.Keys) {
        $name, $number = $key -split '/'
        $reference[$name] = $deps.libraries[$key].type -eq 'package' ? "pkg:nuget/$name@$number" : $name
    }

    $own = foreach ($file in Get-ChildItem -LiteralPath (Join-Path $Target 'bin') -Recurse -Filter 'StormDetect*.dll' | Sort-Object -Property BaseName -Culture '') {
        [ordered]@{
            type      = 'library'
            'bom-ref' = $file.BaseName
            name      = $file.BaseName
            version   = $Version
            hashes    = @([ordered]@{ alg = 'SHA-256'; content = (Get-FileHash -LiteralPath $file.FullName -Algorithm SHA256).Hash.ToLowerInvariant() })
            licenses  = @(@{ license = @{ id = 'MIT' } })
        }
    }

    [string[]] $keys = $deps.libraries.Keys
    [Array]::Sort($keys, [StringComparer]::Ordinal)
    $packages = foreach ($key in $keys | Where-Object { $deps.libraries[$_].type -eq 'package' }) {
        $name, $number = $key -split '/'
        # The registry's own SHA-512 of the package, as the lock file pins it.
        $hash = [Convert]::FromBase64String($deps.libraries[$key].sha512 -replace '^sha512-')
        [ordered]@{
            type      = 'library'
            'bom-ref' = $reference[$name]
            name      = $name
            version   = $number
            purl      = $reference[$name]
            hashes    = @([ordered]@{ alg = 'SHA-512'; content = [Convert]::ToHexString($hash).ToLowerInvariant() })
        }
    }

    $edges = @(
        [ordered]@{ ref = 'module'; dependsOn = @($own | ForEach-Object { $_['bom-ref'] }) }
        foreach ($key in $keys) {
            $name = ($key -split '/')[0]
            $entry = $graph[$key]
            [string[]] $needs = @($entry -and $entry.Contains('dependencies') ? ($entry.dependencies.Keys | Where-Object { $reference.ContainsKey($_) } | ForEach-Object { $reference[$_] }) : @())
            [Array]::Sort($needs, [StringComparer]::Ordinal)
            [ordered]@{ ref = $reference[$name]; dependsOn = $needs }
        }
    )

    $document = [ordered]@{
        bomFormat    = 'CycloneDX'
        specVersion  = '1.5'
        version      = 1
        metadata     = [ordered]@{ component = [ordered]@{ type = 'application'; 'bom-ref' = 'module'; name = 'StormDetect'; version = $Version } }
        components   = @($own) + @($packages)
        dependencies = $edges
    }
    $text = ($document | ConvertTo-Json -Depth 10) -replace "`r`n", "`n"
    [System.IO.File]::WriteAllText((Join-Path $Target 'sbom.cdx.json'), $text + "`n")
}

# One line a file, as sha256sum -c reads it.
function Write-Checksum([string] $Target) {
    [string[]] $names = Get-ChildItem -LiteralPath $Target -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($Target, $_.FullName) -replace '\\', '/' }
    [Array]::Sort($names, [StringComparer]::Ordinal)
    $lines = foreach ($name in $names) {
        (Get-FileHash -LiteralPath (Join-Path $Target $name) -Algorithm SHA256).Hash.ToLowerInvariant() + '  ' + $name
    }

    [System.IO.File]::WriteAllText((Join-Path $Target 'checksums.sha256'), ($lines -join "`n") + "`n")
}

function Confirm-Package([string] $Target, [hashtable] $Manifest) {
    $path = (Join-Path $Target 'StormDetect.psd1') -replace "'", "''"
    $script = "`$ErrorActionPreference = 'Stop'; (Import-Module '$path' -PassThru).ExportedCommands.Keys"
    $found = @(& (Get-Engine) -NoProfile -NonInteractive -Command $script)
    if ($LASTEXITCODE -ne 0) {
        throw "The packaged module cannot be imported in a fresh engine: $found"
    }

    $difference = Compare-Object @($Manifest.CmdletsToExport | Sort-Object) @($found | Sort-Object)
    if ($difference) {
        throw "The packaged module does not export what its manifest says: $($difference | Out-String)"
    }
}

function Invoke-Clean {
    $made = @($bin, $out) + @(Get-ChildItem -LiteralPath (Join-Path $root 'src'), (Join-Path $root 'tests') -Recurse -Directory | Where-Object Name -In 'bin', 'obj' | ForEach-Object FullName)
    foreach ($folder in $made) {
        if (Test-Path -LiteralPath $folder) {
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
}

& "Invoke-$Task"
