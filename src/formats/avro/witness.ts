import type { Proof } from "../../model.ts";
import type { Prove } from "../format.ts";
import { breakages } from "./breakages.ts";
import type { AvroChange, AvroChanges } from "./changes.ts";
import type { Reading } from "./codec.ts";
import { type Datum, jsonOf } from "./datum.ts";
import { misreading } from "./misreading.ts";
import type { Repair } from "./pruned.ts";
import { openSearch, reasons, type Search } from "./search.ts";
import { type Turns, turnsOf } from "./turns.ts";
import type { AvroSchema, AvroType, Field } from "./types.ts";

/** Looks for a message that each breaking change makes unreadable, and for one that each risky change makes misread. */
export const prove: Prove<AvroSchema, AvroChanges> = (writer, reader, changes, budget) => {
  let opened: Search | undefined;
  const search = (): Search => {
    opened ??= openSearch(writer, reader, budget);
    return opened;
  };
  const proved: { readonly difference: Difference; readonly proof: Proof }[] = [];
  return changes.map((change) => {
    switch (change.kind) {
      case "lossy-promotion":
      case "logical-type-meaning-changed":
        return withinBounds(() => misreading(search(), change));
      case "field-alias-out-of-reach":
      case "field-alias-taken":
      case "unusable-default":
        return reasons.codecDiffers;
    }
    const difference = differenceOf(change);
    if (difference === undefined) return undefined;
    const proof = withinBounds(() => refusal(search(), change, difference));
    if (proof.kind === "witness") proved.push({ difference, proof });
    // A type that is mentioned in several places differs in each: a message that shows it in one will do for all.
    return proof.kind === "witness"
      ? proof
      : (proved.find((one) => isSame(one.difference, difference))?.proof ?? proof);
  });
};

/** A stack that overflows ends a search like a budget that is spent. */
function withinBounds(search: () => Proof): Proof {
  try {
    return search();
  } catch (error) {
    if (error instanceof RangeError) return reasons.tooLarge;
    throw error;
  }
}

/** What a finding is about: repairing exactly this in the reader must let the message pass. */
interface Difference {
  readonly kind: keyof AvroChanges;
  readonly writer: AvroType;
  readonly reader: AvroType | Field;
}

const isSame = (one: Difference, other: Difference): boolean =>
  one.kind === other.kind && one.writer === other.writer && one.reader === other.reader;

function differenceOf({ kind, args }: AvroChange): Difference | undefined {
  switch (kind) {
    case "name-mismatch":
    case "fixed-size-mismatch":
    case "missing-enum-symbols":
    case "missing-union-branch":
    case "union-branch-namespace-changed":
      return { kind, writer: args.writer, reader: args.reader };
    case "reader-field-missing-default-value":
    case "ambiguous-field-alias":
      return { kind, writer: args.writer, reader: args.field };
    case "type-mismatch":
      if (args.field === undefined) return { kind, writer: args.writer, reader: args.reader };
      return { kind: "reader-field-missing-default-value", writer: args.writer, reader: args.field };
    default:
      return undefined;
  }
}

/** Looks for a message that the reader cannot read because of this difference. */
function refusal(search: Search, change: AvroChange, difference: Difference): Proof {
  if (change.kind === "name-mismatch" && change.args.writer.kind === "record") return reasons.nameOnly;
  const turns = turnsOf(change.args.route);
  if (!search.reaches(turns)) return reasons.uninhabited;
  let tried = 0;
  let answer: Proof | undefined;
  for (const last of lastTurns(search, change)) {
    if (tried === search.candidates) break;
    tried += 1;
    const proof = confirmed(search, difference, search.message([...turns, ...last]));
    if (proof?.kind === "witness") return proof;
    answer ??= proof;
  }
  if (tried > 0) return answer ?? reasons.notFound;
  const { writer, reader } = change.args;
  return search.plan.readable(writer, reader) ? reasons.nameOnly : reasons.uninhabited;
}

/** What is still to be chosen at the place itself, the simplest first. */
function lastTurns({ plan }: Search, { kind, args }: AvroChange): Iterable<Turns> {
  if (kind === "missing-union-branch") return breakages(args.writer, args.reader, plan);
  return kind === "missing-enum-symbols" ? args.symbols.map((name) => [{ kind: "symbol", name }]) : [[]];
}

/** The writer encodes the message; the reader fails on it, by this difference alone, and reads it once that is repaired. */
function confirmed(search: Search, difference: Difference, datum: Datum): Proof | undefined {
  const encoder = search.encoder();
  if ("unreadable" in encoder) return reasons.unreadable("writer", encoder.unreadable);
  encoder.encode(datum);
  const isThis: Repair["isThis"] = (kind, writer, reader) => isSame(difference, { kind, writer, reader });
  const read = (repair: Repair): Reading => search.readAs(datum, search.reader, repair);
  // Other differences may stand in the way of every message: with all of them repaired this one must decide.
  const alone = read({ isThis, self: false, others: true });
  if (alone.kind === "unreadable") return reasons.unreadable("reader", alone.words);
  if (alone.kind === "read" || read({ isThis, self: true, others: true }).kind !== "read") return undefined;
  const isAsked = difference.kind === "union-branch-namespace-changed";
  const asItIs = isAsked ? read({ isThis, self: false, others: false }) : search.asItIs(datum);
  if (asItIs.kind !== "refused") return undefined;
  return { kind: "witness", outcome: "refused", codec: "avsc", datum: jsonOf(datum), reads: alone.words };
}
