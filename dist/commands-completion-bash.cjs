var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __hasOwnProp=Object.prototype.hasOwnProperty;var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var stdin_exports={};__export(stdin_exports,{bashCompletion:()=>bashCompletion});module.exports=__toCommonJS(stdin_exports);var import_cli=require("./cli.cjs");function bashCompletion(offers){return`# schemactl for bash: source <(schemactl completion bash)
_schemactl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  # bash takes the = of --flag=value for a word of its own
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=( $(compgen -W "${offers.map(({name})=>name).join(" ")} --help --version" -- "$current") )
    return
  fi
  case "$command $previous" in
${offers.flatMap(valueCases).join(`
`)}
    *) case "$command" in
${offers.map(wordCase).join(`
`)}
      esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o bashdefault -o default -F _schemactl schemactl
`}function valueCases(offer){return offer.options.flatMap(({name,value})=>value===void 0?[]:[`    "${offer.name} --${name}") words="${value.words.join(" ")}" ;;`])}function wordCase(offer){let dashes=`if [ "\${current#-}" != "$current" ]; then words="${offer.options.map(({name})=>`--${name}`).join(" ")}"; else words="${offer.words.join(" ")}"; fi`;return`      ${offer.name}) ${dashes} ;;`}0&&(module.exports={bashCompletion});
