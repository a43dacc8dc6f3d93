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
        'approve:let findings of this change pass once, each by a small file to be reviewed with it'
        'report:show a saved report anew, in any format'
        'fix:write the remedies that need no decision into the schemas: a default, an alias, a reservation'
        'init:write schemactl.yaml, the workflow and the hook for this repository'
        'doctor:say whether the gate is wired, runs on each pull request, and can decide'
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
        check) _arguments '*--against=[hold the candidates against REF, tags\:GLOB or dir\:PATH; may be given several times]:BASELINE: ' '--staged[check what is staged for the next commit; prints nothing when it passes]' '--pushed[check what is pushed, as a pre-push hook names it, else HEAD; prints nothing when it passes]' '--mode=[who must be able to read whom, for every subject of this run]:MODE:(NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE)' '--policy=[how JSON Schema'\''s open content models are judged]:POLICY:(strict lenient)' '--fail-on=[what makes the run fail (exit 1)]:WHAT:(breaks risks never)' '--prove[look longer for a message that proves each finding]' '--no-prove[look for no messages]' '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--format=[how the report is written to standard output]:FORMAT:(text json markdown github sarif junit gitlab)' '*--report=[write the report to FILE too, in the format of its ending\: .json, .md, .sarif, .txt, .xml (junit); FORMAT=FILE names another; may be given several times]:FILE:_files' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        approve) _arguments '--reason=[why they may pass\: reviewers and reports see it]:TEXT: ' '--until=[the last day on which the approval counts, YYYY-MM-DD in UTC]:DATE: ' '--who=[who approves\: user.name and user.email of git unless given]:NAME: ' '*--subject=[every finding of this subject; may be given several times]:SUBJECT: ' '--all[every finding that fails this run]' '--prune[remove the files of approvals that are spent, unused or past their date]' '*--against=[as for `check`\: REF, tags\:GLOB or dir\:PATH]:BASELINE: ' '--staged[approve what is staged for the next commit]' '--mode=[as for `check`]:MODE:(NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE)' '--policy=[as for `check`]:POLICY:(strict lenient)' '--config=[as for `check`]:FILE:_files' {-h,--help}'[show how it is used]' '*:word:()' ;;
        report) _arguments '--format=[how the report is written to standard output]:FORMAT:(text json markdown github sarif junit gitlab)' '*--report=[write the report to FILE too, in the format of its ending\: .json, .md, .sarif, .txt, .xml (junit); FORMAT=FILE names another; may be given several times]:FILE:_files' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        fix) _arguments '--dry-run[write nothing, and print the patch]' '*--against=[as for `check`\: REF, tags\:GLOB or dir\:PATH; may be given several times]:BASELINE: ' '--mode=[as for `check`\: judge every subject by this mode]:MODE:(NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE)' '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        init) _arguments '--mode=[who must be able to read whom]:MODE:(NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE)' '--ci=[the system that runs the gate]:SYSTEM:(github gitlab none)' '--hook=[what runs the gate before a commit]:MANAGER:(pre-commit lefthook husky none)' {-y,--yes}'[ask nothing, and take what is proposed]' '--force[overwrite files that are there]' '--dry-run[show the files, and write none]' {-h,--help}'[show how it is used]' '*:word:()' ;;
        doctor) _arguments '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:word:()' ;;
        subjects) _arguments '*--against=[as for `check`\: REF, tags\:GLOB or dir\:PATH; may be given several times]:BASELINE: ' '--config=[read this configuration instead of the repository'\''s schemactl.yaml]:FILE:_files' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        diff) _arguments '--as=[the schema language, where no file name tells it]:LANGUAGE:(avro protobuf json-schema)' '--policy=[how JSON Schema'\''s open content models are judged]:POLICY:(strict lenient)' '--prove[show a message that proves each break]' '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:file:_files' ;;
        rules) _arguments '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:word:()' ;;
        explain) _arguments '--format=[how the answer is written]:FORMAT:(text json)' '--color=[colour in the text]:WHEN:(auto always never)' {-h,--help}'[show how it is used]' '*:word:(RULES)' ;;
        completion) _arguments {-h,--help}'[show how it is used]' '*:word:(bash zsh fish powershell)' ;;
        help) _arguments '*:word:(check approve report fix init doctor subjects diff rules explain completion)' ;;
      esac ;;
  esac
}
if [[ $funcstack[1] == _schemactl ]]; then _schemactl "$@"; else compdef _schemactl schemactl; fi
