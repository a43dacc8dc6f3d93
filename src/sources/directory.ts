import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { SchemactlError } from "../errors.ts";
import { entryOnDisk, folderCheck, pathOnDisk, readOnDisk } from "./disk.ts";
import { comparePaths, decodePath, isSelected } from "./path-bytes.ts";
import { holdsAny } from "./search.ts";
import { type Contents, defaultSizeLimit, type FileChange, type Selection, type Tree, type TreeEntry } from "./tree.ts";

/** Folders whose files are nobody's sources. */
const skipped: ReadonlySet<string> = new Set([".git", "node_modules"]);

/**
 * A directory on the disk, walked without following links and without `node_modules` and folders that are repositories of
 * their own. Throws `usage` where there is none.
 */
export function directoryTree(path: string, limit = defaultSizeLimit): Tree {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new SchemactlError("usage", `\`${path}\` is no directory`);
  const root = realpathSync(path);
  const isThere = folderCheck(root);
  const read = (file: string): Contents => (isThere(file) ? readOnDisk(root, file, limit) : undefined);
  let walked: readonly string[] | undefined;
  const list = async (selection: Selection): Promise<readonly TreeEntry[]> => {
    walked ??= walk(root).sort(comparePaths);
    return walked
      .filter((file) => isSelected(file, selection))
      .map((file) => entryOnDisk(root, file))
      .filter((entry) => entry !== undefined);
  };
  const tree: Tree = {
    label: path,
    list,
    read: async (paths) => paths.map(read),
    search: async (needles, selection) =>
      (await list(selection))
        .filter((entry) => entry.mode === "file" && holdsAny(read(entry.path), needles))
        .map((entry) => entry.path),
    changesFrom: () => {
      throw new TypeError("a directory holds no commits: use compareTrees");
    },
  };
  return tree;
}

const ownRepository = Buffer.from(".git");

function walk(root: string): string[] {
  const files: string[] = [];
  for (const folders = [""]; folders.length > 0; ) {
    const folder = folders.pop() ?? "";
    const entries = entriesOf(root, folder);
    if (folder !== "" && entries.some(({ name }) => name.equals(ownRepository))) continue;
    for (const entry of entries) {
      const name = decodePath(entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(name)) folders.push(`${folder}${name}/`);
      } else files.push(folder + name);
    }
  }
  return files;
}

function entriesOf(root: string, folder: string): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(pathOnDisk(root, folder), { withFileTypes: true, encoding: "buffer" });
  } catch (cause) {
    const message = `the folder \`${folder || root}\` cannot be read: ${(cause as Error).message}`;
    throw new SchemactlError("undecided", message, { cause });
  }
}

/** How many files are held at once while contents are compared. */
const lot = 64;

/** What differs between two trees of any kind, by path and contents. */
export async function compareTrees(before: Tree, after: Tree, selection: Selection): Promise<readonly FileChange[]> {
  const [old, now] = await Promise.all([before.list(selection), after.list(selection)]);
  const sides = new Map<string, { before?: TreeEntry; after?: TreeEntry }>();
  for (const entry of old) sides.set(entry.path, { before: entry });
  for (const entry of now) sides.set(entry.path, { ...sides.get(entry.path), after: entry });
  const all = [...sides].map(([path, side]): FileChange => ({ path, ...side }));
  const unclear = all.filter(mayBeEqual).map(({ path }) => path);
  const equal = new Set<string>();
  for (let i = 0; i < unclear.length; i += lot) {
    const paths = unclear.slice(i, i + lot);
    const [left, right] = await Promise.all([before.read(paths), after.read(paths)]);
    for (const [k, path] of paths.entries()) if (isEqual(left[k], right[k])) equal.add(path);
  }
  return all
    .filter((change) => !isSame(change) && !equal.has(change.path))
    .sort((a, b) => comparePaths(a.path, b.path));
}

/** Equal without looking at contents. */
function isSame({ before, after }: FileChange): boolean {
  if (before === undefined || after === undefined || before.mode !== after.mode) return false;
  if (before.mode === "symlink") return before.target === after.target;
  return before.oid !== undefined && before.oid === after.oid;
}

function mayBeEqual(change: FileChange): boolean {
  const { before, after } = change;
  return before?.mode === "file" && after?.mode === "file" && (before.oid === undefined || after.oid === undefined);
}

function isEqual(before: Contents, after: Contents): boolean {
  return before instanceof Uint8Array && after instanceof Uint8Array && Buffer.compare(before, after) === 0;
}
