import { clip } from "./clip.ts";
import { visible } from "./visible.ts";

/** So much of one name or message is shown: no text of others may fill a page. */
const longest = 1200;

/**
 * What begins something in Markdown, HTML or the platforms' own additions, wherever it stands in a line. What does so only at the beginning of a
 * line needs nothing: no line begins with other people's text. An underscore inside a word is one.
 */
const marks = /[\\`*[\]<>|~&@#$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;

/** A zero-width space: a platform finds mentions, issue numbers and addresses in the text that a reader sees, references resolved. */
const gap = "&#8203;";

/** Other people's text inside a sentence: nothing in it is obeyed, called or linked. */
export function plainWords(text: string): string {
  return visible(text)
    .replace(marks, (mark) => {
      if (mark === "$") return "<span>$</span>";
      return mark === "@" || mark === "#" ? reference(mark) + gap : reference(mark);
    })
    .replaceAll("://", `:${gap}//`)
    .replace(/www(?=\.)/gi, (www) => www + gap);
}

/** A name, a path or a piece of schema. A platform calls and numbers nothing inside of it, but links what looks like an address. */
export function code(text: string): string {
  const written = visible(clip(text, longest)).replace(marks, reference);
  return `<code>${written.replaceAll("://", "&#58;//").replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`)}</code>`;
}

/** A message: what it has between backticks are names, the rest is prose. */
export function prose(text: string): string {
  return clip(text, longest)
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 0 ? plainWords(part) : code(part)))
    .join("");
}

/** Messages that stand by themselves; HTML, so that nothing at the beginning of one is taken for a list or a heading. */
export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${prose(text)}</p>`).join("\n");
}

/** Labelled lines as they stand, in columns. HTML rather than a fence: what is in it then holds no raw `<` at all. */
export function lines(rows: readonly (readonly [label: string, text: string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const written = rows.map(([label, text]) => (label.padEnd(width) + visible(clip(text, longest))).trimEnd());
  return `<pre>${written.join("\n").replace(/[&<>]/g, reference)}</pre>`;
}

/** A longer text as it stands, line by line. */
export function verbatim(text: string): string {
  const written = clip(text, 4 * longest)
    .split("\n")
    .map(visible);
  return `<pre>${written.join("\n").replace(/[&<>]/g, reference)}</pre>`;
}

/** A patch, coloured by the platform; its fence is longer than any in it. */
export function diffBlock(patch: string): string {
  const written = clip(patch, 8 * longest)
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.split("\t").map(visible).join("\t"));
  const runs = written.join("\n").match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}diff\n${written.join("\n")}\n${fence}`;
}

/** Something to open; both parts are Markdown already. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
