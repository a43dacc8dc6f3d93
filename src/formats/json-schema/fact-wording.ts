import type { KeywordChange } from "./fact-changes.ts";
import { quoted, shown, subjectOf } from "./wording.ts";

/** What a keyword is on each side. */
export function differs({ names, keyword, before, after }: KeywordChange): string {
  return `the "${keyword}" of ${subjectOf(names)} is ${orNone(before)} to the writer and ${orNone(after)} to the reader`;
}

/** A value in a sentence, or that there is none. */
export function orNone(json: string | undefined, none = "absent"): string {
  return json === undefined ? none : quoted(shown(json));
}

/** What became of a note. */
export function howChanged(before: string | undefined, after: string | undefined): string {
  return before === undefined ? "new" : after === undefined ? "gone" : "changed";
}
