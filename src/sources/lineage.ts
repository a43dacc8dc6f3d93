import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { commitTree, emptyTree } from "./commit-tree.ts";
import { commitHistory, type History, tagHistory } from "./history.ts";
import { historyTrees, type Past } from "./history-tree.ts";
import type { Languages } from "./languages.ts";
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
  /**
   * The same states for somebody who asks about few files: their history alone is read, while nothing else is asked for. `isSure` has it
   * read from now on, beside whatever else goes on.
   */
  readonly narrowedTo: (paths: readonly string[], isSure?: boolean) => Lineage;
}

/** What every lineage is made of. */
export interface Ground {
  readonly repository: Repository;
  readonly selection: Selection;
  readonly languages: Languages;
  readonly sizeLimit: number;
}

/** A tree without a past. */
export function singleLineage(tree: Tree, label: string, languages: Languages): Lineage {
  const catalogue = catalogueOf(tree, languages);
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
export function emptyLineage(languages: Languages): Lineage {
  return singleLineage(emptyTree(), "nothing", languages);
}

/** A commit and its first-parent history, which is read only when somebody asks for an older state. */
export function commitLineage(ground: Ground, commit: string): Lineage {
  const { repository, selection, sizeLimit } = ground;
  const load: LoadHistory = (wanted) => commitHistory(repository, commit, wanted, wanted.files && selection);
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

/** Reads the history of every file of some endings, or of single files alone. */
type LoadHistory = (selection: Selection) => Promise<History>;

/** State 0 is the tree itself; the older ones come from histories, whose numbers run the other way and are the same in all of them. */
function pastLineage(
  { repository, selection, languages, sizeLimit }: Ground,
  newest: Tree,
  load: LoadHistory,
): Lineage {
  const first = catalogueOf(newest, languages, { small: true });
  const whole = onceFor((extensions) => load({ extensions }));
  const single = onceFor((files) => load({ extensions: [], files }));
  const over = (past: Past): Lineage => {
    const treeAt = historyTrees(repository, past, languages, sizeLimit);
    let known: History | undefined;
    const at = (state: number): number => (known?.length ?? 0) - 1 - state;
    return {
      label: (state) => (state === 0 || known === undefined ? newest.label : known.labelAt(at(state))),
      catalogue: (state) =>
        state === 0 || known === undefined ? first : catalogueOf(treeAt(known, at(state)), languages),
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
      narrowedTo: (paths, isSure = false) => {
        if (paths.length > few || paths.length === 0) return over(wholePast);
        const files = [...new Set(paths)].sort();
        // Whoever needs the answer sees why there is none.
        if (isSure) single(files).catch(() => {});
        return over({
          ...wholePast,
          of: (asked) => (asked.every((path) => files.includes(path)) ? single(files) : wholePast.of(asked)),
        });
      },
    };
  };
  const wholePast: Past = { of: (paths) => whole(endingsOf(paths, selection)), whole };
  return over(wholePast);
}

/** The endings that these paths have, of all that a run looks at: the history of the others is nobody's question. */
function endingsOf(paths: readonly string[], { extensions }: Selection): readonly string[] {
  const found = extensions.filter((extension) => paths.some((path) => path.endsWith(extension)));
  return found.length === 0 ? extensions : found;
}

/** The state that brought what a path holds at `at`: one older than it, the path held something else. 0 where it was so from the start. */
function changeOf(history: History, path: string, at: number): number {
  const change = history.versionAt(path, at)?.at ?? 0;
  const truncation = change === 0 ? history.truncation(path) : undefined;
  if (truncation !== undefined) throw truncation;
  return change;
}

/** Loads the history of some endings, or of some files, once. */
function onceFor(load: (names: readonly string[]) => Promise<History>): (names: readonly string[]) => Promise<History> {
  const loaded = new Map<string, Promise<History>>();
  return (names) => {
    const key = names.join("\0");
    const history = loaded.get(key) ?? load(names);
    loaded.set(key, history);
    return history;
  };
}
