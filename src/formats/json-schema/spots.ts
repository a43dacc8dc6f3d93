import type { Position } from "../../model.ts";
import { type JsonMember, type JsonNode, memberOf } from "../json-text.ts";
import { idKeyword } from "./drafts.ts";
import type { JsonSchema, JsonSchemaDocument, Site, Spot } from "./types.ts";
import { resolveUri, splitFragment } from "./uris.ts";

/** The spot of a whole document. */
export function rootSpot(document: JsonSchemaDocument): Spot {
  const { root } = document;
  return { document, node: root, offset: root.offset, parent: undefined, tokens: [], base: document.uri };
}

/** The spot of a schema inside another: the value of a member, or one of an array. */
export function innerSpot(parent: Spot, tokens: readonly string[], value: JsonMember | JsonNode): Spot {
  const [node, offset] = "key" in value ? [value.value, value.keyOffset] : [value, value.offset];
  return { document: parent.document, node, offset, parent, tokens, base: baseOf(parent, node) };
}

/** What references in a node start from: its own `$id` where that is no mere fragment. */
function baseOf({ document, base }: Spot, node: JsonNode): string {
  const id = node.kind === "object" ? memberByIndex(node, idKeyword(document.draft))?.value : undefined;
  if (id?.kind !== "string" || id.value.startsWith("#")) return base;
  return splitFragment(resolveUri(base, id.value))[0];
}

/** Where a spot stands, as a value. */
export function siteOf(spot: Spot): Site {
  const tokens: string[] = [];
  for (let at: Spot | undefined = spot; at !== undefined; at = at.parent) tokens.unshift(...at.tokens);
  const pointer = tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { document: spot.document.index, pointer };
}

/** The tokens of a JSON pointer. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

// Hundreds of references lead into the same list of definitions.
const longObject = 32;
const indexes = new WeakMap<JsonNode, ReadonlyMap<string, JsonMember>>();

/** The member of a key, the last where it stands twice; of a long object by an index that is made once. */
export function memberByIndex(node: JsonNode & { readonly kind: "object" }, key: string): JsonMember | undefined {
  if (node.members.length < longObject) return memberOf(node, key);
  let index = indexes.get(node);
  if (index === undefined) {
    index = new Map(node.members.map((member) => [member.key, member]));
    indexes.set(node, index);
  }
  return index.get(key);
}

/** One token further; undefined where there is nothing. */
export function step(node: JsonNode, token: string): JsonMember | JsonNode | undefined {
  if (node.kind === "object") return memberByIndex(node, token);
  return node.kind === "array" && /^(?:0|[1-9]\d*)$/.test(token) ? node.items[Number(token)] : undefined;
}

/** What stands at a site; undefined where nothing does. */
export function nodeAt(schema: JsonSchema, site: Site): JsonNode | undefined {
  let node = schema.documents[site.document]?.root;
  for (const token of tokensOf(site.pointer)) {
    const next = node === undefined ? undefined : step(node, token);
    node = next !== undefined && "key" in next ? next.value : next;
  }
  return node;
}

/** The line and column of a spot, or of the first of these keywords in it. */
export function positionAt(spot: Spot, ...keywords: readonly string[]): Position {
  const found = keywords.map((keyword) => memberOf(spot.node, keyword)).find((member) => member !== undefined);
  return spot.document.positionOf(found?.keyOffset ?? spot.offset);
}
