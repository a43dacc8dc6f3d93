// The regular expressions that globs compile to: groups, alternatives, lookaheads, repetitions, classes of characters.

/** A node of a regular expression without captures, backreferences and lookbehinds. */
export type Node =
  | { readonly kind: "one"; readonly source: string }
  | { readonly kind: "edge"; readonly at: "start" | "end" }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly items: readonly Node[] }
  | { readonly kind: "look"; readonly body: Node; readonly negative: boolean }
  | { readonly kind: "repeat"; readonly body: Node; readonly least: number; readonly most: number };

const tokenPattern = /\(\?[:=!]|\(\?|\[(?:\\.|[^\]\\])*\]|\\.|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gs;

/** Reads a regular expression's source; undefined for captures by name, lookbehinds and backreferences. */
export function readExpression(source: string): Node | undefined {
  const tokens = source.match(tokenPattern) ?? [];
  let at = 0;
  const choice = (): Node | undefined => {
    const items: Node[] = [];
    do {
      const item = sequence();
      if (item === undefined) return undefined;
      items.push(item);
    } while (tokens[at] === "|" && at++ >= 0);
    return items.length === 1 ? items[0] : { kind: "choice", items };
  };
  const sequence = (): Node | undefined => {
    const items: Node[] = [];
    for (let token = tokens[at]; token !== undefined && token !== "|" && token !== ")"; token = tokens[at]) {
      const quantity = quantityOf(token);
      const item = quantity === undefined ? atom(token) : items.pop();
      if (item === undefined) return undefined;
      items.push(quantity === undefined ? item : { kind: "repeat", body: item, ...quantity });
      at += 1;
    }
    return { kind: "sequence", items };
  };
  const atom = (token: string): Node | undefined => {
    if (token === "^" || token === "$") return { kind: "edge", at: token === "^" ? "start" : "end" };
    if (token === "(?" || /^\\\w/.test(token)) return undefined;
    if (!token.startsWith("(")) return { kind: "one", source: token };
    at += 1;
    const body = choice();
    if (body === undefined || tokens[at] !== ")") return undefined;
    return token === "(?=" || token === "(?!" ? { kind: "look", body, negative: token === "(?!" } : body;
  };
  const root = choice();
  return at === tokens.length ? root : undefined;
}

/** `*`, `+?`, `{1,2}`: whether greedy or lazy makes no difference to whether there is a match. */
function quantityOf(token: string): { least: number; most: number } | undefined {
  if (/^[*+?]\??$/.test(token))
    return { least: token[0] === "+" ? 1 : 0, most: token[0] === "?" ? 1 : Number.POSITIVE_INFINITY };
  const [, least, comma, most] = /^\{(\d+)(,(\d*))?\}/.exec(token) ?? [];
  if (least === undefined) return undefined;
  const end = comma === undefined ? least : most;
  return { least: Number(least), most: end === undefined || end === "" ? Number.POSITIVE_INFINITY : Number(end) };
}

/** How the ways to match grow: a factor for the finite choices, and how many loops share out the path. */
export interface Growth {
  readonly choices: number;
  readonly loops: number;
}

/** How many ways a backtracking engine might try on a path of some length: `choices` times the ways to share it out among `loops`. */
export function growthOf(node: Node): Growth {
  switch (node.kind) {
    case "one":
    case "edge":
      return { choices: 1, loops: 0 };
    case "look": {
      // Once it holds it is not tried another way: without loops it costs a constant.
      const body = growthOf(node.body);
      return body.loops === 0 ? { choices: 1, loops: 0 } : body;
    }
    case "sequence":
      return node.items
        .map(growthOf)
        .reduce((a, b) => ({ choices: a.choices * b.choices, loops: a.loops + b.loops }), { choices: 1, loops: 0 });
    case "choice":
      return node.items.map(growthOf).reduce((a, b) => ({ choices: a.choices + b.choices, loops: a.loops + b.loops }));
    case "repeat": {
      const body = growthOf(node.body);
      if (node.most === Number.POSITIVE_INFINITY)
        return { choices: body.choices, loops: readsOneCharacter(node.body) ? 1 : Number.POSITIVE_INFINITY };
      return { choices: (node.most - node.least + 1) * body.choices ** node.most, loops: body.loops * node.most };
    }
  }
}

/** A loop over exactly one character, lookaheads without loops beside it, cannot share out its part in two ways. */
function readsOneCharacter(node: Node): boolean {
  if (node.kind === "one") return true;
  if (node.kind !== "sequence") return false;
  const [others, ones] = [
    node.items.filter((item) => item.kind !== "one"),
    node.items.filter((item) => item.kind === "one"),
  ];
  return ones.length === 1 && others.every((item) => item.kind === "look" && growthOf(item).loops === 0);
}
