import type { JsonMember, JsonNode } from "../json-text.ts";
import { idKeyword, isModern } from "./drafts.ts";
import { metaSchema } from "./meta-schemas.ts";
import { innerSpot, rootSpot, step, tokensOf } from "./spots.ts";
import type { JsonSchemaDocument, Spot } from "./types.ts";
import { decoded, resolveUri, splitFragment } from "./uris.ts";

/** What a reference may mean: whole documents, and what has a name inside them. */
export interface Shelf {
  /** The schema that a reference at a spot means; undefined where nothing has that name. */
  readonly find: (from: Spot, reference: string) => Spot | undefined;
  /** The documents, those included that were added because they are built in. */
  readonly documents: () => readonly JsonSchemaDocument[];
}

/** Opens a shelf of documents. Nothing is ever fetched: what is not there has no meaning. */
export function shelfOf(documents: readonly JsonSchemaDocument[]): Shelf {
  const roots = documents.map(rootSpot);
  const byUri = new Map<string, Spot>();
  const anchors = new Map<string, Spot>();
  const add = (uri: string, spot: Spot): void => {
    if (!byUri.has(uri)) byUri.set(uri, spot);
  };
  for (const root of roots) {
    const { uri, name, file } = root.document;
    add(uri, root);
    if (name !== undefined) add(resolveUri(documents[0]?.uri ?? "", name), root);
    if (name !== undefined) add(name, root);
    if (file !== undefined) add(file, root);
  }
  let searched = 0;
  /** Names inside documents are looked for when one is asked for: few schemas have any. */
  const search = (): void => {
    for (; searched < roots.length; searched += 1) {
      const root = roots[searched];
      if (root !== undefined) collect(root, root.node, [], add, (name, spot) => anchors.set(name, spot));
    }
  };
  const builtIn = (uri: string): Spot | undefined => {
    const found = metaSchema(uri, roots.length);
    if (found === undefined) return undefined;
    const root = rootSpot(found);
    roots.push(root);
    byUri.set(uri, root);
    return root;
  };
  const resource = (from: Spot, reference: string, uri: string): Spot | undefined => {
    const root = roots[from.document.index];
    // The engine of the older drafts looks a mere fragment up in the whole document, whatever `$id` it stands under.
    if (reference.startsWith("#") && (!isModern(from.document.draft) || from.base === from.document.uri)) return root;
    const direct = byUri.get(uri) ?? byUri.get(decoded(uri));
    if (direct !== undefined) return direct;
    search();
    return byUri.get(uri) ?? builtIn(uri);
  };
  const find = (from: Spot, reference: string): Spot | undefined => {
    const [uri, fragment = ""] = splitFragment(resolveUri(from.base, reference));
    const root = resource(from, reference, uri) ?? byUri.get(splitFragment(reference)[0]);
    if (root === undefined || fragment === "") return root;
    if (fragment.startsWith("/")) return inside(root, tokensOf(decoded(fragment)));
    search();
    return anchors.get(`${root.base}#${fragment}`) ?? anchors.get(`${root.document.uri}#${fragment}`);
  };
  return { find, documents: () => roots.map((root) => root.document) };
}

/** What a JSON pointer leads to. `definitions` at the top of a document answer for `$defs` too. */
function inside(root: Spot, tokens: readonly string[]): Spot | undefined {
  let spot = root;
  let [node, passed]: [JsonNode, string[]] = [root.node, []];
  for (const [i, token] of tokens.entries()) {
    const bridged = i === 0 && token === "$defs" && root.parent === undefined ? "definitions" : undefined;
    let [next, name]: [JsonMember | JsonNode | undefined, string] = [step(node, token), token];
    const inner = tokens[1];
    if (bridged !== undefined && (next === undefined || (inner !== undefined && lacks(next, inner)))) {
      [next, name] = [step(node, bridged), bridged];
    }
    if (next === undefined) return undefined;
    passed.push(name);
    node = "key" in next ? next.value : next;
    if (i === tokens.length - 1 || node.kind === "object") {
      const further = innerSpot(spot, passed, next);
      if (i === tokens.length - 1) return further;
      if (further.base !== spot.base) [spot, passed] = [further, []];
    }
  }
  return spot;
}

function lacks(value: JsonMember | JsonNode, key: string): boolean {
  return step("key" in value ? value.value : value, key) === undefined;
}

const noSchemas: ReadonlySet<string> = new Set(["enum", "const", "default", "examples"]);

/** Finds the names that schemas inside a document have. */
function collect(
  spot: Spot,
  node: JsonNode,
  tokens: readonly string[],
  add: (uri: string, spot: Spot) => void,
  anchor: (name: string, spot: Spot) => void,
): void {
  if (node.kind === "array") {
    for (const [i, item] of node.items.entries()) {
      const path = [...tokens, String(i)];
      if (item.kind === "object") collect(innerSpot(spot, path, item), item, [], add, anchor);
      else collect(spot, item, path, add, anchor);
    }
  }
  if (node.kind !== "object") return;
  for (const member of node.members) {
    const { key, value } = member;
    if (value.kind === "string") {
      if (key === idKeyword(spot.document.draft)) {
        if (value.value.startsWith("#")) anchor(spot.base + value.value, spot);
        else add(spot.base, spot);
      }
      if (key === "$anchor" || key === "$dynamicAnchor") anchor(`${spot.base}#${value.value}`, spot);
    } else if (value.kind === "object" && !noSchemas.has(key)) {
      collect(innerSpot(spot, [key], member), value, [], add, anchor);
    } else if (value.kind === "array" && !noSchemas.has(key)) collect(spot, value, [...tokens, key], add, anchor);
  }
}
