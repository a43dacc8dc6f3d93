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
        ["it was", proof.before === "" ? "(nothing)" : ownWords(proof.before).text],
        ["it is now", proof.after === "" ? "(nothing)" : ownWords(proof.after).text],
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
  const encoded = witness.bytes === undefined ? undefined : bytes(witness.bytes);
  return [
    [writer, datum.text],
    ...(encoded === undefined ? [] : [["in bytes", encoded.text] as const]),
    [reader, read.text],
    ...(datum.cut || read.cut || encoded?.cut === true
      ? [["", "(cut here; --format json has it whole)"] as const]
      : []),
  ];
}

function readBy({ outcome, codec, reads }: Witness): Shown {
  const { text, cut } = outcome === "refused" && typeof reads === "string" ? ownWords(reads) : showDatum(reads);
  return { text: `${outcomes[outcome]}: ${text} (${codec})`, cut };
}

/** Three things that are never mixed up: the reader fails, reads another value, or reads less. */
const outcomes: Readonly<Record<Witness["outcome"], string>> = {
  refused: "refuses it",
  misread: "misreads it",
  lost: "loses some of it",
};

/** What a codec says of a datum, bare; some write essays. */
function ownWords(text: string): Shown {
  const characters = [...text];
  return characters.length <= 240 ? { text, cut: false } : { text: `${characters.slice(0, 240).join("")}…`, cut: true };
}

/** So many bytes are shown, split by field as the format has them. */
const mostBytes = 48;

function bytes(hexadecimal: string): Shown {
  const fields = hexadecimal.split("|").map((field) => field.match(/[\da-f]{2}/gi) ?? []);
  let left = mostBytes;
  const shown: string[] = [];
  for (const field of fields) {
    if (left <= 0) break;
    shown.push(field.slice(0, left).join(" "));
    left -= field.length;
  }
  const more = fields.reduce((sum, field) => sum + field.length, 0) - mostBytes;
  const text = shown.join(" | ") + (more > 0 ? ` … ${more} more` : "");
  return { text: text === "" ? "(none: an empty message)" : text, cut: more > 0 };
}
