import { sortedJson } from "../sorted-json.ts";
import { isPrimitive } from "./names.ts";
import { type AvroType, type Field, isNamed, type NamedType } from "./types.ts";

// Each finding has the text of its place: what stands inside it by name is not written out again and again at full length.
const longestInner = 4096;
// What a type takes beside its names.
const perType = 40;

interface Writing {
  readonly seen: Set<AvroType>;
  /** How much of inner types may still be written; the outermost one is written in full. */
  left: number;
  readonly inner: boolean;
}

const placeTexts = new WeakMap<AvroType, string>();

/**
 * A type with everything but its docs, in one form only: sorted keys, whole names, numbers as written, named types
 * written out where they are first mentioned, as far as some thousand characters go. Two types have the same text exactly
 * when nothing but docs and the way of writing tells them apart.
 */
export function placeText(type: AvroType): string {
  let text = placeTexts.get(type);
  if (text === undefined) {
    text = typeForm(type, { seen: new Set(), left: longestInner, inner: false });
    placeTexts.set(type, text);
  }
  return text;
}

/** A field as `placeText` tells a type. */
export function fieldText(field: Field): string {
  return fieldForm(field, { seen: new Set(), left: longestInner, inner: false });
}

/** What names a type, without what it is made of. */
export function headText(type: NamedType): string {
  return JSON.stringify({ aliases: type.aliases, name: type.fullName, type: type.kind });
}

function typeForm(type: AvroType, writing: Writing): string {
  if (isPrimitive(type.kind) && type.props.size === 0) return `"${type.kind}"`;
  if (writing.inner) writing.left -= perType;
  if (isNamed(type)) {
    if (writing.seen.has(type)) return write(JSON.stringify(type.fullName), writing);
    writing.seen.add(type);
  }
  if (type.kind === "union") return listForm(type.branches, writing, innerForm);
  const members = new Map(propsForm(type.props, writing));
  members.set("type", type.kind === "record" && type.error ? '"error"' : `"${type.kind}"`);
  if (type.kind === "array") members.set("items", innerForm(type.items, writing));
  if (type.kind === "map") members.set("values", innerForm(type.values, writing));
  if (isNamed(type)) namedForm(type, members, writing);
  return objectForm(members);
}

function namedForm(type: NamedType, members: Map<string, string>, writing: Writing): void {
  members.set("name", write(JSON.stringify(type.fullName), writing));
  if (type.aliases.length > 0) members.set("aliases", write(JSON.stringify(type.aliases), writing));
  if (type.kind === "fixed") members.set("size", String(type.size));
  if (type.kind === "enum") {
    members.set("symbols", write(JSON.stringify(type.symbols.map((symbol) => symbol.name)), writing));
    if (type.default !== undefined) members.set("default", JSON.stringify(type.default));
  }
  if (type.kind === "record") members.set("fields", listForm(type.fields, writing, fieldForm));
}

function fieldForm(field: Field, writing: Writing): string {
  const members = new Map(propsForm(field.props, writing));
  members.set("name", write(JSON.stringify(field.name), writing));
  members.set("type", innerForm(field.type, writing));
  if (field.default !== undefined) members.set("default", write(sortedJson(field.default), writing));
  if (field.aliases.length > 0) members.set("aliases", write(JSON.stringify(field.aliases), writing));
  if (field.order !== "ascending") members.set("order", `"${field.order}"`);
  return objectForm(members);
}

/** A type inside another. All inner types of a text share what room there is. */
function innerForm(type: AvroType, writing: Writing): string {
  if (writing.inner) return typeForm(type, writing);
  const inner: Writing = { seen: writing.seen, left: writing.left, inner: true };
  const text = typeForm(type, inner);
  writing.left = inner.left;
  return text;
}

function propsForm(props: AvroType["props"], writing: Writing): readonly (readonly [string, string])[] {
  return [...props].map(([key, value]) => [key, write(sortedJson(value), writing)]);
}

function listForm<Item>(
  items: readonly Item[],
  writing: Writing,
  form: (item: Item, writing: Writing) => string,
): string {
  const forms: string[] = [];
  for (const item of items) {
    const full = writing.inner && writing.left <= 0;
    forms.push(full ? "…" : form(item, writing));
    if (full) break;
  }
  return `[${forms.join(",")}]`;
}

function objectForm(members: ReadonlyMap<string, string>): string {
  const keys = [...members.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${members.get(key)}`).join(",")}}`;
}

/** A text, of an inner type only as far as there is room for it. */
function write(text: string, writing: Writing): string {
  if (!writing.inner) return text;
  const written = text.length <= writing.left ? text : `${text.slice(0, Math.max(writing.left, 0))}…`;
  writing.left -= text.length;
  return written;
}
