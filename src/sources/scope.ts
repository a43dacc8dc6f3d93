import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ChangedPath } from "./tree.ts";
import { noUses, usesOf } from "./uses.ts";

/**
 * The candidate's files that a change touches: those it edits or adds and, transitively, those that mention a type that an affected file defines,
 * before or after, or refer to its path. A change in one file changes every schema that is built from it; `byUse` leaves out those that use only what
 * is as it was, where schemas are built from single definitions of other files.
 */
export async function affectedPaths(
  changes: readonly ChangedPath[],
  before: Catalogue,
  candidate: Catalogue,
  byUse: boolean,
): Promise<readonly string[]> {
  const present = changes.filter((change) => change.after).map((change) => change.path);
  await Promise.all([
    before.load(changes.filter((change) => change.before).map((change) => change.path)),
    candidate.load(present),
  ]);
  const affected = new Set(present);
  /** Those of them that may mean something else as a whole. */
  const whole = new Set<string>();
  const known = new Map<Format, Ripple>();
  let fresh = new Map<Format, Ripple>();
  const spread = async (catalogue: Catalogue, path: string): Promise<void> => {
    const file = await catalogue.part(path);
    if (file === undefined || file instanceof SchemactlError) return;
    const told = rippleOf(known, file.format);
    const next = rippleOf(fresh, file.format);
    for (const name of file.outline?.defines ?? []) if (isNew(told.names, name)) next.names.add(name);
    if (file.format.paths !== undefined && isNew(told.paths, path)) next.paths.add(path);
  };
  const { edited, users } = byUse ? await usesOf(changes, before, candidate) : noUses;
  for (const { path } of changes) {
    if (edited.has(path)) continue;
    await spread(before, path);
    await spread(candidate, path);
  }
  for (const path of users) {
    affected.add(path);
    await spread(candidate, path);
  }
  while (fresh.size > 0) {
    const asked = fresh;
    fresh = new Map();
    for (const [format, { names, paths }] of asked) {
      const reached = [
        ...(await candidate.mentioning(format, [...names])),
        ...(await candidate.referring(format, [...paths])),
      ];
      for (const path of reached) {
        affected.add(path);
        if (isNew(whole, path)) await spread(candidate, path);
      }
    }
  }
  return [...affected].sort();
}

/** What an affected file touches in others: the names that it defines, and the path where it stands. */
interface Ripple {
  readonly names: Set<string>;
  readonly paths: Set<string>;
}

function rippleOf(ripples: Map<Format, Ripple>, format: Format): Ripple {
  const ripple = ripples.get(format) ?? { names: new Set(), paths: new Set() };
  ripples.set(format, ripple);
  return ripple;
}

/** Whether a set gained something. */
function isNew(set: Set<string>, value: string): boolean {
  const { size } = set;
  return set.add(value).size > size;
}
