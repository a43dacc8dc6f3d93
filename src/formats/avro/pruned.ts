import type { AvroChanges } from "./changes.ts";
import { type CodecNames, codecName } from "./codec-names.ts";
import type { Datum, LeafDatum, RecordDatum, UnionDatum } from "./datum.ts";
import { promotes, sameName, writerFieldsOf } from "./matching.ts";
import {
  type AvroType,
  type EnumType,
  type Field,
  type FixedType,
  isNamed,
  type RecordType,
  type UnionType,
} from "./types.ts";

/** What is repaired in a reader before it reads: the difference in question, all others that a datum meets, or both. */
export interface Repair {
  readonly isThis: (kind: keyof AvroChanges, writer: AvroType, reader: AvroType | Field) => boolean;
  readonly self: boolean;
  readonly others: boolean;
}

/** The reader as it is. */
export const nothingRepaired: Repair = { isThis: () => false, self: false, others: false };

/** What several readings of one writer's data share. `Compiled` is a type of the codec's own. */
export interface Session<Compiled> {
  readonly names: CodecNames;
  readonly compile: (schema: unknown) => Compiled;
  /** The type of what an empty list holds: any reader resolves it. */
  readonly nothing: Compiled;
  /** The types of exactly the data written so far. Parts are shared, and compiling takes the codec long. */
  readonly written: Map<Datum, { readonly type: Compiled; readonly name: string }>;
  /** Told of the work that is done, so that it can put an end to it. */
  readonly spend: (effort: number) => void;
}

type Branch = Exclude<Datum, UnionDatum>;

/** The writer pruned to exactly this datum: no other branches, symbols or items. */
export function writerOf<C>(datum: Datum, session: Session<C>): C {
  if (datum.kind === "union") return writerOf(datum.branch, session);
  const before = session.written.get(datum);
  if (before !== undefined) return before.type;
  session.spend(datum.kind === "record" ? compiling(datum.fields.size) : 1);
  const sent = datum.type.kind === "enum" ? [String((datum as LeafDatum).value)] : undefined;
  const name = isNamed(datum.type) ? session.names.of(datum.type, sent) : "";
  const type = session.compile(prunedOf(datum, { name }, session.nothing, (part) => writerOf(part, session)));
  session.written.set(datum, { type, name });
  return type;
}

/** For a record the codec compiles several functions, in which each field has a line. */
const compiling = (fields: number): number => 100 + 5 * fields;

function prunedOf(datum: Branch, head: object, nothing: unknown, inner: (part: Datum) => unknown): object | string {
  const { type } = datum;
  switch (datum.kind) {
    case "list": {
      const item = datum.item === undefined ? nothing : inner(datum.item);
      return type.kind === "array" ? { type: "array", items: item } : { type: "map", values: item };
    }
    case "record": {
      const fields = [...datum.fields].map(([field, part]) => ({ name: codecName(field), type: inner(part) }));
      return { type: "record", ...head, fields };
    }
    case "leaf":
      if (type.kind === "enum") return { type: "enum", ...head, symbols: [datum.value] };
      return type.kind === "fixed" ? { type: "fixed", ...head, size: type.size } : type.kind;
  }
}

interface Walk extends Session<unknown> {
  readonly repair: Repair;
  /** Whether fields in which nothing differs are read too. */
  readonly whole: boolean;
  /** How many differences were met that the reader still has, or that are in question. */
  met: number;
}

/**
 * The reader pruned to what this datum, already written, meets in it, as a schema for the codec. Fields in which nothing
 * differs any more are skipped unless `whole`: the codec skips them by the writer's type, which cannot fail.
 */
export function readerOf<C>(session: Session<C>, datum: Datum, reader: AvroType, repair: Repair, whole: boolean) {
  return typeOf(datum, reader, { ...session, repair, whole, met: 0 });
}

function typeOf(datum: Datum, reader: AvroType, walk: Walk): unknown {
  walk.spend(1);
  if (datum.kind === "union") return typeOf(datum.branch, reader, walk);
  if (reader.kind === "union") return unionOf(datum, reader, walk);
  const writer = datum.type;
  if (writer.kind !== reader.kind && !promotes(writer.kind, reader.kind)) {
    return isMended(walk, "type-mismatch", writer, reader) ? twinOf(datum, walk) : stubOf(reader, walk.names);
  }
  if (datum.kind === "record" && reader.kind === "record") return recordOf(datum, reader, walk);
  if (datum.kind === "leaf" && reader.kind === "enum") return enumOf(datum, reader, walk);
  if (datum.kind === "leaf" && reader.kind === "fixed") return fixedOf(datum, reader, walk);
  if (datum.kind !== "list") return reader.kind;
  const item = (type: AvroType) => (datum.item === undefined ? "null" : typeOf(datum.item, type, walk));
  if (reader.kind === "array") return { type: "array", items: item(reader.items) };
  return reader.kind === "map" ? { type: "map", values: item(reader.values) } : reader.kind;
}

/** Notes that a difference was met; true when it is to be repaired. */
function isMended(walk: Walk, ...difference: Parameters<Repair["isThis"]>): boolean {
  const self = walk.repair.isThis(...difference);
  if (self || !walk.repair.others) walk.met += 1;
  return self ? walk.repair.self : walk.repair.others;
}

/** The datum's own type on the reader's side: it reads the datum. */
function twinOf(datum: Datum, walk: Walk): object | string {
  if (datum.kind === "union") return twinOf(datum.branch, walk);
  const name = isNamed(datum.type) ? walk.names.of(datum.type) : "";
  return prunedOf(datum, { name, aliases: mateOf(datum, walk) }, "null", (part) => twinOf(part, walk));
}

/** The name by which the codec knows the writer's type, as an alias: it takes the two for the same. */
const mateOf = (datum: Datum, walk: Walk): readonly string[] => [walk.written.get(datum)?.name ?? ""];

/** A type that shows no more than its kind and name: for what cannot read the datum. */
function stubOf(reader: AvroType, names: CodecNames): unknown {
  if (reader.kind === "array") return { type: "array", items: "null" };
  if (reader.kind === "map") return { type: "map", values: "null" };
  if (reader.kind === "union") return reader.branches.map((branch) => stubOf(branch, names));
  if (!isNamed(reader)) return reader.kind;
  const symbols = reader.kind === "enum" ? reader.symbols.map((symbol) => symbol.name) : undefined;
  const name = names.of(reader, symbols);
  if (symbols !== undefined) return { type: "enum", name, symbols };
  // Of a record the codec tells the name only, and a fixed takes it no time to compile.
  return { type: "fixed", name, size: reader.kind === "fixed" ? reader.size : 0 };
}

function unionOf(datum: Branch, reader: UnionType, walk: Walk): unknown {
  // Only when it is asked do full names count: the registry leaves namespaces aside, Java and the codec do not.
  const isFullName = walk.repair.isThis("union-branch-namespace-changed", datum.type, reader);
  if (isFullName) walk.met += 1;
  if (isFullName && !walk.repair.self) return reader.branches.map((branch) => stubOf(branch, walk.names));
  const rivals = new Set(rivalsOf(datum.type, reader));
  let isClear = false;
  const branches = reader.branches.map((branch) => {
    if (!rivals.has(branch)) return stubOf(branch, walk.names);
    // Inside a union nothing is repaired: the branch as a whole is.
    const inside: Walk = { ...walk, repair: nothingRepaired, met: 0 };
    const type = typeOf(datum, branch, inside);
    isClear ||= inside.met === 0;
    return type;
  });
  if (isClear || isFullName || !isMended(walk, "missing-union-branch", datum.type, reader)) return branches;
  // A union has one array and one map at most, so these give way to the writer's.
  const kept = branches.filter((_, i) => isNamed(datum.type) || reader.branches[i]?.kind !== datum.type.kind);
  return [...kept, twinOf(datum, walk)];
}

/**
 * The branches of a reader's union that may read a writer's type. A record of the same full name keeps all others out;
 * without one Java's decoder goes by structure and reads records of any name.
 */
export function rivalsOf(writer: AvroType, reader: UnionType): readonly AvroType[] {
  const same = reader.branches.filter(({ kind }) => kind === writer.kind || promotes(writer.kind, kind));
  if (writer.kind !== "record") return same;
  const { fullName } = writer;
  const named = same.filter((to) => isNamed(to) && (to.fullName === fullName || to.aliases.includes(fullName)));
  return named.length > 0 ? named : same;
}

function enumOf(datum: LeafDatum, reader: EnumType, walk: Walk): object {
  const writer = datum.type as EnumType;
  const agree = sameName(writer, reader) || isMended(walk, "name-mismatch", writer, reader);
  const own = reader.symbols.map((symbol) => symbol.name);
  const sent = String(datum.value);
  const isMissing = !own.includes(sent) && reader.default === undefined;
  const symbols = isMissing && isMended(walk, "missing-enum-symbols", writer, reader) ? [...own, sent] : own;
  const name = walk.names.of(reader, own);
  return { type: "enum", name, aliases: agree ? mateOf(datum, walk) : [], symbols, default: reader.default };
}

function fixedOf(datum: LeafDatum, reader: FixedType, walk: Walk): object {
  const writer = datum.type as FixedType;
  const agree = sameName(writer, reader) || isMended(walk, "name-mismatch", writer, reader);
  const isMendedSize = writer.size !== reader.size && isMended(walk, "fixed-size-mismatch", writer, reader);
  const size = isMendedSize ? writer.size : reader.size;
  return { type: "fixed", name: walk.names.of(reader), aliases: agree ? mateOf(datum, walk) : [], size };
}

/** Record names always agree here: the registry compares them, but Java's decoder does not. */
function recordOf(datum: RecordDatum, reader: RecordType, walk: Walk): object {
  const fields = reader.fields.flatMap((field): readonly object[] => {
    const { met } = walk;
    const found = [...new Set(writerFieldsOf(datum.type, field))];
    const [first] = found;
    if (first === undefined) {
      const isGiven = field.default !== undefined;
      if (isGiven || isMended(walk, "reader-field-missing-default-value", datum.type, field)) return [];
      return [{ name: codecName(field), type: "null" }];
    }
    const isOne = found.length === 1 || isMended(walk, "ambiguous-field-alias", datum.type, field);
    const aliases = (isOne ? [first] : found).map(codecName);
    const type = typeOf(datum.fields.get(first) as Datum, field.type, walk);
    return walk.whole || walk.met > met ? [{ name: codecName(field), aliases, type }] : [];
  });
  walk.spend(compiling(fields.length));
  return { type: "record", name: walk.names.of(reader), aliases: mateOf(datum, walk), fields };
}
