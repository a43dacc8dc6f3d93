import type { JsonMember, JsonNode } from "../json-text.ts";
import { memberByIndex } from "./spots.ts";
import type { JsonSchema, JsonSchemaDocument } from "./types.ts";

/** One side of a pair of schema objects that stand at the same place. */
export interface PairSide {
  readonly document: JsonSchemaDocument;
  readonly node: JsonNode;
  readonly offset: number;
  /** By its keyword; of a key that stands twice the last. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface SchemaPair {
  readonly writer: PairSide;
  readonly reader: PairSide;
  /** Tokens of the JSON pointer, which is the same on both sides. */
  readonly tokens: readonly string[];
  readonly names: readonly string[];
}

const mostPairs = 50_000;

/**
 * The schema objects that stand at the same place on both sides and are not written alike, definitions included. What the
 * registry does not compare is not gone into: it is one difference as a whole.
 */
export function schemaPairs(writer: JsonSchema, reader: JsonSchema): readonly SchemaPair[] {
  const found: SchemaPair[] = [];
  const add = (pair: Omit<SchemaPair, "writer" | "reader">, from: Place, to: Place): void => {
    if (from.node.kind !== "object" || to.node.kind !== "object" || found.length >= mostPairs) return;
    if (isWrittenAlike(from.document.text, from.node, to.document.text, to.node)) return;
    found.push({ ...pair, writer: sideOf(from), reader: sideOf(to) });
  };
  for (const [index, from] of writer.documents.entries()) {
    const to = index === 0 ? reader.documents[0] : reader.documents.find((one) => one.name === from.name);
    // A site names a document once: what stands in another place on the two sides is left to the search at large.
    if (to === undefined || to.index !== index) continue;
    add(
      { tokens: [], names: [] },
      { document: from, node: from.root, offset: from.root.offset },
      { document: to, node: to.root, offset: to.root.offset },
    );
  }
  for (const pair of found) {
    for (const { tokens, name } of commonParts(pair)) {
      const [from, to] = [placeIn(pair.writer, tokens), placeIn(pair.reader, tokens)];
      if (from === undefined || to === undefined) continue;
      add(
        { tokens: [...pair.tokens, ...tokens], names: name === undefined ? pair.names : [...pair.names, name] },
        from,
        to,
      );
    }
  }
  return found;
}

type Place = Pick<PairSide, "document" | "node" | "offset">;

function isWrittenAlike(text: string, one: JsonNode, otherText: string, other: JsonNode): boolean {
  const length = one.end - one.offset;
  return (
    length === other.end - other.offset && text.slice(one.offset, one.end) === otherText.slice(other.offset, other.end)
  );
}

function sideOf(place: Place): PairSide {
  const members = place.node.kind === "object" ? place.node.members : [];
  return { ...place, members: new Map(members.map((member) => [member.key, member])) };
}

function placeIn({ document, members }: PairSide, [keyword = "", name]: readonly string[]): Place | undefined {
  const member = members.get(keyword);
  if (member === undefined || name === undefined)
    return member && { document, node: member.value, offset: member.keyOffset };
  if (member.value.kind === "array") {
    const node = member.value.items[Number(name)];
    return node && { document, node, offset: node.offset };
  }
  const inner = member.value.kind === "object" ? memberByIndex(member.value, name) : undefined;
  return inner && { document, node: inner.value, offset: inner.keyOffset };
}

interface Inner {
  readonly tokens: readonly string[];
  readonly name?: string;
}

const named = ["properties", "$defs", "definitions", "dependencies", "dependentSchemas"];
const listed = ["allOf", "anyOf", "oneOf", "items", "prefixItems"];
const single = ["items", "additionalProperties", "unevaluatedProperties", "additionalItems", "unevaluatedItems"];

function* commonParts({ writer, reader }: SchemaPair): Iterable<Inner> {
  for (const keyword of named) {
    const [from, to] = [writer.members.get(keyword)?.value, reader.members.get(keyword)?.value];
    if (from?.kind !== "object" || to?.kind !== "object") continue;
    for (const { key, value } of from.members) {
      // Most of a long list is written alike: that is told before anything is made of it.
      const other = memberByIndex(to, key)?.value;
      if (other === undefined || isWrittenAlike(writer.document.text, value, reader.document.text, other)) continue;
      yield { tokens: [keyword, key], ...(keyword === "properties" ? { name: key } : {}) };
    }
  }
  for (const keyword of listed) {
    const [from, to] = [writer.members.get(keyword)?.value, reader.members.get(keyword)?.value];
    if (from?.kind !== "array" || to?.kind !== "array") continue;
    const isItem = keyword.toLowerCase().endsWith("items");
    for (const i of from.items.keys()) yield { tokens: [keyword, String(i)], ...(isItem ? { name: `[${i}]` } : {}) };
  }
  for (const keyword of single)
    yield { tokens: [keyword], name: keyword.endsWith("Items") || keyword === "items" ? "[]" : "*" };
}
