import { SchemactlError } from "../../errors.ts";
import type { Need, Outline } from "../format.ts";
import { type JsonNode, memberOf } from "../json-text.ts";
import { openDocuments } from "./documents.ts";
import { idKeyword } from "./drafts.ts";
import type { JsonSchemaDocument } from "./types.ts";
import { resolveUri, splitFragment } from "./uris.ts";

/** One reference, as written and from where. */
interface Mention {
  readonly reference: string;
  readonly base: string;
  readonly offset: number;
}

const references: ReadonlySet<string> = new Set(["$ref", "$dynamicRef"]);
/** What stands under these is data, or a list of names. */
const noSchemas: ReadonlySet<string> = new Set(["enum", "const", "default", "examples", "required"]);
/** What stands under these are schemas by names of the user's own. */
const named: ReadonlySet<string> = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"],
]);

/** The drafts' own schemas, which every text may refer to. */
const builtIn = /^https?:\/\/json-schema\.org\/(?:draft-0\d|draft\/[\d-]+)\/(?:schema|meta\/[\w-]+)$/;

/** What a text says of itself before any other text is read; undefined for a text that is no JSON. */
export function outline(text: string): Outline | undefined {
  const document = opened(text);
  if (document === undefined) return undefined;
  const defined = new Set<string>();
  const mentions: Mention[] = [];
  walk(document, document.root, "", defined, mentions);
  const needs = mentions.flatMap((mention) => needOf(mention, document, defined));
  return {
    name: undefined,
    nameAt: nameAt(document),
    defines: [...defined].filter(isAbsolute),
    needs,
  };
}

function opened(text: string): JsonSchemaDocument | undefined {
  try {
    return openDocuments({ text }, false)[0];
  } catch (error) {
    if (error instanceof SchemactlError) return undefined;
    throw error;
  }
}

function walk(
  document: JsonSchemaDocument,
  node: JsonNode,
  outer: string,
  defined: Set<string>,
  mentions: Mention[],
): void {
  if (node.kind === "array") for (const item of node.items) walk(document, item, outer, defined, mentions);
  if (node.kind !== "object") return;
  const id = memberOf(node, idKeyword(document.draft))?.value;
  const renamed = id?.kind === "string" && !id.value.startsWith("#");
  const base = renamed ? splitFragment(resolveUri(outer, id.value))[0] : outer;
  if (renamed) defined.add(base);
  for (const { key, value } of node.members) {
    if (value.kind === "string" && references.has(key)) {
      mentions.push({ reference: value.value, base, offset: value.offset });
    } else if (named.has(key) && value.kind === "object") {
      for (const member of value.members) walk(document, member.value, base, defined, mentions);
    } else if (!noSchemas.has(key)) walk(document, value, base, defined, mentions);
  }
}

const isAbsolute = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(uri);

/** A reference that leaves the text: by its whole name, by the way there from the text's own name, and as written. */
function needOf(
  { reference, base, offset }: Mention,
  document: JsonSchemaDocument,
  defined: ReadonlySet<string>,
): readonly Need[] {
  const [written] = splitFragment(reference);
  const [uri] = splitFragment(resolveUri(base, reference));
  if (written === "" || uri === "" || defined.has(uri) || builtIn.test(uri)) return [];
  const names = isAbsolute(uri) ? [uri, wayFrom(document.uri, uri)] : [uri];
  const known = [...names, written].filter((name) => name !== undefined);
  return [{ names: [...new Set(known)], ...document.positionOf(offset) }];
}

/** A relative reference from one URI to another on the same host: schemas are often filed as their names say. */
function wayFrom(base: string, uri: string): string | undefined {
  const [from, to] = [base, uri].map((whole) => /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*\/)([^?#]*)$/i.exec(whole));
  if (from?.[1] === undefined || from[1] !== to?.[1]) return undefined;
  const folders = (from[2] ?? "").split("/").slice(0, -1);
  const path = (to[2] ?? "").split("/");
  const last = path.length - 1;
  let shared = 0;
  while (shared < Math.min(folders.length, last) && folders[shared] === path[shared]) shared += 1;
  return [...folders.slice(shared).map(() => ".."), ...path.slice(shared)].join("/") || undefined;
}

function nameAt({ root, draft, positionOf }: JsonSchemaDocument): Outline["nameAt"] {
  const member = memberOf(root, idKeyword(draft)) ?? memberOf(root, "title");
  return placeOf(member?.value.offset ?? root.offset, positionOf);
}

/** Made out of sight of the tree, which it would hold on to. */
function placeOf(offset: number, positionOf: JsonSchemaDocument["positionOf"]): Outline["nameAt"] {
  return () => positionOf(offset);
}
