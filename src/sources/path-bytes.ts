import type { Selection } from "./tree.ts";

/** A path's bytes as a string: UTF-8, and each byte that is not as the lone surrogate U+DC00 + byte, so that no two paths become one. */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD") || Buffer.from(text).equals(bytes)) return text;
  let path = "";
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceAt(bytes, i);
    path += length === 0 ? String.fromCharCode(0xdc00 + (bytes[i] ?? 0)) : bytes.toString("utf8", i, i + length);
    i += length || 1;
  }
  return path;
}

/** The bytes that `decodePath` read. */
export function encodePath(path: string): Buffer {
  if (!/[\ud800-\udfff]/.test(path)) return Buffer.from(path);
  const parts = path.split(/(\p{Surrogate})/u);
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) & 0xff))),
  );
}

/** The length of the well-formed UTF-8 sequence at an offset; 0 where there is none. */
function sequenceAt(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    const piece = bytes.subarray(at, at + length);
    if (Buffer.from(piece.toString("utf8")).equals(piece)) return length;
  }
  return 0;
}

/** Git's order of paths: by their bytes. */
export function comparePaths(a: string, b: string): number {
  // UTF-16 order is byte order as long as nothing is beyond ASCII.
  if (isAscii(a) && isAscii(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(encodePath(a), encodePath(b));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Whether a path is asked for. */
export function isSelected(path: string, { extensions, files = [], folders = [] }: Selection): boolean {
  return (
    files.includes(path) ||
    extensions.some((extension) => path.endsWith(extension)) ||
    folders.some((folder) => path.startsWith(`${folder}/`))
  );
}

/** The same as pathspecs; they must be matched from the root. Never empty where something is asked for, since no pathspec means every path. */
export function pathspecs({ extensions, files = [], folders = [] }: Selection): readonly string[] {
  const named = [...files, ...folders].map((path) => `:(top,literal)${path}`);
  return [...extensions.map((extension) => `:(top)*${extension}`), ...named];
}

/** The parts between NUL bytes, as `-z` writes them. */
export function splitNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(0, from);
    const end = to === -1 ? bytes.length : to;
    parts.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return parts;
}
