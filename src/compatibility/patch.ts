import type { TextEdit, TextRepair } from "../formats/format.ts";

/** How many lines are shown around a change. */
const around = 3;

/** Lines of a text that become other lines; counted from 0, `end` is exclusive. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** A repair as a unified diff that `git apply` takes; what had to be chosen stands above it, where tools that apply patches pass over it. */
export function patchOf(file: string, { text, edits, chosen }: TextRepair): string {
  const said = chosen === undefined ? "" : `# ${chosen.replace(/\s+/g, " ")}\n`;
  return said + unifiedDiff(file, text, edits);
}

/** The edits of a text as a unified diff; empty where they change nothing. */
export function unifiedDiff(file: string, text: string, edits: readonly TextEdit[]): string {
  const lines = linesOf(text);
  const hunks = grouped(blocksOf(text, lines, edits));
  if (hunks.length === 0) return "";
  let shift = 0;
  const parts = hunks.map((blocks) => {
    const hunk = hunkOf(lines, blocks, shift);
    for (const { start, end, lines: added } of blocks) shift += added.length - (end - start);
    return hunk;
  });
  return `--- ${patchName("a", file)}\n+++ ${patchName("b", file)}\n${parts.join("")}`;
}

/** A path as it stands in the head of a patch: quoted, as git does, where it holds what could end the line. */
export function patchName(side: "a" | "b", file: string): string {
  const name = `${side}/${file}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what git quotes
  if (!/[\x00-\x1f"\\\x7f\ud800-\udfff]/.test(name)) return name;
  const bytes = [...name].map((char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    const code = char.charCodeAt(0);
    // A byte that is not UTF-8 stands as a lone surrogate; see TreeEntry.
    const byte = char.length === 1 && code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
    return byte < 0x20 || byte === 0x7f || byte !== code ? `\\${byte.toString(8).padStart(3, "0")}` : char;
  });
  return `"${bytes.join("")}"`;
}

/** The edits that make one text of another, line by line. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const edits: TextEdit[] = [];
  let [i, j, offset] = [0, 0, 0];
  while (i < old.length || j < now.length) {
    const [gone, come] = nextAlike(old, now, i, j);
    const [removed, added] = [old.slice(i, i + gone).join(""), now.slice(j, j + come).join("")];
    if (gone + come > 0) edits.push({ offset, end: offset + removed.length, text: added });
    offset += removed.length + (old[i + gone]?.length ?? 0);
    [i, j] = [i + gone + 1, j + come + 1];
  }
  return edits;
}

/** How many lines have to be passed over on each side until both say the same. */
function nextAlike(old: readonly string[], now: readonly string[], i: number, j: number): readonly [number, number] {
  const most = old.length - i + now.length - j;
  for (let distance = 0; distance <= most; distance += 1) {
    for (let gone = 0; gone <= distance; gone += 1) {
      const line = old[i + gone];
      if (line !== undefined && line === now[j + distance - gone]) return [gone, distance - gone];
    }
  }
  return [old.length - i, now.length - j];
}

/** The lines of a text with their ends; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function blocksOf(text: string, lines: readonly string[], edits: readonly TextEdit[]): readonly Block[] {
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const lineAt = (offset: number): number => {
    const next = starts.findIndex((start) => start > offset);
    return Math.min(next < 0 ? lines.length - 1 : next - 1, Math.max(lines.length - 1, 0));
  };
  const blocks: { start: number; end: number; edits: TextEdit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset || a.end - b.end)) {
    const [start, end] = [lineAt(edit.offset), lineAt(Math.max(edit.offset, edit.end - 1)) + 1];
    const last = blocks.at(-1);
    if (last === undefined || start >= last.end) blocks.push({ start, end, edits: [edit] });
    else [last.end] = [Math.max(last.end, end), last.edits.push(edit)];
  }
  return blocks.flatMap(({ start, end, edits: own }) => {
    const [from, to] = [starts[start] ?? 0, starts[end] ?? text.length];
    let [written, at] = ["", from];
    for (const edit of own) {
      written += text.slice(at, edit.offset) + edit.text;
      at = edit.end;
    }
    return trimmed(lines, { start, end, lines: linesOf(written + text.slice(at, to)) });
  });
}

/** Without the lines at both ends that stay as they are. */
function trimmed(lines: readonly string[], block: Block): readonly Block[] {
  let { start, end } = block;
  let [first, last] = [0, block.lines.length];
  while (start < end && first < last && lines[start] === block.lines[first]) [start, first] = [start + 1, first + 1];
  while (start < end && first < last && lines[end - 1] === block.lines[last - 1]) [end, last] = [end - 1, last - 1];
  return start === end && first === last ? [] : [{ start, end, lines: block.lines.slice(first, last) }];
}

/** Blocks whose surroundings touch are told together. */
function grouped(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1);
    if (last === undefined || block.start - last.end > 2 * around) groups.push([block]);
    else groups.at(-1)?.push(block);
  }
  return groups;
}

function hunkOf(lines: readonly string[], blocks: readonly Block[], shift: number): string {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return "";
  const [from, to] = [Math.max(0, first.start - around), Math.min(lines.length, last.end + around)];
  let [body, at, added] = ["", from, 0];
  for (const block of blocks) {
    body += marked(" ", lines.slice(at, block.start)) + marked("-", lines.slice(block.start, block.end));
    body += marked("+", block.lines);
    added += block.lines.length - (block.end - block.start);
    at = block.end;
  }
  body += marked(" ", lines.slice(at, to));
  const count = to - from;
  return `@@ -${range(from, count)} +${range(from + shift, count + added)} @@\n${body}`;
}

const range = (start: number, count: number): string => (count === 0 ? `${start},0` : `${start + 1},${count}`);

function marked(mark: string, lines: readonly string[]): string {
  return lines.map((line) => mark + (line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`)).join("");
}

/** The edits that a unified diff of one file makes in its text; undefined where the text is not the one that it was made for. */
export function editsOf(patch: string, text: string): readonly TextEdit[] | undefined {
  const lines = linesOf(text);
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const edits: TextEdit[] = [];
  let at = 0;
  let [removed, added] = ["", ""];
  const settle = (): void => {
    const offset = starts[at] ?? text.length;
    if (removed !== added) edits.push(smallest(offset - removed.length, removed, added));
    [removed, added] = ["", ""];
  };
  for (const [mark, line] of patchLines(patch)) {
    if (mark === "@") {
      settle();
      at = Number(line);
      continue;
    }
    if (mark !== "+" && lines[at] !== line) return undefined;
    if (mark === " ") settle();
    if (mark !== "+") at += 1;
    if (mark === "-") removed += line;
    if (mark === "+") added += line;
  }
  settle();
  return edits;
}

/** Each line of the hunks with its mark; for the head of a hunk the line that it begins with, from 0. */
function patchLines(patch: string): readonly (readonly [mark: string, line: string])[] {
  const found: [string, string][] = [];
  for (const line of linesOf(patch)) {
    const head = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    const last = found.at(-1);
    if (head !== null) found.push(["@", String(Number(head[1]) - (head[2] === "0" ? 0 : 1))]);
    else if (last === undefined) continue;
    else if (line.startsWith("\\")) last[1] = last[1].replace(/\n$/, "");
    else found.push([line.charAt(0), line.slice(1)]);
  }
  return found;
}

/** Without what both have at their ends, so that two edits in one line get along. */
function smallest(offset: number, removed: string, added: string): TextEdit {
  const most = Math.min(removed.length, added.length);
  let start = 0;
  while (start < most && removed[start] === added[start]) start += 1;
  let rest = 0;
  while (rest < most - start && removed.at(-1 - rest) === added.at(-1 - rest)) rest += 1;
  return {
    offset: offset + start,
    end: offset + removed.length - rest,
    text: added.slice(start, added.length - rest),
  };
}
