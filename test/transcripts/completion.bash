# schemactl for bash: source <(schemactl completion bash)
_schemactl() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}" words=""
  # bash takes the = of --flag=value for a word of its own
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=( $(compgen -W "check subjects diff rules explain completion help --help --version" -- "$current") )
    return
  fi
  case "$command $previous" in
    "check --against") words="" ;;
    "check --mode") words="NONE DISABLED BACKWARD BACKWARD_TRANSITIVE FORWARD FORWARD_TRANSITIVE FULL FULL_TRANSITIVE" ;;
    "check --policy") words="strict lenient" ;;
    "check --fail-on") words="breaks risks never" ;;
    "check --config") words="" ;;
    "check --format") words="text json" ;;
    "check --color") words="auto always never" ;;
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
      check) if [ "${current#-}" != "$current" ]; then words="--against --staged --mode --policy --fail-on --prove --no-prove --config --format --color --help"; else words=""; fi ;;
      subjects) if [ "${current#-}" != "$current" ]; then words="--against --config --format --color --help"; else words=""; fi ;;
      diff) if [ "${current#-}" != "$current" ]; then words="--as --policy --prove --format --color --help"; else words=""; fi ;;
      rules) if [ "${current#-}" != "$current" ]; then words="--format --color --help"; else words=""; fi ;;
      explain) if [ "${current#-}" != "$current" ]; then words="--format --color --help"; else words="RULES"; fi ;;
      completion) if [ "${current#-}" != "$current" ]; then words="--help"; else words="bash zsh fish powershell"; fi ;;
      help) if [ "${current#-}" != "$current" ]; then words=""; else words="check subjects diff rules explain completion"; fi ;;
      esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o bashdefault -o default -F _schemactl schemactl
