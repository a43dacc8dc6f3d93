import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { Catalogue } from "./catalogue.ts";

/** One schema file that differs between two trees. */
export interface ChangedPath {
  readonly path: string;
  readonly before: boolean;
  readonly after: boolean;
}

/**
 * The candidate's files that a change touches: those it edits or adds and, transitively, those that mention a type that an affected file defines,
 * before or after. A change in one file changes every schema that is built from it.
 */
export async function affectedPaths(
  changes: readonly ChangedPath[],
  before: Catalogue,
  candidate: Catalogue,
): Promise<readonly string[]> {
  const edited = changes.filter((change) => change.after).map((change) => change.path);
  await Promise.all([
    before.load(changes.filter((change) => change.before).map((change) => change.path)),
    candidate.load(edited),
  ]);
  const affected = new Set(edited);
  const known = new Map<Format, Set<string>>();
  let fresh = new Map<Format, Set<string>>();
  const defines = async (catalogue: Catalogue, path: string): Promise<void> => {
    const file = await catalogue.file(path);
    if (file === undefined || file instanceof SchemactlError) return;
    const names = known.get(file.format) ?? new Set();
    known.set(file.format, names);
    for (const name of file.outline?.defines ?? []) {
      if (names.has(name)) continue;
      names.add(name);
      fresh.set(file.format, (fresh.get(file.format) ?? new Set()).add(name));
    }
  };
  for (const { path } of changes) {
    await defines(before, path);
    await defines(candidate, path);
  }
  while (fresh.size > 0) {
    const asked = fresh;
    fresh = new Map();
    for (const [format, names] of asked) {
      for (const path of await candidate.mentioning(format, [...names])) {
        if (affected.has(path)) continue;
        affected.add(path);
        await defines(candidate, path);
      }
    }
  }
  return [...affected].sort();
}
