import type { Message } from "./types.ts";

/** A value without parts; whole numbers and the numbers of enum values are bigints, so that they keep their 64 bits. */
export type Leaf = bigint | number | boolean | string | Uint8Array;

/** A message that a writer may send, or what a reader made of one: its fields by number. */
export interface MessageDatum {
  readonly kind: "message";
  readonly type: Message;
  readonly fields: ReadonlyMap<number, Value>;
  /** What a reader could not place, tag and all. */
  readonly unknown: readonly Uint8Array[];
}

/** The entries of a map by the text of their key. */
export interface MapDatum {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Single>;
}

export type Single = Leaf | MessageDatum;
export type Value = Single | MapDatum | readonly Single[];

/** A message of these fields. */
export function messageDatum(type: Message, fields: Iterable<readonly [number, Value]>): MessageDatum {
  return { kind: "message", type, fields: new Map(fields), unknown: [] };
}

/** Whether a value is a list. */
export const isList = (value: Value): value is readonly Single[] => Array.isArray(value);

/** Whether a value is a message or a map. */
export const hasParts = (value: Value): value is MessageDatum | MapDatum =>
  typeof value === "object" && "kind" in value;

/**
 * Whether two values are equal as far as the wire can tell: `true` and 1 are. Of messages all fields must agree that either has;
 * what could not be placed is not looked at.
 */
export function sameValue(one: Value, other: Value): boolean {
  if (isList(one) || isList(other)) {
    if (!isList(one) || !isList(other) || one.length !== other.length) return false;
    return one.every((item, i) => sameValue(item, other[i] as Single));
  }
  if (hasParts(one) || hasParts(other)) {
    if (!hasParts(one) || !hasParts(other)) return false;
    if (one.kind === "map") return other.kind === "map" && sameParts(one.entries, other.entries);
    return other.kind === "message" && sameParts(one.fields, other.fields);
  }
  return sameLeaf(one, other);
}

function sameParts<Key>(one: ReadonlyMap<Key, Value>, other: ReadonlyMap<Key, Value>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([key, value]) => {
    const mate = other.get(key);
    return mate !== undefined && sameValue(value, mate);
  });
}

function sameLeaf(one: Leaf, other: Leaf): boolean {
  if (one instanceof Uint8Array || other instanceof Uint8Array) {
    const [a, b] = [one, other].map((leaf) => (typeof leaf === "string" ? utf8(leaf) : leaf));
    if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array) || a.length !== b.length) return false;
    return a.every((byte, i) => byte === b[i]);
  }
  const [a, b] = [one, other].map((leaf) => (typeof leaf === "boolean" ? BigInt(leaf) : leaf));
  if (typeof a === "bigint" && typeof b === "number") return Number.isInteger(b) && BigInt(b) === a;
  return typeof a === "number" && typeof b === "bigint" ? sameLeaf(b, a) : Object.is(a, b);
}

/** The bytes of a text. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes.push(more === 0 ? code : ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more)));
    for (let i = more - 1; i >= 0; i -= 1) bytes.push(0x80 | ((code >> (6 * i)) & 0x3f));
  }
  return Uint8Array.from(bytes);
}
