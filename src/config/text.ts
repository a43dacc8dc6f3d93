/** A configuration is read whole by a parser that takes seconds for more than this; thousands of entries fit. */
const largestText = 2_000_000;

/** What is wrong at an offset of the text. */
export interface TextFault {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The text of a configuration, without its byte order mark, and why it cannot be read. */
export interface ConfigText {
  readonly text: string;
  readonly isMarked: boolean;
  readonly fault?: TextFault;
}

/** Turns bytes into text: UTF-8, with or without a byte order mark, without NUL, of a size that a person could have written. */
export function decodeConfig(source: Uint8Array | string): ConfigText {
  if (source.length > largestText) {
    const message = `the file has ${source.length} ${typeof source === "string" ? "characters" : "bytes"}, and ${largestText} are the most that is read`;
    return { text: "", isMarked: false, fault: { offset: 0, message, hint: "give globs instead of single files" } };
  }
  const decoded = typeof source === "string" ? source : new TextDecoder("utf-8", { ignoreBOM: true }).decode(source);
  const isMarked = decoded.startsWith("\ufeff");
  const text = isMarked ? decoded.slice(1) : decoded;
  const refuse = (offset: number, message: string): ConfigText => {
    return { text, isMarked, fault: { offset, message, hint: "save it as UTF-8" } };
  };
  if (typeof source !== "string" && !isUtf8(source)) {
    const [first, second] = source;
    const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
    return isUtf16
      ? refuse(0, "the file is UTF-16")
      : refuse(text.indexOf("\ufffd"), "the file is not UTF-8 from here on");
  }
  const nul = text.indexOf("\0");
  if (nul < 0) return { text, isMarked };
  return refuse(nul, "the file holds a NUL byte: it is UTF-16 without a byte order mark, or binary");
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
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
