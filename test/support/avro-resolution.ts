// Avro's schema resolution, straight from the specification and on plain JSON schemas: what proofs are held against.
// It decides while it reads, so that only what a message holds can make it fail.

type Schema = string | readonly Schema[] | { readonly [key: string]: unknown };
type Named = {
  readonly full: string;
  readonly simple: string;
  readonly aliases: readonly string[];
  readonly schema: Shape;
};
type Shape = { readonly [key: string]: unknown };

const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
const promotions: Readonly<Record<string, string>> = {
  int: "long float double",
  long: "float double",
  float: "double",
  string: "bytes",
  bytes: "string",
};

/** A schema with its names looked up. */
type Type =
  | { readonly kind: string }
  | { readonly kind: "array" | "map"; readonly inner: Type }
  | { readonly kind: "union"; readonly branches: readonly Type[] }
  | { readonly kind: "enum" | "fixed" | "record"; readonly named: Named; readonly fields: FieldOf[] };
interface FieldOf {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly isOptional: boolean;
  readonly type: Type;
}
type NamedType = Extract<Type, { readonly named: Named }>;
type UnionType = Extract<Type, { readonly branches: readonly Type[] }>;
type ListType = Extract<Type, { readonly inner: Type }>;

/** Looks up all names of a schema. */
export function resolveNames(schema: unknown): Type {
  const known = new Map<string, Type>();
  const resolve = (one: Schema, space: string): Type => {
    if (Array.isArray(one)) return { kind: "union", branches: one.map((branch: Schema) => resolve(branch, space)) };
    if (typeof one === "string") {
      if (primitives.includes(one)) return { kind: one };
      const type = known.get(one.includes(".") || space === "" ? one : `${space}.${one}`) ?? known.get(one);
      if (type === undefined) throw new Error(`no type ${one}`);
      return type;
    }
    const shape = one as Shape;
    const kind = shape.type as Schema;
    if (kind === "array") return { kind: "array", inner: resolve(shape.items as Schema, space) };
    if (kind === "map") return { kind: "map", inner: resolve(shape.values as Schema, space) };
    if (!["record", "error", "enum", "fixed"].includes(kind as string)) return resolve(kind, space);
    const name = String(shape.name);
    const own = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : String(shape.namespace ?? space);
    const qualify = (text: string) => (text.includes(".") || own === "" ? text : `${own}.${text}`);
    const named = {
      full: qualify(name),
      simple: name.slice(name.lastIndexOf(".") + 1),
      aliases: ((shape.aliases ?? []) as string[]).map(qualify),
      schema: shape,
    };
    const type: NamedType = { kind: kind === "enum" || kind === "fixed" ? kind : "record", named, fields: [] };
    known.set(named.full, type);
    for (const field of (shape.fields ?? []) as Shape[]) {
      type.fields.push({
        name: String(field.name),
        aliases: (field.aliases ?? []) as string[],
        isOptional: "default" in field,
        type: resolve(field.type as Schema, own),
      });
    }
    return type;
  };
  return resolve(schema as Schema, "");
}

/** Thrown where the reader cannot take what the message holds. */
export class Unresolvable extends Error {}

/** Reads a message of a writer as a reader, and throws Unresolvable where that fails; record names are left aside. */
export function readMessage(bytes: Uint8Array, writer: Type, reader: Type): void {
  const end = read({ bytes, at: 0 }, writer, reader);
  if (end.at !== bytes.length) throw new Error(`${bytes.length - end.at} bytes are left`);
}

interface Tape {
  readonly bytes: Uint8Array;
  readonly at: number;
}

function integer({ bytes, at }: Tape): { readonly value: number; readonly tape: Tape } {
  let [value, factor, next] = [0, 1, at];
  for (;;) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * factor;
    factor *= 128;
    next += 1;
    if (byte < 0x80) return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, tape: { bytes, at: next } };
  }
}

const skip = ({ bytes, at }: Tape, length: number): Tape => ({ bytes, at: at + length });

/** Without a reader the value is skipped. */
function read(tape: Tape, writer: Type, reader: Type | undefined): Tape {
  if (writer.kind === "union") {
    const { value, tape: rest } = integer(tape);
    return read(rest, (writer as UnionType).branches[value] as Type, reader);
  }
  if (reader?.kind === "union") return readUnion(tape, writer, reader as UnionType);
  if (
    reader !== undefined &&
    reader.kind !== writer.kind &&
    !promotions[writer.kind]?.split(" ").includes(reader.kind)
  ) {
    throw new Unresolvable(`${writer.kind} as ${reader.kind}`);
  }
  switch (writer.kind) {
    case "null":
      return tape;
    case "boolean":
      return skip(tape, 1);
    case "int":
    case "long":
      return integer(tape).tape;
    case "float":
      return skip(tape, 4);
    case "double":
      return skip(tape, 8);
    case "bytes":
    case "string": {
      const { value, tape: rest } = integer(tape);
      return skip(rest, value);
    }
    case "array":
    case "map":
      return readList(tape, writer as ListType, reader as ListType | undefined);
    case "record":
      return readRecord(tape, writer as NamedType, reader as NamedType | undefined);
    default:
      return readNamed(tape, writer as NamedType, reader as NamedType | undefined);
  }
}

/** A record of the same full name is taken whatever is in it; else the first branch that reads the value. */
function readUnion(tape: Tape, writer: Type, reader: UnionType): Tape {
  const records = reader.branches.filter((branch) => writer.kind === "record" && branch.kind === "record");
  const { full } = (writer as NamedType).named ?? {};
  const own = (records as NamedType[]).filter(({ named }) => named.full === full || named.aliases.includes(full ?? ""));
  for (const branch of own.length > 0 ? own : reader.branches) {
    try {
      return read(tape, writer, branch);
    } catch (error) {
      if (!(error instanceof Unresolvable)) throw error;
    }
  }
  throw new Unresolvable(`${writer.kind} as a branch of a union`);
}

function readList(tape: Tape, writer: ListType, reader: ListType | undefined): Tape {
  let at = tape;
  for (;;) {
    const { value, tape: rest } = integer(at);
    at = rest;
    if (value === 0) return at;
    if (value < 0) throw new Error("sized blocks are not expected here");
    for (let i = 0; i < value; i += 1) {
      if (writer.kind === "map") at = read(at, { kind: "string" }, undefined);
      at = read(at, writer.inner, reader?.inner);
    }
  }
}

function readRecord(tape: Tape, writer: NamedType, reader: NamedType | undefined): Tape {
  const taken = new Map<string, Type>();
  for (const field of reader?.fields ?? []) {
    const names = [field.name, ...field.aliases].filter((name) => writer.fields.some((sent) => sent.name === name));
    if (names.length > 1) throw new Unresolvable(`${field.name} means ${names}`);
    if (names[0] === undefined && !field.isOptional) throw new Unresolvable(`no ${field.name}`);
    if (names[0] !== undefined) taken.set(names[0], field.type);
  }
  return writer.fields.reduce((at, field) => read(at, field.type, taken.get(field.name)), tape);
}

function readNamed(tape: Tape, writer: NamedType, reader: NamedType | undefined): Tape {
  const agree =
    reader === undefined ||
    writer.named.simple === reader.named.simple ||
    reader.named.aliases.includes(writer.named.full);
  if (!agree) throw new Unresolvable(`${writer.named.full} as ${reader.named.full}`);
  const [sent, taken] = [writer.named.schema, reader?.named.schema];
  if (writer.kind === "fixed") {
    if (taken !== undefined && sent.size !== taken.size) throw new Unresolvable(`${sent.size} bytes as ${taken.size}`);
    return skip(tape, Number(sent.size));
  }
  const { value, tape: rest } = integer(tape);
  const symbol = (sent.symbols as string[])[value] as string;
  const isKnown = taken === undefined || (taken.symbols as string[]).includes(symbol) || taken.default !== undefined;
  if (!isKnown) throw new Unresolvable(`no symbol ${symbol}`);
  return rest;
}
