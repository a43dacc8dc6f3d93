import type { Position, Problem } from "../model.ts";

/** A configuration is read whole by a parser that takes seconds for more than this; thousands of entries fit. */
const largestText = 2_000_000;

/** The text of a configuration, or why it is none. */
export type ConfigText =
  | { readonly text: string; readonly warnings: readonly Problem[] }
  | { readonly text: undefined; readonly problem: Problem };

/** Turns bytes into text: UTF-8, with or without a byte order mark, without NUL, of a size that a person could have written. */
export function decodeConfig(source: Uint8Array | string, file: string): ConfigText {
  const refuse = (message: string, hint: string, at: Position = { line: 1, column: 1 }): ConfigText => ({
    text: undefined,
    problem: { severity: "error", code: "config", message, hint, file, ...at },
  });
  if (source.length > largestText)
    return refuse(
      `the file has ${source.length} ${typeof source === "string" ? "characters" : "bytes"}, and ${largestText} are the most that is read`,
      "give globs instead of single files",
    );
  const [first, second] = source;
  const encoded =
    typeof source !== "string" && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff));
  if (encoded) return refuse("the file is UTF-16", "save it as UTF-8");
  const text = typeof source === "string" ? source : decodeUtf8(source);
  if (typeof text === "number")
    return refuse(
      "the file is not UTF-8 from here on",
      "save it as UTF-8",
      positionsIn(decodeLoosely(source, text))(Number.POSITIVE_INFINITY),
    );
  const nul = text.indexOf("\0");
  if (nul >= 0)
    return refuse(
      "the file holds a NUL byte: it is UTF-16 without a byte order mark, or binary",
      "save it as UTF-8",
      positionsIn(text)(nul),
    );
  if (text.charCodeAt(0) !== 0xfeff) return { text, warnings: [] };
  const warning: Problem = {
    severity: "warning",
    code: "config",
    message: "the file begins with a byte order mark",
    hint: "save it as UTF-8 without one",
    file,
    line: 1,
    column: 1,
  };
  return { text: text.slice(1), warnings: [warning] };
}

/** The text, or the offset of the first byte that is not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | number {
  const valid = (end: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: end < bytes.length });
      return true;
    } catch {
      return false;
    }
  };
  if (valid(bytes.length)) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let [low, high] = [0, bytes.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (valid(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function decodeLoosely(source: Uint8Array | string, end: number): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source.subarray(0, end), { stream: true });
}

/** Turns offsets of a text into lines and columns; LF, CRLF and a lone CR end a line. */
export function positionsIn(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\r\n?|\n/g)].map((end) => end.index + end[0].length)];
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.min(offset, text.length) - (starts[low] ?? 0) + 1 };
  };
}
