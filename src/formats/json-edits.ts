// Edits of JSON texts that leave everything else where it stands: comments, indents, line ends, and how colons are spaced.
import { type JsonMember, type JsonNode, memberOf } from "./json-text.ts";
import type { TextEdit } from "./repair.ts";

type Parent = JsonNode & { readonly kind: "object" | "array" };

/** The node that begins at an offset; of a member's value the value. */
export function nodeAtOffset(root: JsonNode, offset: number): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  while (node !== undefined && node.offset !== offset) {
    const inner: readonly JsonNode[] =
      node.kind === "object" ? node.members.map(({ value }) => value) : node.kind === "array" ? node.items : [];
    node = inner.find((one) => one.offset <= offset && offset < one.end);
  }
  return node;
}

/** Puts a member behind the last one of an object, or changes the value where the key is there. */
export function withMember(text: string, object: JsonNode, key: string, value: string): readonly TextEdit[] {
  if (object.kind !== "object") return [];
  const known = memberOf(object, key);
  if (known !== undefined) return [{ offset: known.value.offset, end: known.value.end, text: value }];
  return appended(text, object, `${JSON.stringify(key)}:${colonGap(text, object)}${value}`);
}

/** Puts an item behind the last one of an array. */
export function withItem(text: string, array: JsonNode, item: string): readonly TextEdit[] {
  return array.kind === "array" ? appended(text, array, item) : [];
}

/** Takes an item out of an array, with the comma that parted it from its neighbour. */
export function withoutItem(text: string, array: JsonNode, index: number): readonly TextEdit[] {
  return array.kind === "array" && index >= 0 ? removed(text, array.items, index) : [];
}

/** Takes a member out of an object, with the comma that parted it from its neighbour. */
export function withoutMember(text: string, object: JsonNode, key: string): readonly TextEdit[] {
  if (object.kind !== "object") return [];
  const spans = object.members.map(({ keyOffset, value }) => ({ offset: keyOffset, end: value.end }));
  return removed(
    text,
    spans,
    object.members.findIndex((member) => member.key === key),
  );
}

interface Span {
  readonly offset: number;
  readonly end: number;
}

/** Nothing where a comment stands between it and its neighbour: nobody but a person knows which of the two it is about. */
function removed(text: string, spans: readonly Span[], index: number): readonly TextEdit[] {
  const [own, before, after] = [spans[index], spans[index - 1], spans[index + 1]];
  if (own === undefined) return [];
  const [offset, end] =
    before === undefined ? [own.offset, after?.offset ?? own.end] : ([before.end, own.end] as const);
  const between = before === undefined ? text.slice(own.end, end) : text.slice(before.end, own.offset);
  return /[/]/.test(between) ? [] : [{ offset, end, text: "" }];
}

/** Two nodes change their places. */
export function swapped(text: string, a: JsonNode, b: JsonNode): readonly TextEdit[] {
  const textOf = (node: JsonNode): string => text.slice(node.offset, node.end);
  return [
    { offset: a.offset, end: a.end, text: textOf(b) },
    { offset: b.offset, end: b.end, text: textOf(a) },
  ];
}

function appended(text: string, parent: Parent, added: string): readonly TextEdit[] {
  const starts = startsOf(parent);
  const [last, end] = [starts.at(-1), lastEnd(parent)];
  if (last === undefined || end === undefined) {
    const offset = parent.offset + 1;
    return [{ offset, end: offset, text: added }];
  }
  const gap = gapBefore(text, last, starts.length > 1);
  if (!gap.includes("\n")) return [{ offset: end, end, text: `,${gap}${added}` }];
  // What is said behind the last one on its line stays with it.
  const remark =
    /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=\r?\n))/.exec(text.slice(end, parent.end))?.[0] ?? "";
  if (remark.trim() === "") return [{ offset: end, end, text: `,${gap}${added}` }];
  const behind = end + remark.length;
  return [
    { offset: end, end, text: "," },
    { offset: behind, end: behind, text: gap + added },
  ];
}

const startsOf = (parent: Parent): readonly number[] =>
  parent.kind === "object"
    ? parent.members.map(({ keyOffset }) => keyOffset)
    : parent.items.map(({ offset }) => offset);

function lastEnd(parent: Parent): number | undefined {
  const last = parent.kind === "object" ? parent.members.at(-1)?.value : parent.items.at(-1);
  return last?.end;
}

/** What stands between a comma and what follows it: a line end with the indent, or blanks. */
function gapBefore(text: string, offset: number, hasComma: boolean): string {
  let start = offset;
  while (/[ \t]/.test(text.charAt(start - 1))) start -= 1;
  const indent = text.slice(start, offset);
  if (text.charAt(start - 1) !== "\n") return hasComma ? indent : " ";
  return `${text.charAt(start - 2) === "\r" ? "\r\n" : "\n"}${indent}`;
}

/** What stands between the colon and the value of the members that are there; a blank where there is none, or a line end. */
function colonGap(text: string, { members }: { readonly members: readonly JsonMember[] }): string {
  const last = members.at(-1);
  const gap = last === undefined ? undefined : /:([ \t]*)$/.exec(text.slice(last.keyOffset, last.value.offset))?.[1];
  return gap ?? " ";
}
