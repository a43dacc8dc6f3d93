import { SchemactlError } from "../../errors.ts";
import { fieldText, headText, placeText } from "./canonical.ts";
import type { AvroChange } from "./changes.ts";
import { closestBranch, promotes, sameName, writerFieldsOf } from "./matching.ts";
import { isPrimitive } from "./names.ts";
import {
  changeAt,
  intoElement,
  intoField,
  intoReaderBranch,
  intoWriterBranches,
  namesOf,
  type Pairing,
  routeOf,
} from "./trail.ts";
import {
  type AvroSchema,
  type AvroType,
  type EnumType,
  type Field,
  isNamed,
  type NamedType,
  type RecordType,
  titleOf,
  type UnionType,
} from "./types.ts";

type Changes = readonly AvroChange[];

/** What a pair of types came to, and how far from the roots it stood then. */
interface Answer {
  readonly changes: Changes;
  readonly steps: number;
  readonly names: number;
}

interface Walk {
  /** By the reader's and the writer's type; `open` while the pair is being compared, and then counts as compatible. */
  readonly answers: Map<AvroType, Map<AvroType, Answer | "open">>;
  readonly ambiguous: AvroChange[];
  pairs: number;
  repeats: number;
}

const nothing: Changes = [];

// Far beyond any real schema; only unions of thousands of records each come near it.
const mostPairs = 1_000_000;
// A type that many fields share repeats its changes in each; beyond so many repetitions only the first one is told.
const mostRepeats = 10_000;

/**
 * What makes the registry refuse a pair: the incompatibilities of Avro Java 1.12's `SchemaCompatibility`, of the same
 * types and paths and in the same order. Where that throws, because a reader's field means several of the writer's,
 * the pair is refused as well, and the rest is told nevertheless.
 */
export function refusals(
  { root: writer, rootAt: writerAt }: AvroSchema,
  { root: reader, rootAt: readerAt }: AvroSchema,
): Changes {
  const walk: Walk = { answers: new Map(), ambiguous: [], pairs: 0, repeats: mostRepeats };
  const found = compare(walk, { writer, reader, writerAt, readerAt, trail: undefined }, "");
  const told = new Set(found);
  return [...found, ...walk.ambiguous.filter((change) => !told.has(change))];
}

/**
 * Compares each pair of type objects once: a pair met again has the changes of the first time, with their paths, which
 * inside unions begin at the union. The registry prints these paths.
 */
function compare(walk: Walk, pair: Pairing, path: string): Changes {
  const { writer, reader } = pair;
  if (isPrimitive(reader.kind) && (writer.kind === reader.kind || promotes(writer.kind, reader.kind))) return nothing;
  const answers = walk.answers.get(reader) ?? new Map<AvroType, Answer | "open">();
  const known = answers.get(writer);
  if (known !== undefined) return known === "open" ? nothing : repeated(walk, known, pair);
  walk.answers.set(reader, answers.set(writer, "open"));
  walk.pairs += 1;
  if (walk.pairs > mostPairs) throw tooMany();
  const changes = compareNew(walk, pair, path);
  const [steps, names] = changes.length === 0 ? [0, 0] : [routeOf(pair.trail).length, namesOf(pair.trail).length];
  answers.set(writer, { changes, steps, names });
  return changes;
}

function compareNew(walk: Walk, pair: Pairing, path: string): Changes {
  const { writer, reader } = pair;
  if (writer.kind === "union") {
    const branches = intoWriterBranches(pair, writer);
    if (reader.kind !== "union") return branches.flatMap((branch, i) => compare(walk, branch, `${path}/${i}`));
    // The reasons are the registry's secret: it tells of a branch only that it cannot be read.
    return branches.flatMap((branch, i) =>
      compare(walk, branch, "").map((change) => ({ ...change, path: `${path}/${i}` })),
    );
  }
  if (reader.kind === "union") return compareBranches(walk, pair, reader, path);
  if (writer.kind === "record" && reader.kind === "record") return compareRecords(walk, pair, writer, reader, path);
  if (writer.kind === "enum" && reader.kind === "enum") return compareEnums(pair, writer, reader, path);
  if (writer.kind === "fixed" && reader.kind === "fixed") {
    const names = compareNames(pair, writer, reader, path);
    if (writer.size === reader.size) return names;
    const at = { path: `${path}/size`, writerAt: writer.sizeAt, readerAt: reader.sizeAt, ...textsOf(pair) };
    return [...names, changeAt("fixed-size-mismatch", pair, { writer, reader }, at)];
  }
  const element = intoElement(pair);
  if (element !== undefined) return compare(walk, element, `${path}/${reader.kind === "array" ? "items" : "values"}`);
  return [changeAt("type-mismatch", pair, { writer, reader, field: undefined }, { path, ...pair, ...textsOf(pair) })];
}

function compareNames(pair: Pairing, writer: NamedType, reader: NamedType, path: string): Changes {
  if (sameName(writer, reader)) return nothing;
  const at = { path: `${path}/name`, writerAt: writer.nameAt, readerAt: reader.nameAt };
  const texts = { writerText: headText(writer), readerText: headText(reader) };
  return [changeAt("name-mismatch", pair, { writer, reader }, { ...at, ...texts })];
}

function compareEnums(pair: Pairing, writer: EnumType, reader: EnumType, path: string): Changes {
  const names = compareNames(pair, writer, reader, path);
  const known = new Set(reader.symbols.map((symbol) => symbol.name));
  const missing = writer.symbols.filter((symbol) => !known.has(symbol.name));
  const [first] = missing;
  if (first === undefined || reader.default !== undefined) return names;
  const symbols = missing.map((symbol) => symbol.name).sort();
  const at = { path: `${path}/symbols`, writerAt: first.at, readerAt: reader.nameAt };
  return [...names, changeAt("missing-enum-symbols", pair, { writer, reader, symbols }, { ...at, ...textsOf(pair) })];
}

function compareRecords(walk: Walk, pair: Pairing, writer: RecordType, reader: RecordType, path: string): Changes {
  const changes = [...compareNames(pair, writer, reader, path)];
  for (const [i, field] of reader.fields.entries()) {
    for (const change of compareField(walk, pair, writer, reader, field, `${path}/fields/${i}`)) changes.push(change);
  }
  return changes;
}

function compareField(
  walk: Walk,
  pair: Pairing,
  writer: RecordType,
  reader: RecordType,
  field: Field,
  path: string,
): Changes {
  const matches = writerFieldsOf(writer, field);
  const [match] = matches;
  if (match === undefined) {
    return field.default === undefined ? compareAbsent(walk, pair, writer, reader, field, path) : nothing;
  }
  if (matches.length === 1) return compare(walk, intoField(pair, match, field), `${path}/type`);
  return compareAmbiguous(walk, pair, writer, reader, field, matches, path);
}

function compareAbsent(
  walk: Walk,
  pair: Pairing,
  writer: RecordType,
  reader: RecordType,
  field: Field,
  path: string,
): Changes {
  const { type } = field;
  const here = { writerAt: pair.writerAt, writerText: "", readerText: fieldText(field), within: [field.name] };
  if (type.kind !== "enum" || type.default === undefined) {
    const at = { path, readerAt: field.nameAt, ...here };
    return [changeAt("reader-field-missing-default-value", pair, { writer, reader, field }, at)];
  }
  // The registry takes the enum's default for the field's, and then compares the enum with the whole record.
  const answers = walk.answers.get(type) ?? new Map<AvroType, Answer | "open">();
  const known = answers.get(writer);
  if (known !== undefined && known !== "open") return repeated(walk, known, pair);
  const at = { path: `${path}/type`, readerAt: field.nameAt, ...here };
  const changes = [changeAt("type-mismatch", pair, { writer, reader: type, field }, at)];
  walk.answers.set(
    type,
    answers.set(writer, { changes, steps: routeOf(pair.trail).length, names: namesOf(pair.trail).length }),
  );
  return changes;
}

function compareAmbiguous(
  walk: Walk,
  pair: Pairing,
  writer: RecordType,
  reader: RecordType,
  field: Field,
  matches: readonly Field[],
  path: string,
): Changes {
  const texts = { writerText: `[${matches.map(fieldText).join(",")}]`, readerText: fieldText(field) };
  const at = {
    path,
    readerAt: field.nameAt,
    writerAt: matches[0]?.nameAt ?? pair.writerAt,
    ...texts,
    within: [field.name],
  };
  const change = changeAt("ambiguous-field-alias", pair, { writer, reader, field, matches }, at);
  walk.ambiguous.push(change);
  return [change];
}

function compareBranches(walk: Walk, pair: Pairing, reader: UnionType, path: string): Changes {
  const { writer } = pair;
  const branches = reader.branches.map((_, index) => intoReaderBranch(pair, reader, index));
  for (const branch of branches) if (compare(walk, branch, "").length === 0) return nothing;
  const closest = closestBranch(writer, reader);
  const branch = closest === undefined ? undefined : branches[closest];
  const answer = branch === undefined ? undefined : walk.answers.get(branch.reader)?.get(writer);
  const reasons = branch === undefined || answer === undefined || answer === "open" ? [] : moved(answer, branch);
  const texts = reasonTexts(writer, reader, reasons);
  return [changeAt("missing-union-branch", pair, { writer, reader, closest, reasons }, { path, ...pair, ...texts })];
}

/** With reasons, the place is theirs: what is added beside them changes nothing. Without, it is what the union is made of. */
function reasonTexts(
  writer: AvroType,
  reader: UnionType,
  reasons: Changes,
): { writerText: string; readerText: string } {
  if (reasons.length === 0) {
    const writerText = isNamed(writer) ? headText(writer) : placeText(writer);
    return { writerText, readerText: JSON.stringify(reader.branches.map(titleOf)) };
  }
  const side = (text: "writer" | "reader"): string =>
    JSON.stringify(reasons.map(({ kind, place }) => [kind, place.names, place[text]]));
  return { writerText: side("writer"), readerText: side("reader") };
}

function textsOf({ writer, reader }: Pairing): { writerText: string; readerText: string } {
  return { writerText: placeText(writer), readerText: placeText(reader) };
}

function repeated(walk: Walk, answer: Answer, pair: Pairing): Changes {
  if (answer.changes.length === 0) return nothing;
  const changes = answer.changes.length <= walk.repeats ? answer.changes : answer.changes.slice(0, 1);
  walk.repeats -= changes.length;
  return moved({ ...answer, changes }, pair);
}

/** Changes as they are where their pair of types is met again: elsewhere, but with the path of the first time. */
function moved({ changes, steps, names }: Answer, { trail }: Pairing): Changes {
  const [route, place] = [routeOf(trail), namesOf(trail)];
  const move = (change: AvroChange): AvroChange => {
    const args = { ...change.args, route: [...route, ...change.args.route.slice(steps)] };
    const reasons = change.kind === "missing-union-branch" ? { reasons: change.args.reasons.map(move) } : {};
    const at = { ...change.place, names: [...place, ...change.place.names.slice(names)] };
    return { ...change, args: { ...args, ...reasons }, place: at } as AvroChange;
  };
  return changes.map(move);
}

function tooMany(): SchemactlError {
  return new SchemactlError("schema", `the two schemas have more than ${mostPairs} pairs of types to compare`, {
    hint: "take the unions of many records apart",
    line: 1,
    column: 1,
  });
}
