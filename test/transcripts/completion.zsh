#compdef schemactl
# schemactl for zsh: source <(schemactl completion zsh)
_schemactl() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C '(-): :->command' '(-)*:: :->arguments' '(- *)'{-h,--help}'[show how it is used]' '(- *)'{-V,--version}'[show the version]'
  case $state in
    command)
      local -a commands
      commands=(
        'check:say whether the schemas changed here break anyone who reads or writes their data'
        'subjects:list every schema file with its subject, mode and baseline, and which line decided each'
        'diff:show every change between two schemas, safe ones too, and the version bump it asks for'
        'rules:list every rule: what it looks for and what it does to a run'
        'explain:tell what a rule means, with an example that breaks and one that does not'
        'completion:write a script that completes command lines in your shell'
        'help:tell how a command is used'
      )
      _describe -t commands command commands ;;
    arguments)
      case $words[1] in
        check) _arguments '*--against=[hold the candidates against REF, tags\:GLOB or dir\:PATH; may be given several times]:BASELINE: ' '--staged[check what is staged for the next commit; prints nothing when it passes]' '--mode=[who must be able to read whom, for every subject of this run]:MODE:(NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE)' '--policy=[how JSON Schema'\''s open content models are judged]:POLICY:(strict lenient)' '--fail-on=[what makes the run fail (exit 1)]:WHAT:(breaks risks never)' '--prove[look longer for a message that proves each finding]' '--no-prove[look for no messages]' '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        subjects) _arguments '*--against=[as for `check`\: REF, tags\:GLOB or dir\:PATH; may be given several times]:BASELINE: ' '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        diff) _arguments '--as=[the schema language, where no file name tells it]:LANGUAGE:(avro protobuf json-schema)' '--policy=[how JSON Schema'\''s open content models are judged]:POLICY:(strict lenient)' '--prove[show a message that proves each break]' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        rules) _arguments '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:word:()' ;;
        explain) _arguments '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:word:(RULES)' ;;
        completion) _arguments {-h,--help}'[show how it is used]' '*:word:(bash zsh fish powershell)' ;;
        help) _arguments '*:word:(check subjects diff rules explain completion)' ;;
      esac ;;
  esac
}
if [[ $funcstack[1] == _schemactl ]]; then _schemactl "$@"; else compdef _schemactl schemactl; fi
