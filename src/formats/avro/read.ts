import { duplicateMembers, type JsonNode, type JsonText, memberOf } from "../json-text.ts";
import { resolveForward } from "./forward.ts";
import { copiedPropsOf, noProps, propsOf, reservedKeys } from "./members.ts";
import { enumAt, fixedAt, recordAt } from "./named-types.ts";
import { candidatesOf, isPrimitive, nameOf } from "./names.ts";
import {
  aKind,
  type JsonArray,
  type JsonObject,
  type LookUp,
  type Mutable,
  type Reading,
  refuse,
  settle,
  spotOf,
} from "./reading.ts";
import {
  type ArrayType,
  type AvroType,
  type MapType,
  type NamedType,
  type RecordType,
  type Spot,
  titleOf,
  type UnionType,
} from "./types.ts";

/** The types of one text. */
export interface ReadTypes {
  readonly root: AvroType;
  readonly rootAt: Spot;
  /** By full name; of a name that is defined twice the first. */
  readonly types: ReadonlyMap<string, NamedType>;
}

export interface ReadOptions {
  readonly strict: boolean;
  /** Every name that the text defines, wherever. */
  readonly defined: ReadonlySet<string>;
  readonly lookUp: LookUp;
}

/** Makes types of a text, by the rules and in the order of Apache Avro Java 1.12. */
export function readTypes(json: JsonText, options: ReadOptions): ReadTypes {
  const reading: Reading = {
    json,
    ...options,
    known: new Map(),
    open: new Set(),
    pending: [],
    stands: new Set(),
    typeAt: (node, namespace) => typeAt(reading, node, namespace),
  };
  requireEnd(reading);
  if (options.strict) requireUnique(reading);
  const root = typeAt(reading, json.root, undefined);
  resolveForward(reading, root);
  return { root, rootAt: spotOf(reading, json.root), types: reading.known };
}

function requireEnd(reading: Reading): void {
  const { text, root } = reading.json;
  // Only comments can stand here: anything else is no JSON.
  const comment = text.slice(root.end).search(/\S/);
  if (comment < 0) return;
  const hint = "move the comment into the schema: Avro refuses whatever comes after it";
  refuse(reading, { offset: root.end + comment }, "there is a comment after the end of the schema", hint);
}

function requireUnique(reading: Reading): void {
  const [again] = duplicateMembers(reading.json.root);
  if (again === undefined) return;
  refuse(
    reading,
    { offset: again.keyOffset },
    `the key \`${again.key}\` stands twice in one object`,
    "keep one of them",
  );
}

function typeAt(reading: Reading, node: JsonNode, namespace: string | undefined): AvroType {
  switch (node.kind) {
    case "string":
      return mentionAt(reading, node.value, node, namespace);
    case "array":
      return unionAt(reading, node, namespace);
    case "object":
      return typedAt(reading, node, namespace);
    default:
      return refuse(reading, node, `a schema is a name, an object or an array, not ${aKind(node)}`);
  }
}

function typedAt(reading: Reading, node: JsonObject, namespace: string | undefined): AvroType {
  const type = memberOf(node, "type")?.value;
  if (type === undefined) return refuse(reading, node, "this schema has no `type`");
  if (type.kind !== "string") {
    const hint = "write the inner schema in place of the outer one";
    return refuse(reading, type, `\`type\` is the name of a type here, not ${aKind(type)}`, hint);
  }
  switch (type.value) {
    case "record":
    case "error":
      return recordAt(reading, node, namespace);
    case "enum":
      return enumAt(reading, node, namespace);
    case "fixed":
      return fixedAt(reading, node, namespace);
    case "array":
      return arrayAt(reading, node, namespace);
    case "map":
      return mapAt(reading, node, namespace);
    default:
      if (!isPrimitive(type.value)) return mentionAt(reading, type.value, type, namespace);
      return { kind: type.value, at: spotOf(reading, node), props: propsOf(node, reservedKeys.type) };
  }
}

/** A name: of a primitive, of a type read before, of one further down, or of one in another text. */
function mentionAt(reading: Reading, name: string, node: JsonNode, namespace: string | undefined): AvroType {
  const at = spotOf(reading, node);
  if (isPrimitive(name)) return { kind: name, at, props: noProps };
  const names = candidatesOf(name, namespace);
  for (const candidate of names) {
    const type = reading.known.get(candidate);
    if (type !== undefined) return type;
  }
  const [full = name] = names;
  return reading.defined.has(full) ? standFor(reading, full, at) : reading.lookUp(names, at);
}

/** Stands for a type that is defined further down; until then Avro Java takes it for a record without fields. */
function standFor(reading: Reading, fullName: string, at: Spot): RecordType {
  const { simple, space } = nameOf(fullName, undefined);
  const names = { fullName, name: simple, namespace: space, nameAt: at, aliases: [], doc: undefined };
  const stand: RecordType = { kind: "record", ...names, at, props: noProps, error: false, fields: [] };
  reading.stands.add(stand);
  return stand;
}

function arrayAt(reading: Reading, node: JsonObject, namespace: string | undefined): ArrayType {
  const inner = innerOf(reading, node, "items");
  const items = typeAt(reading, inner, namespace);
  const element = { at: spotOf(reading, node), props: copiedPropsOf(reading, node) };
  const type: Mutable<ArrayType> = { kind: "array", ...element, items, itemsAt: spotOf(reading, inner) };
  settle(reading, items, (actual) => {
    type.items = actual;
  });
  return type;
}

function mapAt(reading: Reading, node: JsonObject, namespace: string | undefined): MapType {
  const inner = innerOf(reading, node, "values");
  const values = typeAt(reading, inner, namespace);
  const element = { at: spotOf(reading, node), props: copiedPropsOf(reading, node) };
  const type: Mutable<MapType> = { kind: "map", ...element, values, valuesAt: spotOf(reading, inner) };
  settle(reading, values, (actual) => {
    type.values = actual;
  });
  return type;
}

function innerOf(reading: Reading, node: JsonObject, key: "items" | "values"): JsonNode {
  const inner = memberOf(node, key)?.value;
  return inner ?? refuse(reading, node, `this ${key === "items" ? "array" : "map"} has no \`${key}\``);
}

function unionAt(reading: Reading, node: JsonArray, namespace: string | undefined): UnionType {
  const branches: AvroType[] = [];
  const branchesAt = node.items.map((item) => spotOf(reading, item));
  const type: UnionType = { kind: "union", at: spotOf(reading, node), props: noProps, branches, branchesAt };
  for (const [index, item] of node.items.entries()) {
    const branch = typeAt(reading, item, namespace);
    if (branch.kind === "union") {
      refuse(reading, item, "a union stands directly in a union", "list the inner branches in the outer union");
    }
    const put = (actual: AvroType): void => {
      branches[index] = actual;
    };
    settle(reading, branch, put, () => requireDistinct(reading, type));
  }
  requireDistinct(reading, type);
  return type;
}

function requireDistinct(reading: Reading, { at, branches, branchesAt }: UnionType): void {
  const seen = new Set<string>();
  for (const [index, branch] of branches.entries()) {
    if (reading.stands.has(branch)) continue;
    const title = titleOf(branch);
    if (seen.has(title))
      refuse(reading, branchesAt[index] ?? at, `the union has two branches of the type \`${title}\``);
    seen.add(title);
  }
}
