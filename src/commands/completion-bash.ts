import type { Offer } from "./completion-offer.ts";

/** A completion script for bash, from 3.2 on; the names of files are left to bash itself. */
export function bashCompletion(offers: readonly Offer[]): string {
  return `# schemactl for bash: source <(schemactl completion bash)
_schemactl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  # bash takes the = of --flag=value for a word of its own
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=( $(compgen -W "${offers.map(({ name }) => name).join(" ")} --help --version" -- "$current") )
    return
  fi
  case "$command $previous" in
${offers.flatMap(valueCases).join("\n")}
    *) case "$command" in
${offers.map(wordCase).join("\n")}
      esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
}
complete -o bashdefault -o default -F _schemactl schemactl
`;
}

function valueCases(offer: Offer): readonly string[] {
  return offer.options.flatMap(({ name, value }) =>
    value === undefined ? [] : [`    "${offer.name} --${name}") words="${value.words.join(" ")}" ;;`],
  );
}

function wordCase(offer: Offer): string {
  const options = offer.options.map(({ name }) => `--${name}`).join(" ");
  const dashes = `if [ "\${current#-}" != "$current" ]; then words="${options}"; else words="${offer.words.join(" ")}"; fi`;
  return `      ${offer.name}) ${dashes} ;;`;
}
