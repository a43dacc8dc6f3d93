import { SchemactlError } from "../errors.ts";
import type { Format } from "../formats/format.ts";
import type { Catalogue } from "./catalogue.ts";
import type { SchemaText } from "./schema-text.ts";
import type { ChangedPath } from "./tree.ts";

/** An edit of a file of which others use single definitions. */
interface Edit {
  readonly path: string;
  readonly format: Format;
  /** The words by which others use what means something else now. */
  readonly touched: ReadonlySet<string>;
  /** The names that the file claims since. */
  readonly added: readonly string[];
}

/** Edits that do not change everything about a file, and whom they change all the same. */
export interface Uses {
  /** The files that were edited so. */
  readonly edited: ReadonlySet<string>;
  /** The candidate's files that use what is touched: they mean something else now, though nobody may have edited them. */
  readonly users: readonly string[];
}

export const noUses: Uses = { edited: new Set(), users: [] };

/** Looks at edits one definition at a time, where a language allows it. Who uses nothing that an edit touches need not be compared anew. */
export async function usesOf(changes: readonly ChangedPath[], before: Catalogue, candidate: Catalogue): Promise<Uses> {
  const edits = await editsIn(changes, before, candidate);
  // Who refers to the others will be asked as well, and a search costs about as much for one file as for all.
  const paths = changes.map(({ path }) => path);
  for (const format of new Set(edits.map((edit) => edit.format))) await candidate.referring(format, paths);
  const uses = await usersOf(edits, candidate);
  if (uses.others.length === 0) return uses;
  // Two files that bring the same name can be read alone, and not together: whoever refers to both is the one to see it.
  const apart = withoutDoubles(edits, candidate);
  return apart.length < edits.length ? await usersOf(apart, candidate) : uses;
}

async function editsIn(
  changes: readonly ChangedPath[],
  before: Catalogue,
  candidate: Catalogue,
): Promise<readonly Edit[]> {
  const edits: Edit[] = [];
  for (const { path } of changes.filter((change) => change.before && change.after)) {
    const [old, now] = [await textOf(before, path), await textOf(candidate, path)];
    if (old === undefined || now === undefined || old.format !== now.format) continue;
    const touched = now.format.paths?.parts?.touched(old.text, now.text);
    if (touched === undefined) continue;
    const known = new Set(old.outline?.claims);
    const added = (now.outline?.claims ?? []).filter((name) => !known.has(name));
    edits.push({ path, format: now.format, touched, added });
  }
  return edits;
}

async function textOf(catalogue: Catalogue, path: string): Promise<SchemaText | undefined> {
  const file = await catalogue.part(path);
  return file instanceof SchemactlError ? undefined : file;
}

/** Follows references back from what was edited: names are passed on, whoever passes them. */
async function usersOf(
  edits: readonly Edit[],
  candidate: Catalogue,
): Promise<Uses & { readonly others: readonly string[] }> {
  const touchedIn = new Map(edits.map((edit) => [edit.path, edit.touched]));
  const [users, others]: [string[], string[]] = [[], []];
  for (const format of new Set(edits.map((edit) => edit.format))) {
    const own = edits.filter((edit) => edit.format === format);
    const editors = new Map<string, number>();
    for (const { touched } of own) for (const word of touched) editors.set(word, (editors.get(word) ?? 0) + 1);
    const seen = new Set<string>();
    const mentions = format.paths?.parts?.mentions ?? (() => true);
    for (let level = own.map(({ path }) => path); level.length > 0; ) {
      const next = (await candidate.referring(format, level)).filter((path) => !seen.has(path));
      for (const path of next) {
        seen.add(path);
        const ours = touchedIn.get(path);
        // What a file says of its own is no use of another's.
        const isUsed = (word: string): boolean => (editors.get(word) ?? 0) > (ours?.has(word) === true ? 1 : 0);
        const text = (await textOf(candidate, path))?.text ?? "";
        (mentions(text, isUsed) ? users : others).push(path);
      }
      level = next;
    }
  }
  await candidate.prepare(others);
  // Copies of one file may have become different, and then nobody knows which one is meant.
  users.push(...others.filter(candidate.isAmbiguous));
  return { edited: new Set(touchedIn.keys()), users, others };
}

/** Leaves out the edits that bring a name which another file has as well: whatever is read together with one of them is read by now. */
function withoutDoubles(edits: readonly Edit[], candidate: Catalogue): readonly Edit[] {
  const claimants = candidate.claiming(edits.flatMap(({ added }) => added));
  const isOwn = (name: string, { path }: Edit): boolean => claimants.get(name)?.every((one) => one === path) !== false;
  return edits.filter((edit) => edit.added.every((name) => isOwn(name, edit)));
}
