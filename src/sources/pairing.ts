import { SchemactlError } from "../errors.ts";
import type { Format, Outline } from "../formats/format.ts";
import type { Mode, Policy, Position } from "../model.ts";
import type { Catalogue } from "./catalogue.ts";
import { movedFrom } from "./moves.ts";
import type { SchemaText } from "./schema-text.ts";
import type { ChangedPath } from "./tree.ts";

/** What the configuration makes of one file. */
export interface Place {
  readonly subject: string;
  readonly was: readonly string[];
  readonly mode: Mode;
  readonly policy: Policy;
  readonly owner?: string;
  readonly tags: readonly string[];
  /** Other paths at which a file would have the same subject: the same below another root. */
  readonly elsewhere?: readonly string[];
}

/** Asks the configuration; undefined for a file that it ignores. A text that says nothing of itself is placed by its path. */
export type PlaceOf = (path: string, format: Format, outline: Outline | undefined) => Place | undefined;

/** A candidate's file, and the file of the baseline whose versions it continues. */
export interface Pair {
  readonly path: string;
  readonly format: Format;
  readonly place: Place;
  /** The path in the baseline; undefined for a new subject. */
  readonly before: string | undefined;
  /** The subject that this very file had, where it was another one that nothing goes on with. */
  readonly renamedFrom?: string;
  /** Where the file says its name. */
  readonly nameAt?: Position | undefined;
}

/** A subject of the baseline that no file of the candidate goes on with. */
export interface Gone {
  readonly path: string;
  readonly format: Format;
  readonly place: Place;
  /** Where the file said its name. */
  readonly nameAt?: Position | undefined;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly gone: readonly Gone[];
}

interface Placed {
  readonly path: string;
  readonly format: Format;
  readonly text: SchemaText | undefined;
  readonly place: Place;
}

/**
 * Finds for every affected file the file of the baseline that it continues: the one at its path, else the one it was moved from (the same
 * content, else the same subject), else another file of the same subject.
 */
export async function pairUp(
  affected: readonly string[],
  changes: readonly ChangedPath[],
  before: Catalogue,
  candidate: Catalogue,
  formatOf: (path: string) => Format | undefined,
  placeOf: PlaceOf,
): Promise<Pairing> {
  const placed = async (catalogue: Catalogue, path: string): Promise<Placed | undefined> => {
    const [file, format] = [await catalogue.file(path), formatOf(path)];
    if (file === undefined || format === undefined) return undefined;
    const text = file instanceof SchemactlError ? undefined : file;
    const place = placeOf(path, format, text?.outline);
    return place && { path, format, text, place };
  };
  const all = async (catalogue: Catalogue, paths: readonly string[]): Promise<readonly Placed[]> =>
    (await Promise.all(paths.map((path) => placed(catalogue, path)))).filter((file) => file !== undefined);

  const candidates = await all(candidate, affected);
  const left: string[] = [];
  for (const { path } of changes.filter((change) => change.before))
    if ((await candidate.file(path)) === undefined) left.push(path);
  const removed = await all(before, left);
  const subjects = new Set(candidates.flatMap((file) => [file.place.subject, ...file.place.was]));
  /** Whether some file of the candidate, affected or not, still has that subject. */
  const goesOn = async (file: Placed): Promise<boolean> => {
    if (subjects.has(file.place.subject)) return true;
    const others = await all(candidate, await namesakes(file));
    return others.some((other) => other.place.subject === file.place.subject);
  };
  /** The candidate's files that may have the same subject: by their name, or by their path below another root. */
  const namesakes = async (file: Placed): Promise<readonly string[]> => {
    const name = file.text?.outline?.name;
    const defining = name === undefined ? [] : await candidate.defining(file.format, name);
    return [...defining, ...(file.place.elsewhere ?? [])].filter((path) => path !== file.path);
  };
  const added = new Set(changes.filter((change) => !change.before).map(({ path }) => path));
  const kept = new Set(changes.filter((change) => change.after).map(({ path }) => path));
  const taken = new Set<string>();
  await before.load(candidates.map(({ path }) => path));
  const pairs: Pair[] = [];
  for (const file of candidates) {
    const { path, format, place } = file;
    const nameAt = file.text?.outline?.nameAt();
    const continues = [place.subject, ...place.was];
    const here = await placed(before, path);
    if (here !== undefined) {
      // A text that says no name of its own is still the subject that stood here.
      if (file.text?.outline === undefined) {
        pairs.push({ path, format, place: here.place, before: path });
        continue;
      }
      const renamed =
        here.text?.outline !== undefined && !continues.includes(here.place.subject) && !(await goesOn(here));
      pairs.push({
        path,
        format,
        place,
        nameAt,
        before: path,
        ...(renamed ? { renamedFrom: here.place.subject } : {}),
      });
      continue;
    }
    const [from, renamedFrom] = await originOf(file, continues);
    if (from !== undefined) taken.add(from.path);
    pairs.push({
      path,
      format,
      place,
      nameAt,
      before: from?.path,
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
    });
  }
  /** Where a file that is new at its path comes from; and under which other subject it was known there, where nothing goes on with that. */
  async function originOf(
    file: Placed,
    continues: readonly string[],
  ): Promise<readonly [from: Placed | undefined, renamedFrom?: string]> {
    const moved = removed.filter((old) => continues.includes(old.place.subject) && old.format === file.format);
    const own =
      moved.find((old) => old.text?.text === file.text?.text) ??
      moved[0] ??
      (await all(before, await namesakes(file))).find((other) => continues.includes(other.place.subject));
    const isMove = file.format.paths !== undefined && added.has(file.path);
    if (own !== undefined || !isMove || file.text === undefined) return [own];
    // Where files are known by their paths, a move is a new name: the versions are the same all the same.
    const free: { readonly text: SchemaText; readonly old: Placed }[] = [];
    for (const old of removed) {
      if (old.text?.outline === undefined || taken.has(old.path) || kept.has(old.path) || (await goesOn(old))) continue;
      free.push({ text: old.text, old });
    }
    const old = movedFrom(file.text, free)?.old;
    return old === undefined ? [undefined] : [old, old.place.subject];
  }
  const gone: Gone[] = [];
  for (const file of removed) {
    if (file.text?.outline === undefined || taken.has(file.path) || (await goesOn(file))) continue;
    const { path, format, place, text } = file;
    gone.push({ path, format, place, nameAt: text.outline?.nameAt() });
  }
  return { pairs, gone };
}
