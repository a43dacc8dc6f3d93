import avsc from "avsc";
import { type AvroSchema, type AvroType, isNamed, type NamedType } from "../../src/formats/avro/types.ts";
import type { JsonNode } from "../../src/formats/json-text.ts";

/** Numbers in [0, 1) that are the same on every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A schema as the codec takes it, with whole names. A dot in front keeps a name out of the namespace around it. */
export function schemaJson(
  { root }: AvroSchema,
  { defaults, aliasesOf = () => [] }: { defaults: boolean; aliasesOf?: (type: NamedType) => readonly string[] },
): unknown {
  const whole = (name: string) => (name.includes(".") ? name : `.${name}`);
  const seen = new Set<NamedType>();
  const json = (type: AvroType): unknown => {
    if (type.kind === "array") return { type: "array", items: json(type.items) };
    if (type.kind === "map") return { type: "map", values: json(type.values) };
    if (type.kind === "union") return type.branches.map(json);
    if (!isNamed(type)) return type.kind;
    if (seen.has(type)) return whole(type.fullName);
    seen.add(type);
    const head = { type: type.kind, name: whole(type.fullName), aliases: aliasesOf(type).map(whole) };
    if (type.kind === "fixed") return { ...head, size: type.size };
    if (type.kind === "enum") return { ...head, symbols: type.symbols.map((s) => s.name), default: type.default };
    const fields = type.fields.map((field) => ({
      name: field.name,
      type: json(field.type),
      aliases: field.aliases,
      ...(defaults && field.default !== undefined ? { default: plain(field.default) } : {}),
    }));
    return { ...head, fields };
  };
  return json(root);
}

function plain(node: JsonNode): unknown {
  if (node.kind === "object") return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
  if (node.kind === "array") return node.items.map(plain);
  return node.kind === "number" ? Number(node.text) : node.kind === "null" ? null : node.value;
}

/** All named types that a schema mentions. */
export function namedTypes({ root }: AvroSchema): readonly NamedType[] {
  const seen = new Set<AvroType>();
  const visit = (type: AvroType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.kind === "record") for (const field of type.fields) visit(field.type);
    if (type.kind === "union") type.branches.forEach(visit);
    if (type.kind === "array") visit(type.items);
    if (type.kind === "map") visit(type.values);
  };
  visit(root);
  return [...seen].filter(isNamed);
}

export const codecType = (schema: unknown): avsc.Type =>
  avsc.Type.forSchema(schema as never, { wrapUnions: "always" } as never);

/** The writer without defaults, and the reader under the writer's names wherever the unqualified names or aliases agree. */
export function codecPair(writer: AvroSchema, reader: AvroSchema): { writer: avsc.Type; reader: avsc.Type } {
  const sent = namedTypes(writer);
  const aliasesOf = (type: NamedType) =>
    sent.filter((one) => one.name === type.name || type.aliases.includes(one.fullName)).map((one) => one.fullName);
  return {
    writer: codecType(schemaJson(writer, { defaults: false })),
    reader: codecType(schemaJson(reader, { defaults: true, aliasesOf })),
  };
}

/** A value of a type, as the codec takes it with unions wrapped. Below six levels it takes the shortest way out. */
export function randomValue(type: AvroType, random: () => number, depth = 0): unknown {
  const below = (most: number) => Math.floor(random() * most);
  const inner = (part: AvroType) => randomValue(part, random, depth + 1);
  const many = () => Array.from({ length: depth > 5 ? 0 : below(3) });
  switch (type.kind) {
    case "null":
      return null;
    case "boolean":
      return random() < 0.5;
    case "int":
      return [0, 1, -1, 2_147_483_647, -2_147_483_648, below(100_000)][below(6)];
    case "long":
      return [0, -1, 1_700_000_000_000, Number.MAX_SAFE_INTEGER - 1, 1 - Number.MAX_SAFE_INTEGER][below(5)];
    case "float":
      return Math.fround(random() * 1000 - 500);
    case "double":
      return random() * 1e6 - 5e5;
    case "string":
      return ["", "gpt-4o", "größer", "💸", "a\u0000b"][below(5)];
    case "bytes":
      return Buffer.from(Array.from({ length: below(6) }, () => below(256)));
    case "fixed":
      return Buffer.from(Array.from({ length: type.size }, () => below(256)));
    case "enum":
      return type.symbols[below(type.symbols.length)]?.name;
    case "array":
      return many().map(() => inner(type.items));
    case "map":
      return Object.fromEntries(many().map((_, i) => [`key${i}`, inner(type.values)]));
    case "record":
      return Object.fromEntries(type.fields.map((field) => [field.name, inner(field.type)]));
    case "union": {
      const branch = depth > 5 ? type.branches.find(isShallow) : undefined;
      const chosen = branch ?? type.branches[below(type.branches.length)];
      if (chosen === undefined) throw new Error("an empty union has no values");
      return chosen.kind === "null" ? null : { [isNamed(chosen) ? chosen.fullName : chosen.kind]: inner(chosen) };
    }
  }
}

const isShallow = (type: AvroType): boolean => !["record", "union"].includes(type.kind);
