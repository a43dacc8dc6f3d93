import { usualRoots } from "../formats/extensions.ts";
import type { FormatName } from "../model.ts";
import type { Config } from "./config.ts";
import { withoutExtension } from "./templates.ts";

/** The folders below which a format's files name each other, as the configuration has them; the repository itself is the empty path. */
export function rootsIn(config: Config, format: FormatName): readonly string[] | undefined {
  const roots = format === "protobuf" ? config.protobuf?.roots : undefined;
  return roots?.map((root) => (root === "." ? "" : root));
}

/** A path without its root and its ending: what a schema is called that says no name of its own. The longest root counts. */
export function nameByPath(config: Config, format: FormatName, path: string): string {
  return withoutExtension(path.slice(rootOf(foldersOf(config, format), path).length));
}

/** The paths at which a schema would be called the same: below each other root. */
export function samePlaces(config: Config, format: FormatName, path: string): readonly string[] {
  const folders = foldersOf(config, format);
  const own = rootOf(folders, path);
  const rest = path.slice(own.length);
  return folders
    .filter((folder) => folder !== own && rootOf(folders, folder + rest) === folder)
    .map((folder) => folder + rest);
}

/** The folders that are no part of a name, with the `/`; the repository itself is the last of them. */
function foldersOf(config: Config, format: FormatName): readonly string[] {
  const roots = rootsIn(config, format) ?? usualRoots[format] ?? [];
  return [...roots.filter((root) => root !== "").map((root) => `${root}/`), ""];
}

function rootOf(folders: readonly string[], path: string): string {
  return folders.reduce((best, folder) => (folder.length > best.length && path.startsWith(folder) ? folder : best), "");
}
