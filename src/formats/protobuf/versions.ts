import type { ProtobufFile } from "./types.ts";

/** Tells whether two files are the same version of one: alike in text, and so is everything that they import. */
export function sameVersions(): (a: ProtobufFile, b: ProtobufFile) => boolean {
  const known = new Map<ProtobufFile, Map<ProtobufFile, boolean>>();
  const same = (a: ProtobufFile, b: ProtobufFile): boolean => {
    if (a === b) return true;
    const answers = known.get(a) ?? new Map<ProtobufFile, boolean>();
    known.set(a, answers);
    const answer = answers.get(b);
    if (answer !== undefined) return answer;
    // Imports form no cycle, so no pair is met while it is being asked about.
    const isSame =
      a.text === b.text &&
      a.origin === b.origin &&
      a.imports.length === b.imports.length &&
      a.imports.every((one, i) => {
        const other = b.imports[i];
        return other !== undefined && same(one.file, other.file);
      });
    answers.set(b, isSame);
    return isSame;
  };
  return same;
}
