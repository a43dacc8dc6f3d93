import type { Offer, OfferedOption } from "./completion-offer.ts";

/** A completion script for fish. */
export function fishCompletion(offers: readonly Offer[]): string {
  const lines = [
    "# schemactl for fish: schemactl completion fish | source",
    "complete -c schemactl -f",
    "complete -c schemactl -n __fish_use_subcommand -s h -l help -d 'show how it is used'",
    "complete -c schemactl -n __fish_use_subcommand -s V -l version -d 'show the version'",
    ...offers.flatMap((offer) => [
      `complete -c schemactl -n __fish_use_subcommand -a ${offer.name} -d ${quoted(offer.summary)}`,
      ...offer.options.map((option) => `${when(offer)} ${optionSpec(option)}`),
      ...(offer.words.length === 0 ? [] : [`${when(offer)} -a ${quoted(offer.words.join(" "))}`]),
      ...(offer.files ? [`${when(offer)} -F`] : []),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function when(offer: Offer): string {
  return `complete -c schemactl -n '__fish_seen_subcommand_from ${offer.name}'`;
}

function optionSpec({ name, short, summary, value }: OfferedOption): string {
  const takes =
    value === undefined
      ? ""
      : value.files
        ? " -r -F"
        : value.words.length > 0
          ? ` -x -a ${quoted(value.words.join(" "))}`
          : " -x";
  return `${short === undefined ? "" : `-s ${short} `}-l ${name}${takes} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
