import { missingSymbols, partsOf, type Readable } from "./breakages.ts";
import type { Datum, LeafDatum, LeafValue, RecordDatum } from "./datum.ts";
import { rivalsOf } from "./pruned.ts";
import type { SizeOf } from "./sizes.ts";
import type { Turns } from "./turns.ts";
import type { AvroType, EnumType, Field, RecordType, UnionType } from "./types.ts";

/** What data are built by. */
export interface Plan {
  readonly sizeOf: SizeOf;
  readonly readable: Readable;
  /** What was built without turns, by writer and reader. */
  readonly built: Map<AvroType, Map<AvroType | undefined, Datum>>;
  readonly spend: (effort: number) => void;
}

// Nobody reads a longer message, and the codec takes seconds for it.
const largest = 10_000;

/**
 * The smallest datum that takes these turns and, where it is free to choose, stays clear of what the reader cannot read.
 * `value` is what it ends with, if that is not for the type to say.
 */
export function sample(plan: Plan, writer: AvroType, reader: Reader, turns: Turns, value?: LeafValue): Datum {
  plan.spend(1);
  if (turns.length > 0 || value !== undefined) return turned(plan, writer, reader, turns, value);
  const built = plan.built.get(writer) ?? new Map<Reader, Datum>();
  plan.built.set(writer, built);
  const before = built.get(reader);
  if (before !== undefined) return before;
  if (plan.sizeOf(writer) > largest) throw new RangeError("the smallest datum is too large");
  const datum = plain(plan, writer, reader);
  built.set(reader, datum);
  return datum;
}

type Reader = AvroType | undefined;

function plain(plan: Plan, writer: AvroType, reader: Reader): Datum {
  switch (writer.kind) {
    case "union": {
      const branch = easiest(plan, writer, reader);
      // A branch that is read whole need not be the smallest: what is in it is then chosen by size alone, which ends.
      const isClear = reader !== undefined && plan.readable(branch, reader);
      return { kind: "union", type: writer, branch: sample(plan, branch, isClear ? undefined : reader, []) };
    }
    case "record": {
      const readers = readersOf(writer, facingOf(writer, reader));
      const fields = writer.fields.map((field) => [field, sample(plan, field.type, readers.get(field), [])] as const);
      return { kind: "record", type: writer, fields: new Map(fields) };
    }
    case "array":
    case "map":
      return { kind: "list", type: writer, item: undefined };
    default:
      return { kind: "leaf", type: writer, value: leafValue(writer, facingOf(writer, reader)) };
  }
}

/** The plain datum but for what the turns lead to; the very same one where that is no other. */
function turned(
  plan: Plan,
  writer: AvroType,
  reader: Reader,
  [turn, ...rest]: Turns,
  value: LeafValue | undefined,
): Datum {
  const facing = facingOf(writer, reader);
  if (writer.kind === "union" && turn?.kind === "branch") {
    const type = writer.branches[turn.index];
    if (type === undefined) throw new TypeError("a union without the branch that is to be sent");
    const branch = sample(plan, type, reader, rest, value);
    const usual = sample(plan, writer, reader, []);
    return usual.kind === "union" && usual.branch === branch ? usual : { kind: "union", type: writer, branch };
  }
  if (writer.kind === "record" && turn?.kind === "field") {
    const usual = sample(plan, writer, reader, []) as RecordDatum;
    const to = readersOf(writer, facing).get(turn.field);
    const part = sample(plan, turn.field.type, to, rest, value);
    return usual.fields.get(turn.field) === part
      ? usual
      : { ...usual, fields: new Map(usual.fields).set(turn.field, part) };
  }
  if (writer.kind === "array" || writer.kind === "map") {
    return { kind: "list", type: writer, item: sample(plan, innerOf(writer), facing && innerOf(facing), rest, value) };
  }
  if (isLeaf(writer)) {
    const symbol = turn?.kind === "symbol" ? turn.name : undefined;
    return { kind: "leaf", type: writer, value: value ?? symbol ?? leafValue(writer, facing) };
  }
  throw new TypeError(`no ${turn?.kind ?? "value"} to be taken in a ${writer.kind}`);
}

const isLeaf = (type: AvroType): type is LeafDatum["type"] => !["union", "record", "array", "map"].includes(type.kind);

const innerOf = (type: AvroType): AvroType =>
  type.kind === "array" ? type.items : type.kind === "map" ? type.values : type;

function readersOf(writer: RecordType, facing: Reader): ReadonlyMap<Field, AvroType> {
  const parts = facing === undefined ? [] : partsOf(writer, facing);
  return new Map(parts.flatMap(({ turn, reader }) => (turn.kind === "field" ? [[turn.field, reader] as const] : [])));
}

/** The reader's type that a writer's, no union, is read by: of a union the branch of its name, else of its kind. */
function facingOf(writer: AvroType, reader: Reader): Reader {
  if (reader?.kind !== "union") return reader?.kind === writer.kind ? reader : undefined;
  return rivalsOf(writer, reader).find((branch) => branch.kind === writer.kind);
}

/** The branch to send: one that the reader reads whole, then the smallest, and of these null. */
function easiest({ sizeOf, readable }: Plan, { branches }: UnionType, reader: Reader): AvroType {
  const ranks = branches.map((branch) => {
    const isClear = reader === undefined || readable(branch, reader);
    return sizeOf(branch) + (isClear ? 0 : 1e10) + (branch.kind === "null" ? 0 : 0.5);
  });
  const branch = branches[ranks.indexOf(Math.min(...ranks))];
  if (branch === undefined) throw new TypeError("an empty union has no data");
  return branch;
}

const letter = 0x61;
const nilUuid = "00000000-0000-0000-0000-000000000000";

/** The shortest value that still looks like one. */
function leafValue(type: LeafDatum["type"], facing: Reader): LeafValue {
  switch (type.kind) {
    case "null":
      return null;
    case "boolean":
      return false;
    case "long":
      return 0n;
    case "int":
    case "float":
    case "double":
      return 0;
    case "string": {
      const logical = type.props.get("logicalType");
      return logical?.kind === "string" && logical.value === "uuid" ? nilUuid : "a";
    }
    case "bytes":
      return Uint8Array.of(letter);
    case "fixed":
      return new Uint8Array(type.size).fill(letter);
    case "enum":
      return knownSymbol(type, facing);
  }
}

function knownSymbol(type: EnumType, facing: Reader): string {
  const missing = new Set(facing === undefined ? [] : missingSymbols(type, facing));
  const names = type.symbols.map((symbol) => symbol.name);
  return names.find((name) => !missing.has(name)) ?? names[0] ?? "";
}
