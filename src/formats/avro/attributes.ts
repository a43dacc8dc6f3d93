import type { JsonNode } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import { type Facts, note } from "./fact.ts";
import { logicalTypeOf, misreads } from "./logical-types.ts";
import { sameName } from "./matching.ts";
import { fieldText, headText } from "./place.ts";
import type { Pairing, Whereabouts } from "./trail.ts";
import { type AvroType, type Field, isNamed, type NamedType } from "./types.ts";

/** What differs between two types of one kind, or of kinds that are promoted, apart from what they are made of. */
export function attributesOf(walk: Facts, pair: Pairing, path: string): void {
  const { writer, reader } = pair;
  if (writer.props.size + reader.props.size > 0) logicalTypesOf(walk, pair, path);
  if (!walk.safe) return;
  propertiesOf(walk, pair, undefined, path);
  if (!isNamed(writer) || !isNamed(reader)) return;
  namesOf(walk, pair, writer, reader, path);
  const changed = (kind: "aliases-changed" | "doc-changed", before?: string, after?: string): void => {
    if (before !== after)
      note(walk, kind, pair, { writer, reader, field: undefined, before, after }, headsOf(pair, path));
  };
  changed("aliases-changed", aliasesText(writer.aliases), aliasesText(reader.aliases));
  changed("doc-changed", writer.doc, reader.doc);
  if (writer.kind === "record" && reader.kind === "record" && writer.error !== reader.error) {
    note(walk, "error-changed", pair, { writer, reader }, headsOf(pair, path));
  }
}

function headsOf({ writer, reader }: Pairing, path: string): Whereabouts | { readonly path: string } {
  if (!isNamed(writer) || !isNamed(reader)) return { path };
  const texts = { writerText: headText(writer), readerText: headText(reader) };
  return { path, writerAt: writer.nameAt, readerAt: reader.nameAt, ...texts };
}

function namesOf(walk: Facts, pair: Pairing, writer: NamedType, reader: NamedType, path: string): void {
  if (writer.fullName === reader.fullName || !sameName(writer, reader)) return;
  const kind = writer.name === reader.name ? "namespace-changed" : "type-renamed";
  note(walk, kind, pair, { writer, reader }, headsOf(pair, `${path}/name`));
}

function logicalTypesOf(walk: Facts, pair: Pairing, path: string): void {
  const { writer, reader } = pair;
  const [sent, read] = [logicalTypeOf(writer), logicalTypeOf(reader)];
  if (read !== undefined && misreads(sent, read)) {
    const titles = { before: sent?.title, after: read.title };
    note(walk, "logical-type-meaning-changed", pair, { writer, reader, ...titles }, { path });
    return;
  }
  const [before, after] = [sent?.title ?? logicalName(writer), read?.title ?? logicalName(reader)];
  if (before !== after && walk.safe)
    note(walk, "logical-type-changed", pair, { writer, reader, before, after }, { path });
}

/** A logical type that readers ignore, as it is written. */
function logicalName(type: AvroType): string | undefined {
  const node = type.props.get("logicalType");
  return node === undefined ? undefined : node.kind === "string" ? node.value : sortedJson(node);
}

/** Of the types, or of the fields where there are any. */
function propertiesOf(walk: Facts, pair: Pairing, fields: Fields | undefined, path: string): void {
  const { writer, reader } = pair;
  const [sent, read] = [fields?.writer.props ?? writer.props, fields?.reader.props ?? reader.props];
  if (sent.size + read.size === 0) return;
  const told = fields === undefined ? toldElsewhere(writer, reader) : new Set<string>();
  for (const key of new Set([...sent.keys(), ...read.keys()])) {
    const [before, after] = [textOf(sent.get(key)), textOf(read.get(key))];
    if (before === after || told.has(key)) continue;
    const args = { writer, reader, field: fields?.reader, key, before, after };
    const texts = { writerText: before ?? "", readerText: after ?? "" };
    const within = fields === undefined ? [key] : [fields.reader.name, key];
    const at = fields === undefined ? {} : { writerAt: fields.writer.nameAt, readerAt: fields.reader.nameAt };
    note(walk, "property-changed", pair, args, { path, ...at, ...texts, within });
  }
}

function toldElsewhere(writer: AvroType, reader: AvroType): ReadonlySet<string> {
  const decimal = [writer, reader].some((type) => logicalTypeOf(type)?.unit.startsWith("decimal") === true);
  return new Set(decimal ? ["logicalType", "precision", "scale"] : ["logicalType"]);
}

export interface Fields {
  readonly writer: Field;
  readonly reader: Field;
}

/** What differs between two fields that mean each other, apart from their types. `path` is that of the reader's field. */
export function fieldAttributesOf(walk: Facts, pair: Pairing, fields: Fields, path: string): void {
  const { writer, reader } = pair;
  if (writer.kind !== "record" || reader.kind !== "record") return;
  const [sent, field] = [fields.writer, fields.reader];
  const changed = (
    kind: "default-changed" | "aliases-changed" | "order-changed" | "doc-changed",
    before: string | undefined,
    after: string | undefined,
  ): void => {
    if (before === after) return;
    const texts = { writerText: fieldText(sent), readerText: fieldText(field) };
    const at = { path, writerAt: sent.nameAt, readerAt: field.nameAt, ...texts, within: [field.name] };
    note(walk, kind, pair, { writer, reader, field, before, after }, at);
  };
  changed("default-changed", textOf(sent.default), textOf(field.default));
  changed("aliases-changed", aliasesText(sent.aliases), aliasesText(field.aliases));
  changed("order-changed", sent.order, field.order);
  changed("doc-changed", sent.doc, field.doc);
  propertiesOf(walk, pair, fields, path);
}

function aliasesText(aliases: readonly string[]): string | undefined {
  return aliases.length === 0 ? undefined : aliases.join(", ");
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node === undefined ? undefined : sortedJson(node);
}
