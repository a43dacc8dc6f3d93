import type { Format } from "../formats/format.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { commitTree, emptyTree } from "./commit-tree.ts";
import { commitHistory, type History, tagHistory } from "./history.ts";
import { historyTrees, type Past } from "./history-tree.ts";
import type { Repository } from "./repository.ts";
import type { Tag } from "./tags.ts";
import type { Selection, Tree } from "./tree.ts";

/** The states that a baseline went through, newest first, state 0 being the newest: the commits of a first-parent history, tags, or one tree alone. */
export interface Lineage {
  /** What a person calls it: a commit, a tag, a directory. */
  readonly label: (state: number) => string;
  readonly catalogue: (state: number) => Catalogue;
  /** The first older state at which one of these paths is not what it is at `state`; undefined where there is none. */
  readonly olderChange: (state: number, paths: readonly string[]) => Promise<number | undefined>;
  /** The paths that are there at `state` and gone at the next newer one. */
  readonly goneAfter: (state: number) => Promise<readonly string[]>;
  /** The same states for somebody who asks about few files: their history alone is read, while nothing else is asked for. */
  readonly narrowedTo: (paths: readonly string[]) => Lineage;
}

/** What every lineage is made of. */
export interface Ground {
  readonly repository: Repository;
  readonly selection: Selection;
  readonly formatOf: (path: string) => Format | undefined;
  readonly sizeLimit: number;
}

/** A tree without a past. */
export function singleLineage(tree: Tree, label: string, formatOf: Ground["formatOf"]): Lineage {
  const catalogue = catalogueOf(tree, formatOf);
  const lineage: Lineage = {
    label: () => label,
    catalogue: () => catalogue,
    olderChange: async () => undefined,
    goneAfter: async () => [],
    narrowedTo: () => lineage,
  };
  return lineage;
}

/** Nothing earlier exists. */
export function emptyLineage(formatOf: Ground["formatOf"]): Lineage {
  return singleLineage(emptyTree(), "nothing", formatOf);
}

/** A commit and its first-parent history, which is read only when somebody asks for an older state. */
export function commitLineage(ground: Ground, commit: string): Lineage {
  const { repository, selection, sizeLimit } = ground;
  const load = (files?: readonly string[]): Promise<History> =>
    files === undefined
      ? commitHistory(repository, commit, selection)
      : commitHistory(repository, commit, { extensions: [], files }, selection);
  return pastLineage(ground, commitTree(repository, commit, sizeLimit), load);
}

/** Tags, the newest first. */
export function tagLineage(ground: Ground, tags: readonly [Tag, ...Tag[]]): Lineage {
  const { repository, selection, sizeLimit } = ground;
  const newest = tags.at(-1) ?? tags[0];
  const tree = { ...commitTree(repository, newest.commit, sizeLimit), label: newest.name };
  return pastLineage(ground, tree, () => tagHistory(repository, tags, selection));
}

/** So many files have a history of their own at a tenth of the cost of everybody's. */
const few = 24;

/** Reads the history of every schema, or of these files alone. */
type LoadHistory = (files?: readonly string[]) => Promise<History>;

/** State 0 is the tree itself; the older ones come from histories, whose numbers run the other way and are the same in all of them. */
function pastLineage({ repository, formatOf, sizeLimit }: Ground, newest: Tree, load: LoadHistory): Lineage {
  const first = catalogueOf(newest, formatOf, { small: true });
  const whole = once(() => load());
  const over = (past: Past): Lineage => {
    const treeAt = historyTrees(repository, past, formatOf, sizeLimit);
    let known: History | undefined;
    const at = (state: number): number => (known?.length ?? 0) - 1 - state;
    return {
      label: (state) => (state === 0 || known === undefined ? newest.label : known.labelAt(at(state))),
      catalogue: (state) =>
        state === 0 || known === undefined ? first : catalogueOf(treeAt(known, at(state)), formatOf),
      olderChange: async (state, paths) => {
        const history = await past.of(paths);
        known ??= history;
        const change = paths.reduce((latest, path) => Math.max(latest, changeOf(history, path, at(state))), 0);
        return change === 0 ? undefined : history.length - change;
      },
      goneAfter: async (state) => {
        const history = known ?? (await past.of([]));
        return (await history.removedAt(history.length - state)).map(({ path }) => path);
      },
      narrowedTo: (paths) => {
        if (paths.length > few) return over({ of: whole, whole });
        const [own, narrow] = [new Set(paths), once(() => load([...paths]))];
        return over({ of: (asked) => (asked.every((path) => own.has(path)) ? narrow() : whole()), whole });
      },
    };
  };
  return over({ of: whole, whole });
}

/** The state that brought what a path holds at `at`: one older than it, the path held something else. 0 where it was so from the start. */
function changeOf(history: History, path: string, at: number): number {
  const change = history.versionAt(path, at)?.at ?? 0;
  const truncation = change === 0 ? history.truncation(path) : undefined;
  if (truncation !== undefined) throw truncation;
  return change;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
