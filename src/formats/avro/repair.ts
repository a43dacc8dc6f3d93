import type { Repair, Side, TextEdit } from "../format.ts";
import { nodeAtOffset, swapped, withItem, withMember, withoutItem } from "../json-edits.ts";
import { type JsonNode, memberOf, readJson } from "../json-text.ts";
import type { AvroChange, AvroChanges } from "./changes.ts";
import { plainDefault } from "./default-values.ts";
import { type EnumType, type Field, type NamedType, positionAt, type Spot, titleOf } from "./types.ts";
import { quoted, typeText } from "./wording.ts";

/** The reader's own text, which is what can be mended: the readers that are out there cannot. */
interface Page {
  readonly text: string;
  readonly root: JsonNode;
}

/** Writes the remedy of a change into the reader's text, where it is mechanical: a default, an alias, a branch. */
export function writeRepair(text: string, change: AvroChange, side: Side): Repair | undefined {
  if (side !== "reader") return undefined;
  return repaired({ text, root: readJson(text).root }, change);
}

function repaired(page: Page, change: AvroChange): Repair | undefined {
  switch (change.kind) {
    case "reader-field-missing-default-value":
      return defaulted(page, change.args.field);
    case "type-mismatch":
      return change.args.field === undefined ? undefined : defaulted(page, change.args.field);
    case "unusable-default":
      return defaulted(page, change.args.field);
    case "missing-enum-symbols":
      return enumDefaulted(page, change.args.reader);
    case "name-mismatch":
    case "field-alias-out-of-reach":
      return aliased(page, change.args.reader, change.args.writer);
    case "union-branch-namespace-changed":
      return aliased(page, change.args.branch, change.args.writer);
    case "field-alias-taken":
      return withoutAliases(page, change.args.taker, [change.args.writerField.name]);
    case "ambiguous-field-alias":
      return unambiguous(page, change.args);
    case "missing-union-branch":
      return branched(page, change.args);
    default:
      return undefined;
  }
}

/** The object or list at a spot; undefined where that is in another text. */
function nodeOf(page: Page, spot: Spot): JsonNode | undefined {
  return positionAt(spot).file === undefined ? nodeAtOffset(page.root, spot.offset) : undefined;
}

function defaulted(page: Page, field: Field): Repair | undefined {
  const [node, value] = [nodeOf(page, field.at), plainDefault(field.type)];
  if (node === undefined || value === undefined) return undefined;
  const edits = [...nullFirst(page, field, value), ...withMember(page.text, node, "default", value)];
  if (value === "null") return { edits };
  const kind = field.type.kind === "union" ? titleOf(field.type.branches[0] ?? field.type) : titleOf(field.type);
  const zero = field.type.kind === "enum" ? "a symbol of" : "the zero of";
  return {
    edits,
    chosen: `${value} is ${zero} ${kind} and nobody's choice: write what ${quoted(field.name)} was before`,
  };
}

/** Decoders take the default of a union for a value of its first branch. */
function nullFirst(page: Page, { type, typeAt }: Field, value: string): readonly TextEdit[] {
  if (type.kind !== "union" || value !== "null" || type.branches[0]?.kind === "null") return [];
  const union = nodeOf(page, typeAt);
  const [first, other] =
    union?.kind === "array"
      ? [union.items[0], union.items[type.branches.findIndex(({ kind }) => kind === "null")]]
      : [];
  return first === undefined || other === undefined ? [] : swapped(page.text, first, other);
}

function enumDefaulted(page: Page, reader: EnumType): Repair | undefined {
  const [node, symbol] = [nodeOf(page, reader.at), reader.symbols[0]?.name];
  if (node === undefined || symbol === undefined) return undefined;
  return {
    edits: withMember(page.text, node, "default", JSON.stringify(symbol)),
    chosen: `${symbol} is the first symbol of ${quoted(reader.name)} and nobody's choice: name the one that unknown symbols should be read as`,
  };
}

function aliased(page: Page, reader: NamedType, writer: NamedType): Repair | undefined {
  const node = nodeOf(page, reader.at);
  if (node === undefined) return undefined;
  // Without the dot it would be a name in the namespace of the type.
  const isBare = writer.namespace === undefined && reader.namespace !== undefined;
  const alias = JSON.stringify(isBare ? `.${writer.name}` : writer.fullName);
  const known = memberOf(node, "aliases")?.value;
  const edits =
    known === undefined ? withMember(page.text, node, "aliases", `[${alias}]`) : withItem(page.text, known, alias);
  return { edits };
}

type Ambiguous = AvroChanges["ambiguous-field-alias"];

function unambiguous(page: Page, { field, matches }: Ambiguous): Repair | undefined {
  const names = matches.map(({ name }) => name);
  return withoutAliases(
    page,
    field,
    names.includes(field.name) ? names.filter((name) => name !== field.name) : names.slice(1),
  );
}

function withoutAliases(page: Page, field: Field, names: readonly string[]): Repair | undefined {
  const node = nodeOf(page, field.at);
  const list = node === undefined ? undefined : memberOf(node, "aliases")?.value;
  if (list?.kind !== "array") return undefined;
  const index = list.items.findIndex((item) => item.kind === "string" && names.includes(item.value));
  // One at a time: two neighbours would both take the comma between them.
  return index < 0 || names.length > 1 ? undefined : { edits: withoutItem(page.text, list, index) };
}

function branched(page: Page, { writer, reader, reasons }: AvroChanges["missing-union-branch"]): Repair | undefined {
  const [reason] = reasons;
  if (reason !== undefined) return reasons.length === 1 ? repaired(page, reason) : undefined;
  const [node, branch] = [nodeOf(page, reader.at), typeText(writer)];
  return node === undefined || branch === undefined ? undefined : { edits: withItem(page.text, node, branch) };
}
