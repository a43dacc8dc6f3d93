import type { SchemaText } from "./schema-text.ts";

/** A file that moved and was edited still has this share of its lines: less where it kept its own name. */
const leastAlike = { sameName: 0.5, otherName: 0.7 };

/** Beyond that many comparisons only equal contents and names tell a move. */
const mostComparisons = 10_000;

/**
 * Where a file was before it moved: among those that are gone the one with the same content, else with the same name, else, in a language
 * whose files are known by their paths, the one that is most like it.
 */
export function movedFrom<T extends { readonly text: SchemaText }>(
  file: SchemaText,
  gone: readonly T[],
): T | undefined {
  const alike = gone.filter(({ text }) => text.format === file.format);
  const same = alike.find(({ text }) => text.text === file.text);
  if (same !== undefined) return same;
  const name = file.outline?.name;
  const namesake = name === undefined ? undefined : alike.find(({ text }) => text.outline?.name === name);
  if (namesake !== undefined || file.format.paths === undefined || alike.length > mostComparisons) return namesake;
  const lines = linesOf(file.text);
  let best: { readonly one: T; readonly likeness: number } | undefined;
  for (const one of alike) {
    const likeness = likenessOf(lines, linesOf(one.text.text));
    const least = baseName(one.text.path) === baseName(file.path) ? leastAlike.sameName : leastAlike.otherName;
    if (likeness >= least && likeness > (best?.likeness ?? 0)) best = { one, likeness };
  }
  return best?.one;
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => /\w/.test(line)),
  );
}

/** The share of lines that both have. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = Math.max(one.size, other.size);
  return all === 0 ? 0 : [...one].filter((line) => other.has(line)).length / all;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
