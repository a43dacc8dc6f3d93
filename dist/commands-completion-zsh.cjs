var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __hasOwnProp=Object.prototype.hasOwnProperty;var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var stdin_exports={};__export(stdin_exports,{zshCompletion:()=>zshCompletion});module.exports=__toCommonJS(stdin_exports);var import_cli=require("./cli.cjs");function zshCompletion(offers){return`#compdef schemactl
# schemactl for zsh: source <(schemactl completion zsh)
_schemactl() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C '(-): :->command' '(-)*:: :->arguments' '(- *)'{-h,--help}'[show how it is used]' '(- *)'{-V,--version}'[show the version]'
  case $state in
    command)
      local -a commands
      commands=(
${offers.map(({name,summary})=>`        ${quoted(`${name}:${summary}`)}`).join(`
`)}
      )
      _describe -t commands command commands ;;
    arguments)
      case $words[1] in
${offers.map(commandCase).join(`
`)}
      esac ;;
  esac
}
if [[ $funcstack[1] == _schemactl ]]; then _schemactl "$@"; else compdef _schemactl schemactl; fi
`}function commandCase(offer){let argument=offer.files?"'*:file:_files'":`'*:word:(${offer.words.join(" ")})'`;return`        ${offer.name}) _arguments ${[...offer.options.map(optionSpec),argument].join(" ")} ;;`}function optionSpec({name,short,summary,repeatable,value}){let about=`[${summary.replace(/[\\[\]:]/g,"\\$&")}]`;if(value===void 0)return short===void 0?quoted(`--${name}${about}`):`{-${short},--${name}}${quoted(about)}`;let action=value.files?"_files":value.words.length>0?`(${value.words.join(" ")})`:" ";return quoted(`${repeatable?"*":""}--${name}=${about}:${value.name}:${action}`)}function quoted(text){return`'${text.replaceAll("'","'\\''")}'`}0&&(module.exports={zshCompletion});
