import type { Format } from "../formats/format.ts";
import type { History } from "./history.ts";
import type { Repository } from "./repository.ts";
import { type Contents, isOversized, type Tree } from "./tree.ts";

/** So many versions of a path are read ahead: a history is walked from version to older version. */
const readAhead = 64;

/** The states of a history as trees. They share what was read, and one index of which blob defines which name. */
export function historyTrees(
  repository: Repository,
  history: History,
  formatOf: (path: string) => Format | undefined,
  limit: number,
): (at: number) => Tree {
  const ahead = new Map<string, Contents>();
  let index: Promise<ReadonlyMap<string, readonly Defined[]>> | undefined;

  const fill = async (oids: readonly string[]): Promise<void> => {
    ahead.clear();
    let next = 0;
    for await (const contents of repository.objects.readBlobs(oids, limit)) ahead.set(oids[next++] ?? "", contents);
  };
  const readOne = async (path: string, at: number): Promise<Contents> => {
    const oid = history.blobAt(path, at);
    if (oid === undefined) return undefined;
    if (!ahead.has(oid)) {
      const older = history.timeline(path).filter((version) => version.at <= at && version.oid !== undefined);
      await fill([...new Set([oid, ...older.slice(-readAhead).map((version) => version.oid ?? oid)])]);
    }
    return ahead.get(oid);
  };
  return (at) => ({
    label: history.labelAt(at),
    list: async ({ extensions }) =>
      history
        .pathsAt(at)
        .filter((path) => extensions.some((extension) => path.endsWith(extension)))
        .map((path) => ({ path, mode: "file" as const })),
    read: async (paths) => {
      const contents: Contents[] = [];
      for (const path of paths) contents.push(await readOne(path, at));
      return contents;
    },
    search: async (needles) => {
      index ??= definitions(repository, history, formatOf, limit);
      const defined = await index;
      const found = needles
        .flatMap((needle) => defined.get(needle) ?? [])
        .filter(({ path, oid }) => history.blobAt(path, at) === oid);
      return [...new Set(found.map(({ path }) => path))].sort();
    },
    changesFrom: () => Promise.reject(new TypeError("a state of a history is never a candidate")),
  });
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
