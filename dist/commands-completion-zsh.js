import"./shared-cli.js";function zshCompletion(offers){return`#compdef schemactl
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
`}function commandCase(offer){let argument=offer.files?"'*:file:_files'":`'*:word:(${offer.words.join(" ")})'`;return`        ${offer.name}) _arguments ${[...offer.options.map(optionSpec),argument].join(" ")} ;;`}function optionSpec({name,short,summary,repeatable,value}){let about=`[${summary.replace(/[\\[\]:]/g,"\\$&")}]`;if(value===void 0)return short===void 0?quoted(`--${name}${about}`):`{-${short},--${name}}${quoted(about)}`;let action=value.files?"_files":value.words.length>0?`(${value.words.join(" ")})`:" ";return quoted(`${repeatable?"*":""}--${name}=${about}:${value.name}:${action}`)}function quoted(text){return`'${text.replaceAll("'","'\\''")}'`}export{zshCompletion};
