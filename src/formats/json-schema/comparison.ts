import type { Policy } from "../../model.ts";
import { compareArrays } from "./arrays.ts";
import type { SchemaClassChange } from "./changes.ts";
import { compareCombined } from "./combined.ts";
import { acceptable, type Difference, type Here, rootHere, tell, tried, type Walk } from "./difference.ts";
import { registryEffects } from "./effects.ts";
import { compareConstants, compareEnums } from "./enumerations.ts";
import { valueText } from "./equality.ts";
import { compareNumbers, compareStrings } from "./limits.ts";
import { compareObjects } from "./objects.ts";
import type { CombinedSchema, Schema } from "./types.ts";

// Beyond so many references a pair of schemas that was compared is not walked again for each place that leads to it.
const mostWalks = 20_000;

/** Everything that the registry finds between a writer's schema and a reader's. */
export function differencesOf(writer: Schema, reader: Schema, policy: Policy): readonly Difference[] {
  const refuted = pairs<true>();
  // What was assumed of a pair inside itself may turn out wrong: then all is compared again with what is known by now.
  for (;;) {
    const round = roundOf(policy, refuted);
    const out: Difference[] = [];
    round.walk.compare(writer, reader, rootHere, out);
    if (!round.wasWrong()) return out;
  }
}

interface Pairs<Value> {
  readonly get: (writer: Schema, reader: Schema) => Value | undefined;
  readonly set: (writer: Schema, reader: Schema, value: Value) => void;
}

function pairs<Value>(): Pairs<Value> {
  const byWriter = new Map<Schema, Map<Schema, Value>>();
  return {
    get: (writer, reader) => byWriter.get(writer)?.get(reader),
    set: (writer, reader, value) => {
      const byReader = byWriter.get(writer) ?? new Map<Schema, Value>();
      byReader.set(reader, value);
      byWriter.set(writer, byReader);
    },
  };
}

/** How often a pair is being walked at this moment, and whether it was taken for compatible inside itself. */
interface Progress {
  depth: number;
  assumed: boolean;
}

function roundOf(policy: Policy, refuted: Pairs<true>): { readonly walk: Walk; readonly wasWrong: () => boolean } {
  const progress = pairs<Progress>();
  const finished = pairs<{ readonly break: Difference | undefined }>();
  let [walks, wrong, rewalking] = [0, false, false];
  const breaks = ({ kind }: Difference): boolean => registryEffects[kind][policy] !== "safe";
  /** Compares what a reference led to. Recursive schemas meet the same pair again while it is being walked. */
  const enter = (writer: Schema, reader: Schema, here: Here, out: Difference[]): void => {
    const state = progress.get(writer, reader) ?? { depth: 0, assumed: false };
    const isRefuted = refuted.get(writer, reader) === true;
    const again = state.depth > 0;
    if (again && (!isRefuted || rewalking)) {
      state.assumed ||= !isRefuted;
      return;
    }
    const before = walks > mostWalks ? finished.get(writer, reader) : undefined;
    if (before !== undefined) {
      if (before.break !== undefined) out.push(before.break);
      return;
    }
    walks += 1;
    state.depth += 1;
    progress.set(writer, reader, state);
    const start = out.length;
    const outer = rewalking;
    rewalking ||= again;
    compareTargets(walk, writer, reader, here, out);
    rewalking = outer;
    state.depth -= 1;
    if (state.depth > 0 || !(state.assumed || walks > mostWalks)) return;
    const broken = out.slice(start).find(breaks);
    finished.set(writer, reader, { break: broken });
    if (broken !== undefined && state.assumed) {
      refuted.set(writer, reader, true);
      wrong = true;
    }
  };
  const walk: Walk = {
    policy,
    compare: (writer, reader, here, out) => {
      const old = writer.class === "reference" ? writer.target : writer;
      const now = reader.class === "reference" ? reader.target : reader;
      // Every cycle goes through a reference, or through what a dynamic one was replaced by.
      const mayCycle = old !== writer || now !== reader || (old.class === "combined" && old.generated);
      if (mayCycle) enter(old, now, here, out);
      else compareTargets(walk, old, now, here, out);
    },
  };
  return { walk, wasWrong: () => wrong };
}

function compareTargets(walk: Walk, writer: Schema, reader: Schema, here: Here, out: Difference[]): void {
  if (reader.class === "combined" && writer.class !== "combined" && widened(walk, writer, reader, here, out)) return;
  if (writer.class === "combined" && reader.class !== "combined" && narrowed(walk, writer, reader, here, out)) return;
  if (writer.class !== reader.class) {
    const takesAll = writer.class === "false" || reader.class === "empty" || reader.class === "true";
    if (takesAll || (writer.connectBytes && reader.connectBytes)) return;
    const marks = { keywords: ["type"] };
    tell(out, "type-changed", writer, reader, here, () => classChange(writer, reader), marks);
    return;
  }
  compareTexts(writer, reader, here, out);
  compareAlike(walk, writer, reader, here, out);
}

function classChange(writer: Schema, reader: Schema): Omit<SchemaClassChange, "writer" | "reader" | "names"> {
  const called = (schema: Schema) => (schema.class === "combined" ? schema.criterion : schema.class);
  const isGenerated = (schema: Schema) => schema.class === "combined" && schema.generated;
  return {
    before: called(writer),
    after: called(reader),
    beforeGenerated: isGenerated(writer),
    afterGenerated: isGenerated(reader),
  };
}

/** One schema to several: one of them that reads all that was written is enough, in an `anyOf` or a `oneOf`. */
function widened(walk: Walk, writer: Schema, reader: CombinedSchema, here: Here, out: Difference[]): boolean {
  const { subschemas, criterion } = reader;
  if (subschemas.length !== 1 && criterion === "allOf") return false;
  for (const subschema of subschemas) {
    const inner = tried(walk, writer, subschema, here);
    if (!acceptable(inner, walk.policy)) continue;
    for (const difference of inner) out.push(difference);
    if (subschemas.length === 1) return true;
    const counts = { before: 1, after: subschemas.length };
    const extras = () => ({ beforeCriterion: "plain" as const, afterCriterion: criterion, ...counts });
    tell(out, "sum-type-extended", writer, reader, here, extras, { keywords: [criterion] });
    return true;
  }
  return false;
}

/** Several schemas to one: of an `allOf`, one that the reader's takes is enough. */
function narrowed(walk: Walk, writer: CombinedSchema, reader: Schema, here: Here, out: Difference[]): boolean {
  const { subschemas, criterion } = writer;
  if (subschemas.length !== 1 && criterion !== "allOf") return false;
  for (const subschema of subschemas) {
    const inner = tried(walk, subschema, reader, here);
    if (!acceptable(inner, walk.policy)) continue;
    for (const difference of inner) out.push(difference);
    if (subschemas.length === 1) return true;
    const counts = { before: subschemas.length, after: 1 };
    const extras = () => ({ beforeCriterion: criterion, afterCriterion: "plain" as const, ...counts });
    tell(out, "product-type-narrowed", writer, reader, here, extras, { keywords: [criterion] });
    return true;
  }
  return false;
}

const texts = ["id", "title", "description"] as const;

function compareTexts(writer: Schema, reader: Schema, here: Here, out: Difference[]): void {
  for (const key of texts) {
    const before = writer[key];
    const after = reader[key];
    if (before === after) continue;
    const keywords = key === "id" ? ["$id", "id"] : [key];
    tell(out, `${key}-changed`, writer, reader, here, () => ({ before, after }), { keywords });
  }
  const [before, after] = [writer.default, reader.default];
  // The registry does not see a `null` that is gone.
  if (before === after || (after === undefined && before?.kind === "null")) return;
  const [old, now] = [before && valueText(before), after && valueText(after)];
  if (old === now) return;
  tell(out, "default-changed", writer, reader, here, () => ({ before: old, after: now }), { keywords: ["default"] });
}

/** What two schemas of one class say. Of the classes left out nothing is compared. */
function compareAlike(walk: Walk, writer: Schema, reader: Schema, here: Here, out: Difference[]): void {
  if (writer.class === "string" && reader.class === "string") compareStrings(writer, reader, here, out);
  else if (writer.class === "number" && reader.class === "number") compareNumbers(writer, reader, here, out);
  else if (writer.class === "object" && reader.class === "object") compareObjects(walk, writer, reader, here, out);
  else if (writer.class === "array" && reader.class === "array") compareArrays(walk, writer, reader, here, out);
  else if (writer.class === "enum" && reader.class === "enum") compareEnums(writer, reader, here, out);
  else if (writer.class === "const" && reader.class === "const") compareConstants(writer, reader, here, out);
  else if (writer.class === "combined" && reader.class === "combined") compareCombined(walk, writer, reader, here, out);
  else if (writer.class === "not" && reader.class === "not") {
    // What must not be is compared the other way round.
    const inner = tried(walk, reader.schema, writer.schema, here);
    const kind = acceptable(inner, walk.policy) ? "not-type-narrowed" : "not-type-extended";
    const at = { path: here.path === "#/" ? "#/not" : `${here.path}/not`, trail: here.trail };
    tell(out, kind, writer, reader, at, () => ({}), { keywords: ["not"] });
  }
}
