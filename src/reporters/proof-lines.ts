import type { Direction, Proof, Witness } from "../model.ts";
import { type Shown, showDatum } from "./datum.ts";

/** What stands before a line of an explanation, and the line. */
export type LabelledLine = readonly [label: string, text: string];

/** Who sends and who reads, in the words of that direction; neutral where a comparison has none. */
const sides = {
  backward: { writer: "old writers send", reader: "the new reader" },
  forward: { writer: "new writers send", reader: "the old reader" },
  none: { writer: "a writer sends", reader: "the reader" },
} as const satisfies Record<Direction | "none", { writer: string; reader: string }>;

/** The proof of a finding, line by line. */
export function proofLines(proof: Proof | undefined, direction: Direction | undefined): readonly LabelledLine[] {
  switch (proof?.kind) {
    case "witness":
      return witnessLines(proof, direction ?? "none");
    case "source":
      return [
        ["it was", proof.before],
        ["it is now", proof.after],
      ];
    case "none":
      return [["no message", proof.explanation === "" ? proof.reason : proof.explanation]];
    default:
      return [];
  }
}

function witnessLines(witness: Witness, direction: keyof typeof sides): readonly LabelledLine[] {
  const { writer, reader } = sides[direction];
  const datum = showDatum(witness.datum);
  const read = readBy(witness);
  return [
    [writer, datum.text],
    ...(witness.bytes === undefined ? [] : [["in bytes", bytes(witness.bytes)] as const]),
    [reader, read.text],
    ...(datum.cut || read.cut ? [["", "(cut here; --format json has it whole)"] as const] : []),
  ];
}

function readBy({ outcome, codec, reads }: Witness): Shown {
  const { text, cut } = outcome === "refused" && typeof reads === "string" ? ownWords(reads) : showDatum(reads);
  return { text: `${outcomes[outcome]}: ${text} (${codec})`, cut };
}

const outcomes: Readonly<Record<Witness["outcome"], string>> = {
  refused: "refuses it",
  misread: "reads something else",
  lost: "loses some of it",
};

/** What a codec says of a datum, bare; some write essays. */
function ownWords(text: string): Shown {
  const characters = [...text];
  return characters.length <= 240 ? { text, cut: false } : { text: `${characters.slice(0, 240).join("")}…`, cut: true };
}

function bytes(hexadecimal: string): string {
  const pairs = hexadecimal.match(/../g) ?? [];
  const rest = pairs.length > 32 ? ` … ${pairs.length - 32} more` : "";
  return pairs.slice(0, 32).join(" ") + rest;
}
