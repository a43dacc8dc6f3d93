import type { Format } from "../formats/format.ts";
import { commitTree } from "./commit-tree.ts";
import type { History } from "./history.ts";
import type { Languages } from "./languages.ts";
import type { Repository } from "./repository.ts";
import { type Contents, isOversized, type Tree } from "./tree.ts";

/** So many versions of a path are read ahead: a history is walked from version to older version. */
const readAhead = 128;

/** So many are held of all paths together: a schema and what it refers to are walked side by side. */
const mostHeld = 4 * readAhead;

/** Where a history comes from: the one that is enough for these paths, or that of every file of some endings. */
export interface Past {
  readonly of: (paths: readonly string[]) => Promise<History>;
  readonly whole: (extensions: readonly string[]) => Promise<History>;
}

/** The states of a history as trees. They share what was read, and one index of which blob defines which name. */
export function historyTrees(
  repository: Repository,
  past: Past,
  languages: Languages,
  limit: number,
): (history: History, at: number) => Tree {
  /** By path and blob, the path first that was read ahead longest ago. */
  const ahead = new Map<string, ReadonlyMap<string, Promise<Contents>>>();
  const indexes = new Map<History, Promise<ReadonlyMap<string, readonly Defined[]>>>();

  /** Whoever asked for the first goes on while the others arrive. */
  const arriving = (oids: readonly string[]): ReadonlyMap<string, Promise<Contents>> => {
    const blobs = repository.objects.readBlobs(oids, limit);
    const next = async (oid: string): Promise<Contents> => {
      const { done, value } = await blobs.next();
      // One that could not be read ends the row; those behind it are asked for by themselves.
      return done === true ? await repository.objects.readBlob(oid, limit) : value;
    };
    const entries = oids.map((oid) => [oid, next(oid)] as const);
    // It may be that nobody asks for it.
    for (const [, promise] of entries) promise.catch(() => {});
    return new Map(entries);
  };
  const fill = (path: string, oids: readonly string[]): ReadonlyMap<string, Promise<Contents>> => {
    const filled = arriving(oids);
    ahead.delete(path);
    let held = filled.size;
    for (const { size } of ahead.values()) held += size;
    for (const [oldest, { size }] of ahead) {
      if (held <= mostHeld) break;
      ahead.delete(oldest);
      held -= size;
    }
    ahead.set(path, filled);
    return filled;
  };
  const readOne = async (history: History, path: string, at: number): Promise<Contents> => {
    const oid = history.blobAt(path, at);
    if (oid === undefined) return undefined;
    return await (ahead.get(path)?.get(oid) ?? fill(path, olderBlobs(history, path, at)).get(oid));
  };
  return (known, at) => ({
    label: known.labelAt(at),
    list: async ({ extensions }) =>
      (await past.whole(extensions))
        .pathsAt(at)
        .filter((path) => extensions.some((extension) => path.endsWith(extension)))
        .map((path) => ({ path, mode: "file" as const })),
    read: async (paths) => {
      const history = await past.of(paths);
      const contents: Contents[] = [];
      for (const path of paths) contents.push(await readOne(history, path, at));
      return contents;
    },
    search: async (needles, selection) => {
      const { extensions } = selection;
      const history = await past.whole(extensions);
      // A history of files most of which are no schemas is not read as a whole: git looks into the one state.
      const one = history.paths.find((path) => languages.formatOf(path) !== undefined);
      if (one !== undefined && languages.formatOf(one)?.recognises !== undefined)
        return commitTree(repository, known.commitAt(at), limit).search(needles, selection);
      const index = indexes.get(history) ?? definitions(repository, history, languages.formatOf, limit);
      indexes.set(history, index);
      const defined = await index;
      const found = needles
        .flatMap((needle) => defined.get(needle) ?? [])
        .filter(({ path, oid }) => history.blobAt(path, at) === oid);
      return [...new Set(found.map(({ path }) => path))].sort();
    },
    changesFrom: () => Promise.reject(new TypeError("a state of a history is never a candidate")),
  });
}

/** What a path holds in a state, and the distinct blobs that it held before, as many as are read ahead. */
function olderBlobs(history: History, path: string, at: number): readonly string[] {
  const oids = new Set<string>();
  for (let version = history.versionAt(path, at); version !== undefined && oids.size < readAhead; ) {
    if (version.oid !== undefined) oids.add(version.oid);
    version = version.at === 0 ? undefined : history.versionAt(path, version.at - 1);
  }
  return [...oids];
}

interface Defined {
  readonly path: string;
  readonly oid: string;
}

/** Which versions of which paths define something that a needle stands for: every blob of the history, read once. */
async function definitions(
  repository: Repository,
  history: History,
  formatOf: (path: string) => Format | undefined,
  limit: number,
): Promise<ReadonlyMap<string, readonly Defined[]>> {
  const versions = history.paths.flatMap((path) =>
    [...new Set(history.timeline(path).flatMap(({ oid }) => oid ?? []))].map((oid) => ({ path, oid })),
  );
  const found = new Map<string, Defined[]>();
  const utf8 = new TextDecoder();
  let next = 0;
  for await (const contents of repository.objects.readBlobs(
    versions.map(({ oid }) => oid),
    limit,
  )) {
    const version = versions[next++];
    const format = version && formatOf(version.path);
    if (version === undefined || format === undefined || contents === undefined || isOversized(contents)) continue;
    for (const needle of new Set((format.outline(utf8.decode(contents))?.defines ?? []).map(format.needle))) {
      const known = found.get(needle);
      if (known === undefined) found.set(needle, [version]);
      else known.push(version);
    }
  }
  return found;
}
