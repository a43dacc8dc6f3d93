import"./shared-cli.js";function powershellCompletion(offers){return`# schemactl for PowerShell: schemactl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName schemactl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${offers.map(({name,summary})=>`    ${quoted(name)} = ${quoted(summary)}`).join(`
`)}
  }
  $options = @{
${offers.map(offer=>`    ${quoted(offer.name)} = @(${offer.options.map(({name})=>quoted(`--${name}`)).join(", ")})`).join(`
`)}
  }
  $words = @{
${offers.map(offer=>`    ${quoted(offer.name)} = @(${offer.words.map(quoted).join(", ")})`).join(`
`)}
  }
  $values = @{
${offers.flatMap(valueRows).join(`
`)}
  }
  $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = if ($before.Count -gt 1) { $before[1] } else { '' }
  $option = "$command $($before[-1])"
  $offered =
    if ($command -eq '') { @($commands.Keys) + @('--help', '--version') }
    elseif ($values.ContainsKey($option)) { $values[$option] }
    elseif ($wordToComplete -like '-*') { $options[$command] }
    else { $words[$command] }
  $offered | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    $tip = if ($command -eq '' -and $commands.Contains($_)) { $commands[$_] } else { $_ }
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $tip)
  }
}
`}function valueRows(offer){return offer.options.flatMap(({name,value})=>value===void 0||value.words.length===0?[]:[`    ${quoted(`${offer.name} --${name}`)} = @(${value.words.map(quoted).join(", ")})`])}function quoted(text){return`'${text.replaceAll("'","''")}'`}export{powershellCompletion};
