import type { EarlierVersion } from "../compatibility/compare.ts";
import { type Recent, recent } from "../compatibility/recent.ts";
import { SchemactlError } from "../errors.ts";
import type { Format, Loaded, Outline } from "../formats/format.ts";
import type { Catalogue, Resolved } from "./catalogue.ts";
import type { Lineage } from "./lineage.ts";
import { movedFrom } from "./moves.ts";
import type { SchemaText } from "./schema-text.ts";

/** What is looked for in a lineage. */
export interface Trail {
  readonly format: Format;
  /** Where it stands at the newest state. */
  readonly path: string;
  /** Whether a version that says this of itself at that path is a version of the subject. */
  readonly belongs: (path: string, outline: Outline) => boolean;
  /** Told of each state at which the file was no valid schema: such a state is no version. */
  readonly onInvalid?: (label: string, error: SchemactlError) => void;
}

/** A version, and the texts it was read from. */
export interface PastVersion extends EarlierVersion<string> {
  readonly resolved: Resolved;
}

/**
 * The distinct versions of a subject along a lineage, newest first. It follows the path and, at the state that adds it, goes on at a path that was
 * removed there with the same content, else with the same name. Two versions are the same only if all that they reach is.
 */
export async function* versionsOf(lineage: Lineage, trail: Trail): AsyncGenerator<PastVersion, void, undefined> {
  const seen = new Set<string>();
  const schemas = recent<string, Loaded>();
  let path = trail.path;
  let newer: Resolved | undefined;
  for (let state: number | undefined = 0; state !== undefined; ) {
    const catalogue = lineage.catalogue(state);
    const found: Resolved | SchemactlError | undefined = await resolvedAt(catalogue, path);
    if (found === undefined) {
      const from: string | undefined = newer && (await originOf(catalogue, await lineage.goneAfter(state), newer));
      if (from === undefined) state = await lineage.olderChange(state, [path]);
      else path = from;
      newer = undefined;
      continue;
    }
    if (found instanceof SchemactlError) trail.onInvalid?.(lineage.label(state), found);
    else {
      newer = found;
      if (!seen.has(found.identity) && (found.file.outline === undefined || trail.belongs(path, found.file.outline))) {
        seen.add(found.identity);
        const schema = parsed(trail.format, found, schemas);
        if (schema instanceof SchemactlError) trail.onInvalid?.(lineage.label(state), schema);
        else yield { version: lineage.label(state), schema, resolved: found };
      }
    }
    state = await lineage.olderChange(state, found instanceof SchemactlError ? [path] : [path, ...found.watches]);
  }
}

async function resolvedAt(catalogue: Catalogue, path: string): Promise<Resolved | SchemactlError | undefined> {
  try {
    return await catalogue.resolve(path);
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return error;
    throw error;
  }
}

/** Equal only for versions that are compared alike, which then are one schema. */
function meaningOf({ file, source, identity }: Resolved): string {
  return source.references === undefined && file.format.meaning !== undefined
    ? file.format.meaning(source.text)
    : identity;
}

function parsed(format: Format, resolved: Resolved, known: Recent<string, Loaded>): Loaded | SchemactlError {
  try {
    return known.of(meaningOf(resolved), () => format.parse(resolved.source, { strictness: "lenient" }));
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return error;
    throw error;
  }
}

async function originOf(catalogue: Catalogue, gone: readonly string[], newer: Resolved): Promise<string | undefined> {
  const { format } = newer.file;
  const alike = gone.filter((path) => format.extensions.some((extension) => path.endsWith(extension)));
  await catalogue.load(alike);
  const texts: { readonly text: SchemaText }[] = [];
  for (const path of alike) {
    const text = await catalogue.file(path);
    if (text !== undefined && !(text instanceof SchemactlError)) texts.push({ text });
  }
  return movedFrom(newer.file, texts)?.text.path;
}
