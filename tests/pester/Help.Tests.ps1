BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $commands = @(Get-Command -Module StormDetect | ForEach-Object { @{ Name = $_.Name } })
    $topics = @(Get-ChildItem -LiteralPath (Join-Path $RepositoryRoot 'en-US') -Filter 'about_*.help.txt' -ErrorAction Ignore | ForEach-Object { @{ Topic = $_.Name -replace '\.help\.txt$'; Path = $_.FullName } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')

    # Exactly the parameters a cmdlet declares or, with ShouldProcess, is given; hidden ones are no business of help.
    function Get-OwnParameter($Parameters) {
        $Parameters | Where-Object { $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters } |
            Where-Object { -not ($_.Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] -and $_.DontShow }) }
    }

    function Get-PipelineText($Parameter) {
        $by = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
        $by ? "True ($($by -join ', '))" : 'False'
    }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command -Name $Name -Module StormDetect
        $help = Get-Help -Name $Name -Full
    }

    It 'is ours, not what the engine makes up' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name) + '\s+\[')
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has every parameter, with prose, aliases and type' {
        $own = @(Get-OwnParameter $command.Parameters.Values)
        $described = @($help.parameters.parameter | Where-Object { $_ })
        @($described.name | Where-Object { $_ } | Sort-Object) | Should -Be @($own.Name | Where-Object { $_ } | Sort-Object)
        foreach ($parameter in $own) {
            $entry = $described | Where-Object name -EQ $parameter.Name
            $entry.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name)"
            @(($entry.aliases -split ', ') -ne 'none' | Sort-Object) | Should -Be @($parameter.Aliases | Sort-Object) -Because "-$($parameter.Name)"
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            $type.IsGenericType -or $entry.type.name -eq $type.FullName.Replace('+', '.') | Should -BeTrue -Because "-$($parameter.Name) is $type, help says $($entry.type.name)"
        }
    }

    It 'has every parameter set, with positions and pipeline flags' {
        $items = @($help.syntax.syntaxItem)
        $items | Should -HaveCount $command.ParameterSets.Count
        $unmatched = [System.Collections.Generic.List[object]]::new($items)
        foreach ($set in $command.ParameterSets) {
            $expected = @(Get-OwnParameter $set.Parameters | ForEach-Object {
                    "$($_.Name) $($_.Position -ge 0 ? $_.Position : 'named') $($_.IsMandatory) $(Get-PipelineText $_)" } | Sort-Object) -join "`n"
            $match = $unmatched | Where-Object {
                $shown = @($_.parameter | Where-Object { $_ })
                (@($shown | ForEach-Object { "$($_.name) $($_.position) $([bool]::Parse($_.required)) $($_.pipelineInput)" } | Sort-Object) -join "`n") -eq $expected
            } | Select-Object -First 1
            $match | Should -Not -BeNullOrEmpty -Because "the set $($set.Name) is:`n$expected"
            $null = $unmatched.Remove($match)
        }
    }

    It 'shows the default parameter set first' {
        $default = $command.ParameterSets | Where-Object IsDefault
        if ($default) {
            $shown = @($help.syntax.syntaxItem)[0]
            @($shown.parameter.name | Where-Object { $_ }) | Sort-Object | Should -Be @((Get-OwnParameter $default.Parameters).Name | Where-Object { $_ } | Sort-Object)
        }
    }

    It 'has the output types' {
        $command.OutputType.Name | Should -Not -BeNullOrEmpty
        @($help.returnValues.returnValue.type.name | Sort-Object) | Should -Be @($command.OutputType.Type.FullName | Sort-Object -Unique)
    }

    It 'has examples that parse and use only what there is' {
        $examples = @($help.examples.example)
        $examples | Should -Not -BeNullOrEmpty
        foreach ($example in $examples) {
            $text = $example.code
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $text
            $used = @($tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true))
            $used.ForEach({ $_.GetCommandName() }) | Should -Contain $Name
            foreach ($call in $used) {
                $target = Get-Command -Name $call.GetCommandName() -ErrorAction Ignore
                if (-not $target) {
                    # Other people's cmdlets may be absent here; ours may not.
                    $call.GetCommandName() | Should -Match '^(Search-UnifiedAuditLog|Get-InboxRule|Connect-ExchangeOnline|Send-MailMessage|Connect-MgGraph|Get-EXOMailbox|Get-MessageTraceV2)$' -Because $text
                    continue
                }

                if ($target.ModuleName -eq 'StormDetect') {
                    foreach ($parameter in $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                        { $target.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw -Because $text
                    }
                }
            }
        }
    }

    It 'links only to help there is' {
        foreach ($link in @($help.relatedLinks.navigationLink | Where-Object { $_ })) {
            if (-not $link.uri -and $link.linkText -match '^(\w+-\w+|about_\w+)$') {
                Get-Help -Name $link.linkText -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $link.linkText
            }
        }
    }
}

Describe 'about_StormDetect' {
    It 'names every cmdlet' {
        $text = "$(Get-Help -Name about_StormDetect)"
        foreach ($name in (Get-Command -Module StormDetect).Name) {
            $text | Should -Match "\b$name\b"
        }
    }
}

Describe 'The topic <Topic>' -ForEach $topics {
    It 'is found' {
        "$(Get-Help -Name $Topic)" | Should -Match $Topic
    }

    It 'names only cmdlets and parameters there are' {
        $text = Get-Content -Raw -LiteralPath $Path
        foreach ($name in [regex]::Matches($text, '\b[A-Z][a-z]+-(M365|Mail|AnomalousMail|Audit|Storm|Orphaned|Suspicious|Threat)\w+').Value | Sort-Object -Unique) {
            Get-Command -Name $name -Module StormDetect -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because "$Topic mentions $name"
        }
    }
}

Describe 'Help as a whole' {
    It 'has an about topic for the module' {
        Test-Path -LiteralPath (Join-Path $RepositoryRoot 'en-US/about_StormDetect.help.txt') | Should -BeTrue
    }
}
