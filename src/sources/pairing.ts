import { SchemactlError } from "../errors.ts";
import type { Format, Outline } from "../formats/format.ts";
import type { Mode, Policy, Position } from "../model.ts";
import type { Catalogue } from "./catalogue.ts";
import type { SchemaText } from "./schema-text.ts";
import type { ChangedPath } from "./scope.ts";

/** What the configuration makes of one file. */
export interface Place {
  readonly subject: string;
  readonly was: readonly string[];
  readonly mode: Mode;
  readonly policy: Policy;
  readonly owner?: string;
  readonly tags: readonly string[];
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
  const removed = await all(
    before,
    changes.filter((change) => change.before && !change.after).map((change) => change.path),
  );
  const subjects = new Set(candidates.flatMap((file) => [file.place.subject, ...file.place.was]));
  /** Whether some file of the candidate, affected or not, still has that subject. */
  const goesOn = async (file: Placed): Promise<boolean> => {
    if (subjects.has(file.place.subject)) return true;
    const name = file.text?.outline?.name;
    if (name === undefined) return false;
    const others = await all(candidate, await candidate.defining(file.format, name));
    return others.some((other) => other.place.subject === file.place.subject);
  };
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  for (const file of candidates) {
    const { path, format, place } = file;
    const nameAt = file.text?.outline?.nameAt;
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
    const moved = removed.filter((old) => continues.includes(old.place.subject) && old.format === format);
    const from = moved.find((old) => old.text?.text === file.text?.text) ?? moved[0] ?? (await copyOf(file, continues));
    if (from !== undefined) taken.add(from.path);
    pairs.push({ path, format, place, nameAt, before: from?.path });
  }
  async function copyOf(file: Placed, continues: readonly string[]): Promise<Placed | undefined> {
    const name = file.text?.outline?.name;
    const paths =
      name === undefined ? [] : (await candidate.defining(file.format, name)).filter((path) => path !== file.path);
    return (await all(before, paths)).find((other) => continues.includes(other.place.subject));
  }
  const gone: Gone[] = [];
  for (const file of removed) {
    if (file.text?.outline === undefined || taken.has(file.path) || (await goesOn(file))) continue;
    const { path, format, place, text } = file;
    gone.push({ path, format, place, nameAt: text.outline?.nameAt });
  }
  return { pairs, gone };
}
