import { SchemactlError } from "../../errors.ts";
import type { SchemaSource } from "../../model.ts";
import { duplicateMembers, type JsonNode, type JsonText, memberOf, readJson } from "../json-text.ts";
import { draftOf, idKeyword, isModern } from "./drafts.ts";
import { commentIn, endOfFirstValue } from "./text-scan.ts";
import type { Draft, JsonSchemaDocument } from "./types.ts";
import { resolveUri, splitFragment } from "./uris.ts";

type Documents = readonly [JsonSchemaDocument, ...JsonSchemaDocument[]];

/** Reads a schema's own text and its references. What a strict reading refuses, a lenient one reads as the registry does. */
export function openDocuments({ text, file = "", references = [] }: SchemaSource, strict: boolean): Documents {
  const json = readPlainJson(text, undefined, strict);
  const draft = draftOf(json.root);
  const uri = named(json.root, draft, splitFragment(file)[0]);
  const own = { ...json, index: 0, name: undefined, file: undefined, uri, draft };
  const others = references.map((reference, i) => {
    const json = readPlainJson(reference.text, reference.file ?? reference.name, strict);
    const spoken = effectiveDraft(draftOf(json.root), draft);
    // Where the schema is known by its path only, so is what it refers to.
    const local = /^[a-z][a-z0-9+.-]*:/i.test(uri) ? undefined : reference.file;
    const base = splitFragment(local ?? resolveUri(uri, reference.name))[0];
    const { name, file = reference.name } = reference;
    return { ...json, index: i + 1, name, file, uri: named(json.root, spoken, base), draft: spoken };
  });
  return [own, ...others];
}

/** The registry reads a schema and all it refers to with one engine, which does not know the other's drafts. */
function effectiveDraft(draft: Draft, root: Draft): Draft {
  return isModern(draft) === isModern(root) ? draft : root;
}

function named(root: JsonNode, draft: Draft, base: string): string {
  const id = memberOf(root, idKeyword(draft))?.value;
  return id?.kind === "string" ? splitFragment(resolveUri(base, id.value))[0] : base;
}

function readPlainJson(text: string, file: string | undefined, strict: boolean): JsonText {
  const json = strict ? readJson(text, file) : readFirstValue(text, file);
  const fail = (message: string, offset: number): never => {
    throw new SchemactlError("schema", `not valid JSON: ${message}`, { file, ...json.positionOf(offset) });
  };
  const comment = commentIn(json.text);
  if (comment !== undefined) fail("JSON has no comments", comment);
  const duplicate = strict ? duplicateMembers(json.root)[0] : undefined;
  if (duplicate !== undefined) fail(`the key \`${duplicate.key}\` stands twice`, duplicate.keyOffset);
  return json;
}

/** The registry's JSON parser stops after the root value. */
function readFirstValue(text: string, file: string | undefined): JsonText {
  try {
    return readJson(text, file);
  } catch (error) {
    const end = endOfFirstValue(text);
    if (end === undefined || text.slice(end).trim() === "") throw error;
    return readJson(text.slice(0, end), file);
  }
}
