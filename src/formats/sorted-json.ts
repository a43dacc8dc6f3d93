import type { JsonMember, JsonNode } from "./json-text.ts";

/** JSON with sorted keys, no white space and number texts as written; of duplicate keys the last. */
export function sortedJson(node: JsonNode): string {
  return sortedPart(node);
}

/** What `sortedPart` leaves out: strings under a key, in the root and in what these keys lead to from there. */
export interface LeftOut {
  readonly key: string;
  readonly within: ReadonlySet<string>;
  /** Told of each, as JSON, with a number for its place in what is written. */
  readonly tell: (value: string, place: number) => void;
}

/** The same without some of it. Long histories are told apart by this, so it makes no more than it must. */
export function sortedPart(node: JsonNode, leftOut?: LeftOut): string {
  const pieces: string[] = [];
  write(node, "", pieces, leftOut);
  // One piece of text: a chain of them would take ten times the memory for as long as somebody keeps it.
  return pieces.join("");
}

/** A piece begins with what stands `before` it: joining many short ones takes longer. */
function write(node: JsonNode, before: string, pieces: string[], leftOut: LeftOut | undefined): void {
  switch (node.kind) {
    case "object": {
      pieces.push(`${before}{`);
      let separator = "";
      for (const { key, value } of inOrder(node.members)) {
        if (key === leftOut?.key && value.kind === "string") {
          leftOut.tell(quoted(value.value), pieces.length);
          continue;
        }
        write(value, `${separator}${quoted(key)}:`, pieces, leftOut?.within.has(key) === true ? leftOut : undefined);
        separator = ",";
      }
      pieces.push("}");
      return;
    }
    case "array": {
      pieces.push(`${before}[`);
      let separator = "";
      for (const item of node.items) {
        write(item, separator, pieces, leftOut);
        separator = ",";
      }
      pieces.push("]");
      return;
    }
    case "string":
      pieces.push(before + quoted(node.value));
      return;
    case "number":
      pieces.push(before + node.text);
      return;
    case "boolean":
      pieces.push(before + String(node.value));
      return;
    case "null":
      pieces.push(`${before}null`);
  }
}

const unescaped = /^[\w .,:/-]*$/;

/** As JSON.stringify writes it, which takes longer where there is nothing to escape. */
function quoted(text: string): string {
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Members by their keys, the last of each. */
function inOrder(members: readonly JsonMember[]): readonly JsonMember[] {
  let isSorted = true;
  for (let i = 1; i < members.length && isSorted; i += 1)
    isSorted = (members[i - 1]?.key ?? "") < (members[i]?.key ?? "");
  if (isSorted) return members;
  const sorted = members.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.filter((member, i) => sorted[i + 1]?.key !== member.key);
}
