import { SchemactlError } from "../../errors.ts";
import { plainlyAlike, promotes, sameName, writerFieldsOf } from "./matching.ts";
import { isPrimitive } from "./names.ts";
import { requireShallow } from "./nesting.ts";
import { intoElement, intoField, intoReaderBranch, intoWriterBranch, type Pairing } from "./trail.ts";
import type { AvroType, EnumSymbol, EnumType, Field, FixedType, NamedType, RecordType, UnionType } from "./types.ts";

/** What the registry has against a pair of types itself. */
export type Objection =
  | { readonly kind: "name"; readonly writer: NamedType; readonly reader: NamedType }
  | { readonly kind: "size"; readonly writer: FixedType; readonly reader: FixedType }
  | {
      readonly kind: "symbols";
      readonly writer: EnumType;
      readonly reader: EnumType;
      readonly missing: readonly EnumSymbol[];
    }
  | { readonly kind: "absent"; readonly writer: RecordType; readonly reader: RecordType; readonly field: Field }
  | {
      readonly kind: "ambiguous";
      readonly writer: RecordType;
      readonly reader: RecordType;
      readonly field: Field;
      readonly matches: readonly Field[];
    }
  /** `field`: the reader's, absent in the writer, whose enum was compared with the writer's record. */
  | { readonly kind: "type"; readonly writer: AvroType; readonly reader: AvroType; readonly field: Field | undefined }
  /** `index`: the writer's branch, where that is a union too. */
  | {
      readonly kind: "branch";
      readonly writer: AvroType;
      readonly reader: UnionType;
      readonly index: number | undefined;
    };

/** An objection with the registry's path to it, or the answer to a pair inside. */
export type Part =
  | { readonly objection: Objection; readonly path: string }
  | { readonly inside: (pair: Pairing) => Pairing; readonly answer: Answer };

/** What the registry has against a pair of types and what is inside them, in its order. */
export interface Answer {
  readonly parts: readonly Part[];
}

/** What a whole comparison came to. */
export interface Verdict {
  readonly answer: Answer | undefined;
  /** What was found of a pair; undefined for one that is compatible, or was never compared. */
  readonly answerOf: (writer: AvroType, reader: AvroType) => Answer | undefined;
  /** Every field that means several, wherever it was come across: the registry's own check ends there. */
  readonly ambiguous: readonly { readonly part: Part; readonly pair: Pairing }[];
}

interface Walk {
  /** By the reader's and the writer's type. A pair that is still being compared counts as compatible. */
  readonly answers: Map<AvroType, Map<AvroType, Answer | undefined>>;
  readonly ambiguous: { readonly part: Part; readonly pair: Pairing }[];
  pairs: number;
  depth: number;
}

// Far beyond any real schema; only unions of a thousand records each come near it.
const mostPairs = 1_000_000;

/**
 * Compares as Avro Java 1.12's `SchemaCompatibility` does: the same objections, paths and order. Each pair of type
 * objects is compared once; met again, it has the paths of the first time, which inside unions begin at the union.
 */
export function verdictOf(pair: Pairing): Verdict {
  const walk: Walk = { answers: new Map(), ambiguous: [], pairs: 0, depth: 0 };
  const answer = compare(walk, pair, "");
  const answerOf = (writer: AvroType, reader: AvroType) => walk.answers.get(reader)?.get(writer);
  return { answer, answerOf, ambiguous: walk.ambiguous };
}

function compare(walk: Walk, pair: Pairing, path: string): Answer | undefined {
  const { writer, reader } = pair;
  if (plainlyReads(writer, reader)) return undefined;
  const answers = answersFor(walk, reader);
  if (answers.has(writer)) return answers.get(writer);
  answers.set(writer, undefined);
  walk.pairs += 1;
  if (walk.pairs > mostPairs) throw tooMany();
  walk.depth += 1;
  requireShallow(walk.depth);
  const parts: Part[] = [];
  compareNew(walk, pair, path, parts);
  walk.depth -= 1;
  const answer = parts.length === 0 ? undefined : { parts };
  answers.set(writer, answer);
  return answer;
}

/** Whether a pair is compatible at a glance: most fields of most versions. */
function plainlyReads(writer: AvroType, reader: AvroType): boolean {
  if (isPrimitive(reader.kind)) return writer.kind === reader.kind || promotes(writer.kind, reader.kind);
  return reader.kind === "union" && plainlyAlike(writer, reader);
}

function answersFor(walk: Walk, reader: AvroType): Map<AvroType, Answer | undefined> {
  const known = walk.answers.get(reader);
  if (known !== undefined) return known;
  const answers = new Map<AvroType, Answer | undefined>();
  walk.answers.set(reader, answers);
  return answers;
}

function compareNew(walk: Walk, pair: Pairing, path: string, parts: Part[]): void {
  const { writer, reader } = pair;
  if (writer.kind === "union") compareUnion(walk, pair, writer, path, parts);
  else if (reader.kind === "union") compareBranches(walk, pair, reader, path, parts);
  else if (writer.kind === "record" && reader.kind === "record") {
    compareNames(writer, reader, path, parts);
    for (const [i, field] of reader.fields.entries()) {
      const matches = writerFieldsOf(writer, field);
      const [match] = matches;
      if (matches.length === 1 && match !== undefined && plainlyReads(match.type, field.type)) continue;
      compareField(walk, pair, writer, reader, field, matches, `${path}/fields/${i}`, parts);
    }
  } else if (writer.kind === "enum" && reader.kind === "enum") compareEnums(writer, reader, path, parts);
  else if (writer.kind === "fixed" && reader.kind === "fixed") {
    compareNames(writer, reader, path, parts);
    if (writer.size !== reader.size) parts.push({ objection: { kind: "size", writer, reader }, path: `${path}/size` });
  } else compareRest(walk, pair, path, parts);
}

function compareRest(walk: Walk, pair: Pairing, path: string, parts: Part[]): void {
  const { writer, reader } = pair;
  if (intoElement(pair) === undefined) {
    parts.push({ objection: { kind: "type", writer, reader, field: undefined }, path });
    return;
  }
  const inside = (outer: Pairing): Pairing => intoElement(outer) ?? outer;
  enter(walk, pair, inside, `${path}/${reader.kind === "array" ? "items" : "values"}`, parts);
}

function enter(walk: Walk, pair: Pairing, inside: (pair: Pairing) => Pairing, path: string, parts: Part[]): void {
  const answer = compare(walk, inside(pair), path);
  if (answer !== undefined) parts.push({ inside, answer });
}

function compareNames(writer: NamedType, reader: NamedType, path: string, parts: Part[]): void {
  if (!sameName(writer, reader)) parts.push({ objection: { kind: "name", writer, reader }, path: `${path}/name` });
}

function compareEnums(writer: EnumType, reader: EnumType, path: string, parts: Part[]): void {
  compareNames(writer, reader, path, parts);
  if (reader.default !== undefined) return;
  const known = new Set(reader.symbols.map((symbol) => symbol.name));
  const missing = writer.symbols.filter((symbol) => !known.has(symbol.name));
  if (missing.length === 0) return;
  parts.push({ objection: { kind: "symbols", writer, reader, missing }, path: `${path}/symbols` });
}

function compareField(
  walk: Walk,
  pair: Pairing,
  writer: RecordType,
  reader: RecordType,
  field: Field,
  matches: readonly Field[],
  path: string,
  parts: Part[],
): void {
  const [match] = matches;
  if (match === undefined) {
    if (field.default === undefined) compareAbsent(walk, writer, reader, field, path, parts);
  } else if (matches.length === 1) {
    enter(walk, pair, (outer) => intoField(outer, match, field), `${path}/type`, parts);
  } else {
    const part = { objection: { kind: "ambiguous", writer, reader, field, matches }, path } as const;
    walk.ambiguous.push({ part, pair });
    parts.push(part);
  }
}

function compareAbsent(
  walk: Walk,
  writer: RecordType,
  reader: RecordType,
  field: Field,
  path: string,
  parts: Part[],
): void {
  const { type } = field;
  if (type.kind !== "enum" || type.default === undefined) {
    parts.push({ objection: { kind: "absent", writer, reader, field }, path });
    return;
  }
  // The registry takes the enum's default for the field's, and then compares the enum with the whole record.
  const answers = answersFor(walk, type);
  const [known] = answers.get(writer)?.parts ?? [];
  const at = known !== undefined && "path" in known ? known.path : `${path}/type`;
  const part: Part = { objection: { kind: "type", writer, reader: type, field }, path: at };
  if (known === undefined) answers.set(writer, { parts: [part] });
  parts.push(part);
}

function compareUnion(walk: Walk, pair: Pairing, writer: UnionType, path: string, parts: Part[]): void {
  const { reader } = pair;
  for (const index of writer.branches.keys()) {
    const inside = (outer: Pairing): Pairing => intoWriterBranch(outer, writer, index);
    const at = `${path}/${index}`;
    if (reader.kind !== "union") {
      enter(walk, pair, inside, at, parts);
      continue;
    }
    const branch = inside(pair);
    // Of a branch that cannot be read the registry does not tell why.
    if (compare(walk, branch, "") === undefined) continue;
    parts.push({ objection: { kind: "branch", writer: branch.writer, reader, index }, path: at });
  }
}

function compareBranches(walk: Walk, pair: Pairing, reader: UnionType, path: string, parts: Part[]): void {
  for (const index of reader.branches.keys()) {
    if (compare(walk, intoReaderBranch(pair, reader, index), "") === undefined) return;
  }
  parts.push({ objection: { kind: "branch", writer: pair.writer, reader, index: undefined }, path });
}

function tooMany(): SchemactlError {
  return new SchemactlError("schema", `the two schemas have more than ${mostPairs} pairs of types to compare`, {
    hint: "take the unions of many records apart",
    line: 1,
    column: 1,
  });
}
