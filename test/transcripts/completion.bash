# schemactl for bash: source <(schemactl completion bash)
_schemactl() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}" words=""
  # bash takes the = of --flag=value for a word of its own
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=( $(compgen -W "check approve report fix init doctor subjects diff rules explain completion help --help --version" -- "$current") )
    return
  fi
  case "$command $previous" in
    "check --against") words="" ;;
    "check --mode") words="NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE" ;;
    "check --policy") words="strict lenient" ;;
    "check --fail-on") words="breaks risks never" ;;
    "check --config") words="" ;;
    "check --format") words="text json markdown github sarif junit gitlab" ;;
    "check --report") words="" ;;
    "check --color") words="auto always never" ;;
    "approve --reason") words="" ;;
    "approve --until") words="" ;;
    "approve --who") words="" ;;
    "approve --subject") words="" ;;
    "approve --against") words="" ;;
    "approve --mode") words="NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE" ;;
    "approve --policy") words="strict lenient" ;;
    "approve --config") words="" ;;
    "report --format") words="text json markdown github sarif junit gitlab" ;;
    "report --report") words="" ;;
    "report --color") words="auto always never" ;;
    "fix --against") words="" ;;
    "fix --mode") words="NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE" ;;
    "fix --config") words="" ;;
    "fix --color") words="auto always never" ;;
    "init --mode") words="NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE" ;;
    "init --ci") words="github gitlab none" ;;
    "init --hook") words="pre-commit lefthook husky none" ;;
    "doctor --config") words="" ;;
    "doctor --format") words="text json" ;;
    "doctor --color") words="auto always never" ;;
    "subjects --against") words="" ;;
    "subjects --config") words="" ;;
    "subjects --format") words="text json" ;;
    "subjects --color") words="auto always never" ;;
    "diff --as") words="avro protobuf json-schema" ;;
    "diff --policy") words="strict lenient" ;;
    "diff --format") words="text json" ;;
    "diff --color") words="auto always never" ;;
    "rules --format") words="text json" ;;
    "rules --color") words="auto always never" ;;
    "explain --format") words="text json" ;;
    "explain --color") words="auto always never" ;;
    *) case "$command" in
      check) if [ "${current#-}" != "$current" ]; then words="--against --staged --pushed --mode --policy --fail-on --prove --no-prove --config --format --report --color --help"; else words=""; fi ;;
      approve) if [ "${current#-}" != "$current" ]; then words="--reason --until --who --subject --all --prune --against --staged --mode --policy --config --help"; else words=""; fi ;;
      report) if [ "${current#-}" != "$current" ]; then words="--format --report --color --help"; else words=""; fi ;;
      fix) if [ "${current#-}" != "$current" ]; then words="--dry-run --against --mode --config --color --help"; else words=""; fi ;;
      init) if [ "${current#-}" != "$current" ]; then words="--mode --ci --hook --yes --force --dry-run --help"; else words=""; fi ;;
      doctor) if [ "${current#-}" != "$current" ]; then words="--config --format --color --help"; else words=""; fi ;;
      subjects) if [ "${current#-}" != "$current" ]; then words="--against --config --format --color --help"; else words=""; fi ;;
      diff) if [ "${current#-}" != "$current" ]; then words="--as --policy --prove --format --color --help"; else words=""; fi ;;
      rules) if [ "${current#-}" != "$current" ]; then words="--format --color --help"; else words=""; fi ;;
      explain) if [ "${current#-}" != "$current" ]; then words="--format --color --help"; else words="RULES"; fi ;;
      completion) if [ "${current#-}" != "$current" ]; then words="--help"; else words="bash zsh fish powershell"; fi ;;
      help) if [ "${current#-}" != "$current" ]; then words=""; else words="check approve report fix init doctor subjects diff rules explain completion"; fi ;;
      esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o bashdefault -o default -F _schemactl schemactl
