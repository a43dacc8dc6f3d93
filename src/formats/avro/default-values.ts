import { type JsonNode, memberOf } from "../json-text.ts";
import { fits, isFloating, spellsNumber } from "./defaults.ts";
import {
  type AvroType,
  type EnumType,
  type Field,
  type FixedType,
  type RecordType,
  titleOf,
  type UnionType,
} from "./types.ts";

// Defaults of records hold defaults of records: a search this long has found no fault worth telling.
const mostSteps = 10_000;
const mostOpen = 200;

/**
 * Why Avro Java makes no value, or another one, of a field's default; undefined where it makes the value that is written.
 * The registry looks at the kind of a default only, so it takes a symbol that the enum does not have.
 */
export function unusable(field: Field): string | undefined {
  let steps = 0;
  const open = new Set<JsonNode>();

  const ofField = ({ type, default: value }: Field): string | undefined => {
    if (value?.kind === "string" && isFloating(type)) {
      return spellsNumber(value.value) ? undefined : `${JSON.stringify(value.value)} spells no number`;
    }
    return of(type, value);
  };
  const of = (type: AvroType, value: JsonNode | undefined): string | undefined => {
    steps += 1;
    if (steps > mostSteps || value === undefined) return undefined;
    if (!suits(type.kind, value)) return `it is no ${titleOf(type)}`;
    switch (type.kind) {
      case "record":
        return ofRecord(type, value);
      case "union":
        return ofUnion(type, value);
      case "enum":
        return ofEnum(type, value);
      case "fixed":
        return ofFixed(type, value);
      case "array":
        return value.kind === "array" ? first(value.items, (item) => of(type.items, item)) : undefined;
      case "map":
        return value.kind === "object" ? first(value.members, (member) => of(type.values, member.value)) : undefined;
      default:
        return undefined;
    }
  };
  const ofRecord = (type: RecordType, value: JsonNode): string | undefined => {
    if (open.has(value)) return "it has no end";
    if (open.size > mostOpen) return undefined;
    open.add(value);
    const problem = first(type.fields, (inner) => {
      const given = memberOf(value, inner.name)?.value;
      if (given !== undefined) return of(inner.type, given);
      return inner.default === undefined ? `it lacks \`${inner.name}\`` : ofField(inner);
    });
    open.delete(value);
    return problem;
  };
  const ofUnion = (type: UnionType, value: JsonNode): string | undefined => {
    // Avro Java takes the first branch that it does not see at once to be wrong.
    const branch = type.branches.find(({ kind }) => compound.has(kind) || suits(kind, value));
    if (branch === undefined) return "it suits no branch of the union";
    return suits(branch.kind, value) ? of(branch, value) : `it is taken for \`${titleOf(branch)}\`, the first branch`;
  };
  return ofField(field);
}

const compound: ReadonlySet<AvroType["kind"]> = new Set(["record", "enum", "array", "map"]);

function suits(kind: AvroType["kind"], value: JsonNode): boolean {
  switch (kind) {
    case "null":
    case "boolean":
    case "array":
      return value.kind === kind;
    case "int":
    case "long":
      return value.kind === "number" && fits(value.text, kind === "int" ? 32 : 64);
    case "float":
    case "double":
      return value.kind === "number";
    case "record":
    case "map":
      return value.kind === "object";
    case "union":
      return true;
    default:
      return value.kind === "string";
  }
}

function ofEnum(type: EnumType, value: JsonNode): string | undefined {
  if (value.kind !== "string" || type.symbols.some((symbol) => symbol.name === value.value)) return undefined;
  return `\`${value.value}\` is no symbol of \`${type.name}\``;
}

function ofFixed(type: FixedType, value: JsonNode): string | undefined {
  if (value.kind !== "string" || value.value.length === type.size) return undefined;
  return `it has ${value.value.length} bytes, and \`${type.name}\` has ${type.size}`;
}

function first<Item>(items: readonly Item[], problem: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A plain default of a type, as JSON: null where it may be, else zero, empty, or the first symbol; undefined where none is short. */
export function plainDefault(type: AvroType, depth = 0): string | undefined {
  switch (type.kind) {
    case "null":
      return "null";
    case "boolean":
      return "false";
    case "int":
    case "long":
    case "float":
    case "double":
      return "0";
    case "bytes":
    case "string":
      return '""';
    case "array":
      return "[]";
    case "map":
      return "{}";
    case "enum": {
      const symbol = type.default ?? type.symbols[0]?.name;
      return symbol === undefined ? undefined : JSON.stringify(symbol);
    }
    case "fixed":
      return type.size <= 16 ? `"${"\\u0000".repeat(type.size)}"` : undefined;
    case "union": {
      const branch = type.branches.find(({ kind }) => kind === "null") ?? type.branches[0];
      return branch === undefined ? undefined : plainDefault(branch, depth);
    }
    case "record":
      return plainRecord(type, depth);
  }
}

function plainRecord(type: RecordType, depth: number): string | undefined {
  const members = type.fields
    .filter((field) => field.default === undefined)
    .map((field) => {
      const value = depth < 2 ? plainDefault(field.type, depth + 1) : undefined;
      return value === undefined ? undefined : `${JSON.stringify(field.name)}: ${value}`;
    });
  return members.includes(undefined) || members.length > 5 ? undefined : `{${members.join(", ")}}`;
}
