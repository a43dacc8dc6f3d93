import avsc from "avsc";
import type { Json } from "../../model.ts";
import { type CodecNames, codecName, codecNames, plainName } from "./codec-names.ts";
import { type Datum, jsonNumber, latin1 } from "./datum.ts";
import { type Repair, readerOf, type Session, writerOf } from "./pruned.ts";
import { type AvroType, isNamed, type NamedType } from "./types.ts";

/** What the codec makes of a datum. `unreadable`: it did not take the schema, and so says nothing of the datum. */
export type Reading =
  | { readonly kind: "read"; readonly value: Json }
  | { readonly kind: "refused" | "unreadable"; readonly words: string };

/** The codec's own longs are doubles. */
const longs = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

const typeFor = (schema: unknown): avsc.Type =>
  avsc.Type.forSchema(schema as Parameters<typeof avsc.Type.forSchema>[0], {
    // The codec writes into its options, so each schema has its own.
    registry: { long: longs },
    wrapUnions: "always",
    omitRecordMethods: true,
  });

/** A union without branches, which the codec resolves with anything but lets nobody declare. */
const nothing: avsc.Type = Object.create(typeFor(["null"]), { types: { value: [] } });

/** Writes data of one schema, or says in the codec's words why it does not take that schema. */
export type Encoder = { readonly encode: (datum: Datum) => Uint8Array } | { readonly unreadable: string };

/** The whole writer as the codec has it. Defaults are left out: they never reach the wire. */
export function encoderOf(writer: AvroType): Encoder {
  const names = codecNames();
  const known = new Map<NamedType, string>();
  const schemaOf = (type: AvroType): unknown => {
    if (type.kind === "array") return { type: "array", items: schemaOf(type.items) };
    if (type.kind === "map") return { type: "map", values: schemaOf(type.values) };
    if (type.kind === "union") return type.branches.map(schemaOf);
    if (!isNamed(type)) return type.kind;
    const before = known.get(type);
    if (before !== undefined) return before;
    const name = names.of(type);
    known.set(type, name);
    if (type.kind === "enum") return { type: "enum", name, symbols: type.symbols.map((symbol) => symbol.name) };
    if (type.kind === "fixed") return { type: "fixed", name, size: type.size };
    return { type: "record", name, fields: type.fields.map((f) => ({ name: codecName(f), type: schemaOf(f.type) })) };
  };
  try {
    const type = typeFor(schemaOf(writer));
    const branchOf = (branch: AvroType): string => (isNamed(branch) && known.get(branch)) || branch.kind;
    return { encode: (datum) => type.toBuffer(codecValue(datum, branchOf)) };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return { unreadable: names.tell(error) };
  }
}

/** A datum as the codec takes it; without `branchOf` as the pruned writer does, which has no unions left. */
function codecValue(datum: Datum, branchOf?: (branch: AvroType) => string): unknown {
  switch (datum.kind) {
    case "record":
      return Object.fromEntries([...datum.fields].map(([f, part]) => [codecName(f), codecValue(part, branchOf)]));
    case "list": {
      const items = datum.item === undefined ? [] : [codecValue(datum.item, branchOf)];
      return datum.type.kind === "array" ? items : Object.fromEntries(items.map((item) => ["key", item]));
    }
    case "union": {
      const value = codecValue(datum.branch, branchOf);
      return branchOf === undefined || value === null ? value : { [branchOf(datum.branch.type)]: value };
    }
    case "leaf":
      return datum.value instanceof Uint8Array ? Buffer.from(datum.value) : datum.value;
  }
}

/** Lets readers read data of one writer. `spend` is told of the work that is done, so that it can put an end to it. */
export type ReadAs = (datum: Datum, reader: AvroType, repair: Repair, whole?: boolean) => Reading;

/** Opens the codec: each datum is read with its writer pruned to what it uses, by a reader that is repaired so far. */
export function decoderOf(spend: (effort: number) => void): ReadAs {
  const session: Session<avsc.Type> = { names: codecNames(), compile: typeFor, nothing, written: new Map(), spend };
  const { names } = session;
  const messages = new Map<Datum, Buffer>();
  return (datum, reader, repair, whole = false) => {
    try {
      const writer = writerOf(datum, session);
      const type = typeFor(readerOf(session, datum, reader, repair, whole));
      const message = messages.get(datum) ?? writer.toBuffer(codecValue(datum));
      messages.set(datum, message);
      return decoded(writer, type, message, names);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return { kind: "unreadable", words: names.tell(error) };
    }
  };
}

function decoded(writer: avsc.Type, reader: avsc.Type, bytes: Buffer, names: CodecNames): Reading {
  try {
    const value = reader.fromBuffer(bytes, reader.createResolver(writer));
    // The codec's floats are doubles: what a float keeps shows only once it is written again.
    return { kind: "read", value: jsonOfRead(reader.fromBuffer(reader.toBuffer(value)), reader, names) };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return { kind: "refused", words: names.tell(error) };
  }
}

/** What the codec read, in Avro's JSON encoding and the user's names. */
function jsonOfRead(value: unknown, type: avsc.Type, names: CodecNames): Json {
  const inner = type as unknown as { types: readonly avsc.Type[]; itemsType: avsc.Type; valuesType: avsc.Type };
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return jsonNumber(value);
  if (value instanceof Uint8Array) return latin1(value);
  if (Array.isArray(value)) return value.map((item) => jsonOfRead(item, inner.itemsType, names));
  const parts = Object.entries(value as object).map(([key, part]): [string, Json] => {
    const branch = inner.types?.find((candidate) => candidate.branchName === key);
    if (branch !== undefined) return [names.branch(key), jsonOfRead(part, branch, names)];
    const next = type.typeName === "map" ? inner.valuesType : (type as avsc.types.RecordType).field(key).type;
    return [plainName(key), jsonOfRead(part, next, names)];
  });
  return Object.fromEntries(parts);
}
