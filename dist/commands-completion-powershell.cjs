var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __hasOwnProp=Object.prototype.hasOwnProperty;var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var stdin_exports={};__export(stdin_exports,{powershellCompletion:()=>powershellCompletion});module.exports=__toCommonJS(stdin_exports);var import_cli=require("./cli.cjs");function powershellCompletion(offers){return`# schemactl for PowerShell: schemactl completion powershell | Out-String | Invoke-Expression
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
`}function valueRows(offer){return offer.options.flatMap(({name,value})=>value===void 0||value.words.length===0?[]:[`    ${quoted(`${offer.name} --${name}`)} = @(${value.words.map(quoted).join(", ")})`])}function quoted(text){return`'${text.replaceAll("'","''")}'`}0&&(module.exports={powershellCompletion});
