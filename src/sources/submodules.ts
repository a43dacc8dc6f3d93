import type { Repository } from "./repository.ts";

/** The folders that belong to other repositories, as the index's `.gitmodules` names them. They are never entered. */
export async function submodulePaths({ objects }: Repository): Promise<readonly string[]> {
  const contents = await objects.readBlob(":.gitmodules");
  if (!(contents instanceof Uint8Array)) return [];
  const lines = Buffer.from(contents).toString().split("\n");
  const paths = lines.flatMap((line) => /^\s*path\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? []);
  return [...new Set(paths.map(unquoted))].sort();
}

/** A value as git writes it into a configuration: in quotes where a character of it means something there. */
function unquoted(value: string): string {
  const inner = /^"(.*)"$/.exec(value)?.[1];
  return inner === undefined ? value : inner.replace(/\\(.)/g, (_, character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b" };
