import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { SchemactlError } from "../errors.ts";
import { decodePath, encodePath } from "./path-bytes.ts";
import type { Contents, TreeEntry } from "./tree.ts";

/** What stands at a path of the disk, links not followed; undefined for nothing, a folder, a socket. */
export function entryOnDisk(root: string, path: string): TreeEntry | undefined {
  const full = pathOnDisk(root, path);
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (stats?.isFile()) return { path, mode: "file" };
  if (stats?.isSymbolicLink()) return { path, mode: "symlink", target: decodePath(readlinkSync(full, "buffer")) };
  return undefined;
}

/** The bytes of a path of a tree, under a root. */
export function pathOnDisk(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), encodePath(path)]);
}

// Windows has neither; there a link is a file to git unless the user asked for links.
const regularOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A regular file's bytes; undefined where none is any more. What was opened decides, not what a name meant before. */
export function readOnDisk(root: string, path: string, limit: number): Contents {
  return withFile(root, path, (file, size) => {
    if (size > limit) return { oversized: size, limit };
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let count = -1; count !== 0 && length < size; length += count)
      count = readSync(file, bytes, length, size - length, length);
    return bytes.subarray(0, length);
  });
}

/** Opens, looks and closes; undefined where no regular file can be opened because there is none. */
export function withFile<T>(root: string, path: string, use: (file: number, size: number) => T): T | undefined {
  let file: number | undefined;
  try {
    file = openSync(pathOnDisk(root, path), regularOnly);
    const stats = fstatSync(file);
    return stats.isFile() ? use(file, stats.size) : undefined;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== undefined && absent.has(code)) return undefined;
    throw new SchemactlError("undecided", `the file cannot be read: ${message}`, { file: path, cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** No such file, a file where a folder was, a link, a socket. */
const absent: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EMLINK", "ENXIO", "EISDIR"]);

/** Tells whether the folder of a path is really under the root: there is no file behind a link to a folder. */
export function folderCheck(root: string): (path: string) => boolean {
  const folders = new Map<string, boolean>([[".", true]]);
  return (path) => {
    const folder = dirname(path);
    const answer = folders.get(folder) ?? isReal(join(root, folder));
    folders.set(folder, answer);
    return answer;
  };
}

function isReal(folder: string): boolean {
  try {
    return realpathSync(folder) === folder;
  } catch {
    return false;
  }
}
