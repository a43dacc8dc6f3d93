import { positionsIn } from "../config/text.ts";
import { readTree, type Tree } from "../config/yaml-tree.ts";

/** A part of a YAML file, asked for by names; what is not there is an empty part. */
export interface View {
  readonly isThere: boolean;
  readonly line: number;
  /** The scalar as written, or empty. */
  readonly text: string;
  readonly get: (key: string) => View;
  readonly entries: readonly (readonly [key: string, value: View])[];
  /** The items of a list; one item where a scalar stands in the place of a list. */
  readonly items: readonly View[];
}

/** A YAML file as parts; undefined where it is none. */
export function yamlView(text: string): View | undefined {
  const { root } = readTree(text);
  const lineOf = positionsIn(text);
  return root === undefined ? undefined : view(root, root.offset, (offset) => lineOf(offset).line);
}

function view(tree: Tree | undefined, offset: number, lineOf: (offset: number) => number): View {
  const pairs = tree?.kind === "map" ? tree.pairs : [];
  const self: View = {
    isThere: tree !== undefined,
    line: lineOf(offset),
    text: tree?.kind === "scalar" && tree.value !== null && tree.value !== undefined ? String(tree.value) : "",
    get: (key) => {
      const pair = pairs.findLast((one) => one.key === key);
      return view(pair?.value, pair?.keyOffset ?? offset, lineOf);
    },
    entries: pairs.map(({ key, keyOffset, value }) => [key, view(value, keyOffset, lineOf)] as const),
    get items(): readonly View[] {
      if (tree?.kind === "list") return tree.items.map((item) => view(item, item.offset, lineOf));
      return self.text === "" ? [] : [self];
    },
  };
  return self;
}
