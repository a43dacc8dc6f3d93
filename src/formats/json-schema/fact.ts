import type { Change } from "../format.ts";
import { type JsonNode, memberOf } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import type { FactChanges, KeywordChange, MemberChange } from "./fact-changes.ts";
import type { Told } from "./told.ts";
import type { JsonSchemaDocument, Site } from "./types.ts";

export type FactChange = Change<FactChanges>;

/** One side of a place: a schema, and where it stands. */
export interface End {
  readonly document: JsonSchemaDocument;
  readonly node: JsonNode;
  readonly pointer: string;
}

/** The same place of both texts. */
export interface Place {
  readonly writer: End;
  readonly reader: End;
  readonly names: readonly string[];
  /** In the registry's own form. */
  readonly path: string;
  readonly told: Told;
}

/** A walk over two texts that looks for what the registry does not speak of. */
export interface Facts {
  readonly toldAt: (writer: Site, reader: Site) => Told;
  readonly found: FactChange[];
}

type MemberKind = {
  [Kind in keyof FactChanges]: FactChanges[Kind] extends MemberChange ? Kind : never;
}[keyof FactChanges];
type KeywordKind = Exclude<keyof FactChanges, MemberKind>;

/** What stands under a keyword on each side; undefined where nothing does. */
export interface Values {
  readonly sent: JsonNode | undefined;
  readonly read: JsonNode | undefined;
}

const siteOf = ({ document, pointer }: End): Site => ({ document: document.index, pointer });

/** The place of two ends. */
export function placeOf(walk: Facts, writer: End, reader: End, names: readonly string[], path: string): Place {
  return { writer, reader, names, path, told: walk.toldAt(siteOf(writer), siteOf(reader)) };
}

/** A place further in, by the same keys on both sides unless others are given for the reader. */
export function inside(
  walk: Facts,
  { writer, reader, names, path }: Place,
  keys: readonly string[],
  sent: JsonNode,
  read: JsonNode,
  { name = [], readerKeys = keys }: { readonly name?: readonly string[]; readonly readerKeys?: readonly string[] } = {},
): Place {
  return placeOf(
    walk,
    { ...writer, node: sent, pointer: writer.pointer + pointerOf(keys) },
    { ...reader, node: read, pointer: reader.pointer + pointerOf(readerKeys) },
    name.length === 0 ? names : [...names, ...name],
    keys.length === 0 ? path : `${path === "#/" ? "#" : path}/${keys.join("/")}`,
  );
}

function pointerOf(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Notes a keyword that differs. */
export function note(walk: Facts, place: Place, kind: KeywordKind, keyword: string, values: Values): void {
  const { args, rest } = partsOf(place, keyword, [keyword], values);
  walk.found.push({ kind, args, ...rest });
}

/** Notes a member of a keyword that differs. */
export function noteMember(
  walk: Facts,
  place: Place,
  kind: MemberKind,
  keyword: string,
  member: string,
  values: Values,
): void {
  const { args, rest } = partsOf(place, keyword, [keyword, member], values);
  walk.found.push({ kind, args: { ...args, member }, ...rest });
}

function partsOf(place: Place, keyword: string, keys: readonly string[], { sent, read }: Values) {
  const [writer, reader] = [siteOf(place.writer), siteOf(place.reader)];
  const [before, after] = [sent, read].map((node) => (node === undefined ? undefined : sortedJson(node)));
  const args: KeywordChange = { writer, reader, names: place.names, keyword, before, after };
  const rest = {
    path: `${place.path === "#/" ? "#" : place.path}/${keys.join("/")}`,
    writerAt: place.writer.document.positionOf(offsetOf(place.writer.node, keys)),
    readerAt: place.reader.document.positionOf(offsetOf(place.reader.node, keys)),
    place: { names: [...place.names, keyword], writer: before ?? "", reader: after ?? "" },
  };
  return { args, rest };
}

/** Where the innermost of these keys stands that a node has. */
function offsetOf(node: JsonNode, keys: readonly string[]): number {
  let [at, offset] = [node, node.offset];
  for (const key of keys) {
    const member = memberOf(at, key);
    if (member === undefined) break;
    [at, offset] = [member.value, member.keyOffset];
  }
  return offset;
}
