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
  const root = rootOf(path, config, format) ?? "";
  return withoutExtension(path.slice(root.length));
}

/** The paths at which a schema would be called the same: below each other root. */
export function samePlaces(config: Config, format: FormatName, path: string): readonly string[] {
  const roots = rootsOf(config, format);
  if (roots.length === 0) return [];
  const rest = path.slice(rootOf(path, config, format)?.length ?? 0);
  return [...roots.map((root) => folder(root) + rest), rest].filter(
    (other) => other !== path && nameByPath(config, format, other) === nameByPath(config, format, path),
  );
}

function rootsOf(config: Config, format: FormatName): readonly string[] {
  return rootsIn(config, format) ?? usualRoots[format] ?? [];
}

function rootOf(path: string, config: Config, format: FormatName): string | undefined {
  return rootsOf(config, format)
    .map(folder)
    .filter((root) => path.startsWith(root))
    .sort((a, b) => b.length - a.length)[0];
}

const folder = (root: string): string => (root === "" ? "" : `${root}/`);
