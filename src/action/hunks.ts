/** One piece of a unified diff. */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  /** With their first character: ` `, `-` or `+`. */
  readonly lines: readonly string[];
}

/** The pieces of a unified diff of one file. */
export function hunksOf(patch: string): readonly Hunk[] {
  const hunks: { oldStart: number; newStart: number; lines: string[] }[] = [];
  for (const line of patch.split("\n")) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (head !== null) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), lines: [] });
    else if (/^[ +-]/.test(line)) hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}

/** An edit of whole lines: those from `start` to `end`, both included, become others. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * What a patch of one piece does, as the fewest lines to be replaced; what only inserts takes the line above with it, or the one below, since a
 * suggestion replaces something. Undefined for a patch of several pieces.
 */
export function editOf(patch: string): Edit | undefined {
  const [hunk, ...others] = hunksOf(patch);
  if (hunk === undefined || others.length > 0) return undefined;
  const { lines } = hunk;
  let first = lines.findIndex((line) => !line.startsWith(" "));
  let last = lines.findLastIndex((line) => !line.startsWith(" "));
  if (first < 0) return undefined;
  if (!lines.slice(first, last + 1).some((line) => !line.startsWith("+"))) {
    if (first > 0) first -= 1;
    else if (last + 1 < lines.length) last += 1;
    else return undefined;
  }
  const start = hunk.oldStart + lines.slice(0, first).filter((line) => !line.startsWith("+")).length;
  const piece = lines.slice(first, last + 1);
  const before = piece.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const after = piece.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
  return { start, end: start + before.length - 1, before, after };
}

/** Whether an edit lies inside one piece of the diff of a pull request, on the very lines that it knows. */
export function liesWithin({ start, before }: Edit, diff: string): boolean {
  return hunksOf(diff).some(({ newStart, lines }) => {
    const shown = lines.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
    const offset = start - newStart;
    return offset >= 0 && before.length > 0 && before.every((line, i) => shown[offset + i] === line);
  });
}
