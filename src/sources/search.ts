import type { Contents } from "./tree.ts";

/** Whether `git grep -f -` can look for it: its needles stand one a line. */
export function isSearchable(needle: string): boolean {
  return needle !== "" && !/[\n\r\0]/.test(needle);
}

/** Whether contents hold one of the needles, byte for byte. */
export function holdsAny(contents: Contents, needles: readonly string[]): boolean {
  if (!(contents instanceof Uint8Array)) return false;
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.length);
  return needles.some((needle) => bytes.includes(needle));
}
