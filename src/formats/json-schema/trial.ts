import type { Json, Proof } from "../../model.ts";
import { costOfCompiling, type Purse, Spent } from "./budget.ts";
import type { JsonSchemaChange } from "./changes.ts";
import { type Answer, formatTests, validator } from "./codec.ts";
import { reasons } from "./no-witness.ts";
import type { PlainSchema } from "./plain-schema.ts";
import { prunedFor } from "./pruned.ts";
import { partAt, repairOf, takenOver } from "./repairs.ts";
import { type Asking, takes } from "./validation.ts";

/** Both sides of a pair, as validators have them. */
export interface Sides {
  readonly writer: PlainSchema;
  readonly reader: PlainSchema;
  /** Whether the reader has defaults that it may fill in. */
  readonly hasDefaults: boolean;
  readonly purse: Purse;
}

/** How well a message shows a finding: alone, or among others that stand in its way. */
export type Rank = "alone" | "among-others";

/** What a finding asks of a message. */
export interface Trial {
  readonly writer: Asking;
  readonly reader: Asking;
  /** The reader without the finding. */
  readonly repaired: Asking;
  /** The writer with the finding and no other. */
  readonly alone: Asking;
  /** What a message shows, as far as the search can tell; undefined for nothing. */
  readonly rank: (message: Json) => Rank | undefined;
  /** What the validator makes of it: a witness, a reason why there will be none, or undefined for nothing shown. */
  readonly confirm: (message: Json, rank: Rank) => Proof | "needs-defaults" | "pattern-not-run" | undefined;
}

/** Whether a finding is about what the registry refuses: only then are defaults no way out. */
export type Weight = "breaks" | "risks";

/** Opens the trial of one finding. */
export function openTrial(sides: Sides, change: JsonSchemaChange, weight: Weight): Trial {
  const { args, kind } = change;
  const formats = kind === "format-tightened";
  const { spend, charge } = sides.purse;
  const about = (schema: PlainSchema, lender?: Asking): Asking => askingOf({ schema, spend, formats, lender });
  const [writer, reader] = [about(sides.writer), about(sides.reader)];
  const repair = repairOf(change);
  const repaired = about(takenOver(sides.reader, args.reader, sides.writer, args.writer, repair), writer);
  const alone = about(takenOver(sides.writer, args.writer, sides.reader, args.reader, repair), reader);
  const takesRoot = (asking: Asking, message: Json): boolean | undefined => {
    try {
      return takes(asking, asking.schema.roots[0] ?? true, message);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const asked = (asking: Asking, message: Json, defaults = false): Answer => {
    const schema = prunedFor(asking.schema, message);
    charge(costOfCompiling(JSON.stringify(schema.roots).length));
    return validator(schema, { formats, defaults, ...(asking.other === undefined ? {} : { other: asking.other }) })(
      message,
    );
  };
  return {
    writer,
    reader,
    repaired,
    alone,
    rank: (message) => {
      if (takesRoot(writer, message) !== true || takesRoot(reader, message) !== false) return undefined;
      if (takesRoot(repaired, message) === true) return "alone";
      return takesRoot(alone, message) === false ? "among-others" : undefined;
    },
    confirm: (message, rank) => {
      const sent = asked(writer, message);
      if (sent.kind === "unreadable") return reasons.unreadable("writer", sent.words);
      const read = asked(reader, message);
      if (read.kind === "unreadable") return reasons.unreadable("reader", read.words);
      if (sent.kind === "undecided" || read.kind === "undecided") return "pattern-not-run";
      if (sent.kind !== "taken" || read.kind !== "refused") return undefined;
      const shown =
        rank === "alone" ? asked(repaired, message).kind === "taken" : asked(alone, message).kind === "refused";
      if (!shown) return undefined;
      const filled = weight === "breaks" && sides.hasDefaults ? asked(reader, message, true).kind : "refused";
      if (filled !== "refused") return "needs-defaults";
      return { kind: "witness", outcome: "refused", codec: "ajv", datum: message, reads: read.words };
    },
  };
}

interface Asked {
  readonly schema: PlainSchema;
  readonly spend: (effort: number) => void;
  readonly formats: boolean;
  readonly lender?: Asking | undefined;
}

/** What is needed to ask a side, which may leave some of its parts to another one. */
export const askingOf = ({ schema, spend, formats, lender }: Asked): Asking => ({
  schema,
  spend,
  ...(formats ? { formats: formatTests } : {}),
  ...(lender === undefined
    ? {}
    : { lender, other: (place, value) => isTaken(lender, partAt(lender.schema, place), value) }),
});

function isTaken(asking: Asking, schema: Json | undefined, value: Json): boolean {
  try {
    return schema !== undefined && takes(asking, schema, value);
  } catch (error) {
    if (error instanceof Spent || !(error instanceof RangeError)) throw error;
    return false;
  }
}
