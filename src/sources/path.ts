import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { SchemactlError } from "../errors.ts";
import type { Repository } from "./repository.ts";

/** The path from the repository's root, with `/`, of what a person named from the current folder; the root is the empty path. Nothing by that name, or outside: a usage error. */
export function pathInRepository({ root }: Pick<Repository, "root">, cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  const inside = relative(root, absolute);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new SchemactlError("usage", `\`${path}\` is outside of the repository`, {
      hint: `name something below ${root}`,
    });
  }
  if (!existsSync(absolute))
    throw new SchemactlError("usage", `there is nothing at \`${path}\``, {
      hint: "paths are relative to the current folder",
    });
  return inside.split(sep).join("/");
}
