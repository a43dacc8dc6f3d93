import type { JsonNode } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";

/** The keywords of a schema, the last of each. */
export type Members = ReadonlyMap<string, JsonNode>;

/** One side has a schema as it is, the other one has it as one of several that are combined. */
export interface Wrapping {
  readonly side: "writer" | "reader";
  readonly keyword: string;
  readonly index: number;
  readonly branch: JsonNode & { readonly kind: "object" };
}

/** Finds the combined schema that comes closest to what the other side has beside it; undefined where nothing was wrapped. */
export function wrappingOf(sent: Members, read: Members): Wrapping | undefined {
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    if (sent.has(keyword) === read.has(keyword)) continue;
    const side = sent.has(keyword) ? "writer" : "reader";
    const [outer, plain] = side === "writer" ? [sent, read] : [read, sent];
    const best = closest(outer.get(keyword), outer, plain);
    if (best !== undefined) return { side, keyword, ...best };
  }
  return undefined;
}

function closest(
  list: JsonNode | undefined,
  outer: Members,
  plain: Members,
): Pick<Wrapping, "index" | "branch"> | undefined {
  let best: (Pick<Wrapping, "index" | "branch"> & { readonly same: number }) | undefined;
  for (const [index, branch] of (list?.kind === "array" ? list.items : []).entries()) {
    if (branch.kind !== "object") continue;
    const moved = branch.members.filter(({ key }) => !outer.has(key) && plain.has(key));
    const same = moved.filter(({ key, value }) => isSame(value, plain.get(key))).length * 2 + moved.length;
    if (same > (best?.same ?? 0)) best = { index, branch, same };
  }
  return best;
}

const isSame = (value: JsonNode, other: JsonNode | undefined): boolean =>
  other !== undefined && sortedJson(value) === sortedJson(other);
