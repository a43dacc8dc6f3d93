import { type Leaf, type MessageDatum, messageDatum, type Single, utf8, type Value } from "./datum.ts";
import type { FieldsOf } from "./descriptor.ts";
import type { Field, FieldType, Message, ScalarName } from "./types.ts";

type ItemType = Exclude<FieldType, { kind: "map" }>;

/** The least and the greatest whole number of each type that has some. */
const ranges: Partial<Record<ScalarName, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  sfixed32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

/** Numbers that other types have no room for, or read otherwise, the simplest first. */
const numbers = [5n, -1n, 2n ** 31n, 2n ** 40n, 2n ** 63n, 2n, 300n, 1n, 0n];

/** Values of a type that show what a reader makes of it, the simplest first; none is too large to look at. */
export function tellingLeaves(type: Exclude<ItemType, { kind: "message" }>): readonly Leaf[] {
  if (type.kind === "enum") {
    const known = type.target.values.map((value) => BigInt(value.number));
    return [...new Set([...known.filter((number) => number !== 0n), ...(type.target.closed ? [] : [99n]), ...known])];
  }
  const range = ranges[type.name];
  if (range !== undefined) return numbers.filter((number) => range[0] <= number && number <= range[1]);
  if (type.name === "bool") return [true, false];
  if (type.name === "string") return ["gpt-4o", "é", "\u0001"];
  return type.name === "bytes" ? [Uint8Array.of(255), utf8("gpt-4o"), Uint8Array.of(8, 5)] : [1.5, 5, -1.5];
}

/** A field that holds this one value. */
export function fieldValue({ type, presence }: Field, item: Single): Value {
  if (type.kind === "map") return { kind: "map", entries: new Map([[keysOf(type.key)[0] ?? "", item]]) };
  return presence === "repeated" ? [item] : item;
}

/** What a field without parts is read as when it was not sent. */
export function defaultLeaf({ type, default: written }: Field): Leaf | undefined {
  if (type.kind === "enum") {
    const { values } = type.target;
    const named = written === undefined ? values[0] : values.find(({ name }) => name === written);
    return BigInt(named?.number ?? 0);
  }
  if (type.kind !== "scalar") return undefined;
  if (ranges[type.name] !== undefined) return BigInt(written ?? 0);
  if (type.name === "bool") return written === "true";
  if (type.name === "string") return written ?? "";
  if (type.name === "bytes") return utf8(written ?? "");
  return Number((written ?? "0").replace("inf", "Infinity").replace("nan", "NaN"));
}

/** Texts of keys that show what a reader makes of them. */
const keysOf = (name: ScalarName): readonly string[] => tellingLeaves({ kind: "scalar", name }).map(String);

/** No more values than this are looked at for one finding, however long it may take. */
const enough = 64;

/** Builds messages of one side by the fields that it declares. */
export interface Builder {
  /**
   * With these fields, those filled in that must be, and never `without`; undefined where it must be, or where filling in has
   * no end.
   */
  readonly message: (
    type: Message,
    fields: readonly (readonly [Field, Value])[],
    without?: number,
  ) => MessageDatum | undefined;
  /** Values of a whole field that show what a reader makes of it, the simplest first. */
  readonly tellingValues: (field: Field) => readonly Value[];
}

/** `isNeeded` says which fields have to be filled in. */
export function builderFor(fieldsOf: FieldsOf, isNeeded: (message: Message, field: Field) => boolean): Builder {
  const needed = new Map<Message, readonly Field[]>();
  const neededOf = (type: Message): readonly Field[] => {
    const before = needed.get(type);
    if (before !== undefined) return before;
    const fields = fieldsOf(type).filter((field) => isNeeded(type, field));
    needed.set(type, fields);
    return fields;
  };
  const filled = (type: Message, given: ReadonlyMap<number, Value>, above: readonly Message[], without?: number) => {
    if (above.includes(type)) return undefined;
    const fields = new Map(given);
    for (const field of neededOf(type)) {
      if (fields.has(field.number)) continue;
      const value = field.number === without ? undefined : simplest(field, [...above, type]);
      if (value !== undefined) fields.set(field.number, value);
      else if (field.presence === "required") return undefined;
    }
    return messageDatum(type, fields);
  };
  const simplest = (field: Field, above: readonly Message[]): Value | undefined => {
    const { type } = field;
    const item = type.kind === "map" ? type.value : type;
    const one = item.kind === "message" ? filled(item.target, new Map(), above) : tellingLeaves(item)[0];
    if (one === undefined) return undefined;
    return fieldValue(field, one);
  };
  const message: Builder["message"] = (type, given, without) =>
    filled(type, new Map(given.map(([field, value]) => [field.number, value])), [], without);
  const items = (type: ItemType): readonly Single[] => {
    if (type.kind !== "message") return tellingLeaves(type);
    const inner = fieldsOf(type.target)
      .slice(0, enough)
      .flatMap((field) => simplestOf(field).map((value) => [[field, value]] as const));
    return [...inner, []].flatMap((fields) => message(type.target, fields) ?? []);
  };
  const simplestOf = (field: Field): readonly Value[] => {
    const value = simplest(field, []);
    return value === undefined ? [] : [value];
  };
  const tellingValues = ({ type, presence }: Field): readonly Value[] => {
    if (type.kind === "map") {
      const values = items(type.value);
      const keys = keysOf(type.key);
      const [key = "", value] = [keys[0], values[0]];
      const otherKeys = value === undefined ? [] : keys.slice(1).map((other) => [other, value] as const);
      const pairs = [...values.map((item) => [key, item] as const), ...otherKeys];
      return pairs.map((pair) => ({ kind: "map", entries: new Map([pair]) }) as const);
    }
    const singles = items(type);
    return presence === "repeated" ? singles.flatMap((item, i) => [[item, singles[i + 1] ?? item], [item]]) : singles;
  };
  return { message, tellingValues };
}
