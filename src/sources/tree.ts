// The port: a set of schema files as it stands in the index, the work tree, a commit or a directory.

/** Files over this size are named and never read: 8 MB. */
export const defaultSizeLimit = 8 * 1024 * 1024;

/** Which files are asked for: by ending, case-sensitive, in every folder; single files by their path from the root; and whole folders. */
export interface Selection {
  /** With the dot: `.avsc`. */
  readonly extensions: readonly string[];
  /** Paths from the root, such as `schemactl.yaml`. */
  readonly files?: readonly string[];
  /** Paths from the root, without a slash at the end, such as `.schemactl/approvals`: every file below. */
  readonly folders?: readonly string[];
}

/**
 * One path of a tree. Paths have `/` separators and start at the root; a byte that is not UTF-8 stands as the lone
 * surrogate U+DC80 to U+DCFF, so that every path is one string and back.
 */
export interface TreeEntry {
  readonly path: string;
  readonly mode: "file" | "symlink" | "submodule";
  /** The object that git holds; absent where the contents are only on the disk. */
  readonly oid?: string;
  /** Where a symbolic link points; it is never followed. Set by `list`. */
  readonly target?: string;
}

/** A file that is larger than the limit, and so was not read. */
export interface Oversized {
  /** Its size in bytes. */
  readonly oversized: number;
  readonly limit: number;
}

/** What reading one path gives: its bytes, a refusal by size, or undefined where there is no regular file. */
export type Contents = Uint8Array | Oversized | undefined;

/** One path that differs between a commit and a tree; `before` or `after` is absent where the path is. */
export interface FileChange {
  readonly path: string;
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
}

/** One schema file that differs between two trees. */
export interface ChangedPath {
  readonly path: string;
  readonly before: boolean;
  readonly after: boolean;
}

export interface Tree {
  /** What a person calls it: `the index`, `the work tree`, `3f2c1a9`, a directory's path. */
  readonly label: string;
  /** The selected entries, sorted by the bytes of their paths. Throws `undecided`, with their names, where some are unmerged. */
  readonly list: (selection: Selection) => Promise<readonly TreeEntry[]>;
  /** The contents of each path, in the order asked for. All of it is held: ask for what fits. */
  readonly read: (paths: readonly string[]) => Promise<readonly Contents[]>;
  /** The selected regular files whose bytes contain any of the needles, sorted. */
  readonly search: (needles: readonly string[], selection: Selection) => Promise<readonly string[]>;
  /** What differs from that commit (undefined: from nothing), sorted by path; equal contents are no change, renames are not followed. */
  readonly changesFrom: (commit: string | undefined, selection: Selection) => Promise<readonly FileChange[]>;
}

/** Whether contents were refused for their size. */
export function isOversized(contents: Contents): contents is Oversized {
  return contents !== undefined && "oversized" in contents;
}
