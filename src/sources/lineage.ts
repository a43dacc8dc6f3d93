import type { Format } from "../formats/format.ts";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { commitTree, emptyTree } from "./commit-tree.ts";
import { commitHistory, type History, tagHistory } from "./history.ts";
import { historyTrees } from "./history-tree.ts";
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
  return {
    label: () => label,
    catalogue: () => catalogue,
    olderChange: async () => undefined,
    goneAfter: async () => [],
  };
}

/** Nothing earlier exists. */
export function emptyLineage(formatOf: Ground["formatOf"]): Lineage {
  return singleLineage(emptyTree(), "nothing", formatOf);
}

/** A commit and its first-parent history, which is read only when somebody asks for an older state. */
export function commitLineage(ground: Ground, commit: string): Lineage {
  const tree = commitTree(ground.repository, commit, ground.sizeLimit);
  return pastLineage(ground, tree, () => commitHistory(ground.repository, commit, ground.selection));
}

/** Tags, the newest first. */
export function tagLineage(ground: Ground, tags: readonly [Tag, ...Tag[]]): Lineage {
  const newest = tags.at(-1) ?? tags[0];
  const tree = commitTree(ground.repository, newest.commit, ground.sizeLimit);
  return pastLineage(ground, { ...tree, label: newest.name }, () =>
    tagHistory(ground.repository, tags, ground.selection),
  );
}

/** State 0 is the tree itself; the older ones come from the history, whose numbers run the other way. */
function pastLineage({ repository, formatOf, sizeLimit }: Ground, newest: Tree, load: () => Promise<History>): Lineage {
  const first = catalogueOf(newest, formatOf);
  let loading: Promise<History> | undefined;
  let loaded: { readonly history: History; readonly treeAt: (at: number) => Tree } | undefined;
  const past = async (): Promise<History> => {
    loading ??= load();
    const history = await loading;
    loaded ??= { history, treeAt: historyTrees(repository, history, formatOf, sizeLimit) };
    return history;
  };
  const older = (
    state: number,
  ): { readonly history: History; readonly treeAt: (at: number) => Tree; readonly at: number } => {
    if (loaded === undefined) throw new TypeError("no older state was asked for yet");
    return { ...loaded, at: loaded.history.length - 1 - state };
  };
  return {
    label: (state) => (state === 0 ? newest.label : older(state).history.labelAt(older(state).at)),
    catalogue: (state) => (state === 0 ? first : catalogueOf(older(state).treeAt(older(state).at), formatOf)),
    olderChange: async (state, paths) => {
      const history = await past();
      const at = history.length - 1 - state;
      for (const path of paths) {
        const truncation = lastChange(history, path, at) === undefined ? history.truncation(path) : undefined;
        if (truncation !== undefined) throw truncation;
      }
      const changes = paths.map((path) => lastChange(history, path, at) ?? 0);
      const change = Math.max(0, ...changes);
      return change === 0 ? undefined : history.length - change;
    },
    goneAfter: async (state) => {
      const history = await past();
      return (await history.removedAt(history.length - state)).map(({ path }) => path);
    },
  };
}

/** The state that brought what a path holds at `at`: one older than it, the path held something else. Undefined where it was so from the start. */
function lastChange(history: History, path: string, at: number): number | undefined {
  const version = history.timeline(path).findLast((known) => known.at <= at);
  return version === undefined || version.at === 0 ? undefined : version.at;
}
