/**
 * Characters that a terminal obeys or that a reader cannot see: controls, line separators, marks that turn the direction of writing,
 * zero-width and invisible ones, halves of surrogate pairs. Names and data are other people's text.
 */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text on one line, with every character that a terminal would obey, or a reader not see, written out as an escape. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => short[character] ?? `\\u{${codeOf(character)}}`);
}

/** The same for a text that is JSON and has to stay it: every such character can only stand inside a string there. */
export function visibleJson(json: string): string {
  return json.replace(unseen, (character) =>
    character === "\n"
      ? character
      : Array.from({ length: character.length }, (_, i) => `\\u${unitOf(character, i)}`).join(""),
  );
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}

function unitOf(character: string, index: number): string {
  return character.charCodeAt(index).toString(16).padStart(4, "0");
}

/** `1 version`, `2 versions`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
