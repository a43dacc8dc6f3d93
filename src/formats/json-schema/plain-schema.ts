import type { Json } from "../../model.ts";
import type { JsonNode } from "../json-text.ts";
import { isModern } from "./drafts.ts";
import { shelfOf } from "./lookup.ts";
import { innerSpot, rootSpot, siteOf, step, tokensOf } from "./spots.ts";
import type { Draft, JsonSchema, Site, Spot } from "./types.ts";

export type JsonObject = { readonly [key: string]: Json };

/** A schema as plain JSON, the way a validator has it. */
export interface PlainSchema {
  readonly draft: Draft;
  /** Of drafts 4 to 7: what stands beside a `$ref` does not count. */
  readonly onlyRef: boolean;
  /** Whether nothing refers to what stands under `properties`, so that a part that no message reaches can be left out. */
  readonly prunable: boolean;
  /** By the index of the document. */
  readonly roots: readonly Json[];
  /** The URIs of the documents, by index; empty where one has none. */
  readonly uris: readonly string[];
  /** What a reference in that object leads to; undefined where it is not known. */
  readonly target: (schema: JsonObject, reference: string) => Json | undefined;
  /** Where a part of it stands; of a repaired one, where the part that it replaces stood. */
  readonly siteOf: (schema: JsonObject) => Site | undefined;
  /** The same with the value at a site replaced. */
  readonly withPart: (site: Site, replace: (part: Json) => Json) => PlainSchema;
}

/** Where a plain object comes from; a copy that was repaired comes from the same place. */
interface Origin {
  readonly document: number;
  readonly parent: Origin | undefined;
  readonly token: string;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** An own member; never what an object inherits. */
export const own = (value: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** A schema's texts as plain JSON. */
export function plainSchema(schema: JsonSchema): PlainSchema {
  const origins = new WeakMap<object, Origin>();
  const shelf = shelfOf(schema.documents);
  const roots = schema.documents.map(({ root, index }) =>
    plain(root, { document: index, parent: undefined, token: "" }, origins),
  );
  const found = new Map<string, Site | undefined>();
  const siteFor = (origin: Origin, reference: string): Site | undefined => {
    const key = `${origin.document} ${pointerOf(origin)} ${reference}`;
    if (!found.has(key)) {
      const spot = shelf.find(spotAt(schema, origin), reference);
      found.set(key, spot && siteOf(spot));
    }
    return found.get(key);
  };
  const rootAt = (given: readonly Json[], index: number): Json | undefined => {
    const known = given[index] ?? extra.get(index);
    if (known !== undefined) return known;
    const document = shelf.documents()[index];
    if (document === undefined) return undefined;
    const value = plain(document.root, { document: index, parent: undefined, token: "" }, origins);
    extra.set(index, value);
    return value;
  };
  const extra = new Map<number, Json>();
  const prunable = schema.documents.every(({ text }) => !hasInnerNames(text));
  const view = (given: readonly Json[]): PlainSchema => ({
    draft: schema.draft,
    onlyRef: !isModern(schema.draft),
    prunable,
    roots: given,
    uris: schema.documents.map((document) => document.uri),
    target: (part, reference) => {
      const origin = origins.get(part);
      const site = origin && siteFor(origin, reference);
      return site && valueAt(rootAt(given, site.document), site.pointer);
    },
    siteOf: (part) => {
      const origin = origins.get(part);
      return origin && { document: origin.document, pointer: pointerOf(origin) };
    },
    withPart: (site, replace) => {
      const root = given[site.document];
      if (root === undefined) return view(given);
      const changed = replaced(root, tokensOf(site.pointer), replace, origins);
      return view(given.map((one, index) => (index === site.document ? changed : one)));
    },
  });
  return view(roots);
}

const names = /"(?:\$?id|\$anchor|\$dynamicAnchor)"\s*:\s*"|"\$recursiveAnchor"/g;
const intoProperties = /"\$(?:ref|dynamicRef)"\s*:\s*"[^"]*\/properties\//;

const hasInnerNames = (text: string): boolean => intoProperties.test(text) || (text.match(names)?.length ?? 0) > 1;

function plain(node: JsonNode, origin: Origin, origins: WeakMap<object, Origin>): Json {
  const inner = (value: JsonNode, token: string): Json =>
    plain(value, { document: origin.document, parent: origin, token }, origins);
  switch (node.kind) {
    case "object": {
      const value = Object.fromEntries(node.members.map(({ key, value }) => [key, inner(value, key)]));
      origins.set(value, origin);
      return value;
    }
    case "array":
      return node.items.map((item, i) => inner(item, String(i)));
    case "number":
      return Number(node.text);
    case "null":
      return null;
    default:
      return node.value;
  }
}

function pointerOf(origin: Origin): string {
  if (origin.parent === undefined) return "";
  return `${pointerOf(origin.parent)}/${origin.token.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function spotAt(schema: JsonSchema, { document, parent, token }: Origin): Spot {
  if (parent === undefined) return rootSpot(schema.documents[document] ?? schema.documents[0]);
  const outer = spotAt(schema, parent);
  const value = step(outer.node, token);
  return value === undefined ? outer : innerSpot(outer, [token], value);
}

/** What a JSON pointer leads to; undefined where it leads nowhere. */
export function valueAt(root: Json | undefined, pointer: string): Json | undefined {
  let value = root;
  for (const token of tokensOf(pointer)) {
    if (isList(value)) value = value[Number(token)];
    else value = isObject(value) ? own(value, token) : undefined;
  }
  return value;
}

function replaced(
  value: Json,
  [token, ...rest]: readonly string[],
  replace: (part: Json) => Json,
  origins: WeakMap<object, Origin>,
): Json {
  if (token === undefined) return kept(value, replace(value), origins);
  if (isList(value)) {
    return value.map((item, i) => (String(i) === token ? replaced(item, rest, replace, origins) : item));
  }
  if (!isObject(value)) return value;
  const inner = own(value, token);
  if (inner === undefined) return value;
  return kept(value, { ...value, [token]: replaced(inner, rest, replace, origins) }, origins);
}

/** A copy stands where its original stood. */
function kept(original: Json, copy: Json, origins: WeakMap<object, Origin>): Json {
  const origin = isObject(original) ? origins.get(original) : undefined;
  if (origin !== undefined && isObject(copy) && !origins.has(copy)) origins.set(copy, origin);
  return copy;
}
