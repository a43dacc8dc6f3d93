import { SchemactlError } from "../errors.ts";
import type { Format, Loaded } from "../formats/format.ts";
import type { ReportedFinding } from "../model.ts";
import type { Catalogue, Resolved } from "../sources/catalogue.ts";
import type { PlaceOf } from "../sources/pairing.ts";
import type { PastVersion } from "../sources/versions.ts";

/** A subject as it is looked for in the tree of the merge-base. */
export interface Wanted {
  readonly format: Format;
  /** Where it may stand, the likeliest first. */
  readonly paths: readonly string[];
  /** The full name of its schema. */
  readonly name: string | undefined;
  /** The subjects that count. */
  readonly subjects: readonly string[];
}

/** The merge-base's own version of a subject. */
export interface OwnVersion {
  readonly resolved: Resolved;
  readonly schema: Loaded;
}

/** The file that has one of these subjects in a tree; undefined where none has. */
export async function fileOfSubject(
  catalogue: Catalogue,
  { format, paths, name, subjects }: Wanted,
  placeOf: PlaceOf,
): Promise<string | undefined> {
  const isIt = async (path: string): Promise<boolean> => {
    const file = await catalogue.file(path);
    if (file === undefined || file instanceof SchemactlError || file.format !== format) return false;
    const subject = placeOf(path, format, file.outline)?.subject;
    return subject !== undefined && subjects.includes(subject);
  };
  for (const path of new Set(paths)) if (await isIt(path)) return path;
  const namesakes = name === undefined ? [] : await catalogue.defining(format, name);
  for (const path of namesakes) if (await isIt(path)) return path;
  return undefined;
}

/** The versions of a subject at every state of the merge-base; none where one of the states has none, since then nothing can be standing. */
export async function ownVersions(
  states: readonly Catalogue[],
  wanted: Wanted,
  placeOf: PlaceOf,
): Promise<readonly OwnVersion[]> {
  const found: OwnVersion[] = [];
  for (const state of states) {
    const version = await ownVersion(state, wanted, placeOf);
    if (version === undefined) return [];
    found.push(version);
  }
  return found;
}

async function ownVersion(state: Catalogue, wanted: Wanted, placeOf: PlaceOf): Promise<OwnVersion | undefined> {
  const path = await fileOfSubject(state, wanted, placeOf);
  if (path === undefined) return undefined;
  try {
    const resolved = await state.resolve(path);
    return resolved && { resolved, schema: wanted.format.parse(resolved.source, { strictness: "lenient" }) };
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return undefined;
    throw error;
  }
}

/** The schemas of these versions; the one that the baseline begins with is the very same object, which shows nothing against itself. */
export function schemasOf(own: readonly OwnVersion[], newest: PastVersion | undefined): readonly Loaded[] {
  return own.map(({ resolved, schema }) => (newest?.resolved.identity === resolved.identity ? newest.schema : schema));
}

/** A finding of the gate's own that the merge-base shows against the same baseline. */
export function standingIf(isStanding: boolean, finding: ReportedFinding): ReportedFinding {
  return isStanding ? { ...finding, status: "standing" } : finding;
}
