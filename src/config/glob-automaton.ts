// Regular expressions as globs compile to them, run without backtracking: a glob such as `*a*a*a*b` makes a backtracking
// engine try every way to share out a path, which takes years; here each state is visited once per character.

import { growthOf, type Node, readExpression } from "./glob-expression.ts";

type State =
  | { readonly kind: "one"; readonly test: RegExp; readonly next: number }
  | { readonly kind: "edge"; readonly at: "start" | "end"; readonly next: number }
  | { readonly kind: "look"; readonly entry: number; readonly negative: boolean; readonly next: number }
  | { readonly kind: "split"; nexts: readonly number[] }
  | { readonly kind: "accept" };

/** A matcher whose time is bounded by the lengths of pattern and path, and how many ways a backtracking engine might try. */
export interface Automaton {
  readonly matches: (path: string) => boolean;
  readonly ways: (length: number) => number;
}

/** Enough for any glob that a person writes; nested repetitions multiply. */
const mostStates = 20_000;

/** Reads a regular expression's source; undefined for what no glob needs: captures by name, lookbehinds, backreferences, huge repetitions. */
export function automaton(source: string): Automaton | undefined {
  const root = readExpression(source);
  if (root === undefined) return undefined;
  const states: State[] = [{ kind: "accept" }];
  const entry = emit(root, 0, states);
  if (entry === undefined) return undefined;
  const growth = growthOf(root);
  return {
    matches: (path) => run(states, entry, path),
    ways: (length) => growth.choices * combinations(length + growth.loops, growth.loops),
  };
}

/** Adds the states that read `node` and go on at `next`; returns the first of them, or undefined when there are too many. */
function emit(node: Node, next: number, states: State[]): number | undefined {
  const add = (state: State): number | undefined => (states.length < mostStates ? states.push(state) - 1 : undefined);
  switch (node.kind) {
    case "one":
      return add({ kind: "one", test: new RegExp(`^${node.source}$`, "s"), next });
    case "edge":
      return add({ kind: "edge", at: node.at, next });
    case "sequence":
      return node.items.reduceRight<number | undefined>(
        (to, item) => (to === undefined ? to : emit(item, to, states)),
        next,
      );
    case "choice": {
      const nexts = node.items.map((item) => emit(item, next, states));
      return nexts.every((to) => to !== undefined) ? add({ kind: "split", nexts }) : undefined;
    }
    case "look": {
      const entry = emit(node.body, 0, states);
      return entry === undefined ? undefined : add({ kind: "look", entry, negative: node.negative, next });
    }
    case "repeat":
      return emitRepeat(node, next, states);
  }
}

function emitRepeat(node: Node & { kind: "repeat" }, next: number, states: State[]): number | undefined {
  if (Math.max(node.least, Number.isFinite(node.most) ? node.most : 0) > mostStates) return undefined;
  let entry: number | undefined = next;
  if (node.most === Number.POSITIVE_INFINITY) {
    const split: State = { kind: "split", nexts: [] };
    const loop: number = states.push(split) - 1;
    const body = emit(node.body, loop, states);
    if (body === undefined) return undefined;
    split.nexts = [body, next];
    entry = loop;
  }
  for (let i = node.least; i < node.most && node.most !== Number.POSITIVE_INFINITY && entry !== undefined; i++) {
    const body: number | undefined = emit(node.body, entry, states);
    entry = body === undefined ? undefined : states.push({ kind: "split", nexts: [body, next] }) - 1;
  }
  for (let i = 0; i < node.least && entry !== undefined; i++) entry = emit(node.body, entry, states);
  return entry;
}

/** Whether acceptance can be reached: a depth-first search over (state, offset), each pair once. */
function run(states: readonly State[], entry: number, path: string): boolean {
  const width = path.length + 1;
  const dead = new Set<number>();
  const looks = new Map<number, boolean>();
  const look = (start: number, offset: number): boolean => {
    const key = start * width + offset;
    const known = looks.get(key);
    if (known !== undefined) return known;
    const found = search(start, offset);
    looks.set(key, found);
    return found;
  };
  const search = (start: number, offset: number): boolean => {
    const visited: number[] = [];
    const pending = [start * width + offset];
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      if (dead.has(key)) continue;
      dead.add(key);
      visited.push(key);
      const at = key % width;
      const state = states[(key - at) / width];
      if (state === undefined) continue;
      if (state.kind === "accept") {
        // What was visited on the way is not dead: it was left before it had been followed to its end.
        for (const seen of visited) dead.delete(seen);
        return true;
      }
      if (state.kind === "split") for (const next of state.nexts) pending.push(next * width + at);
      else if (state.kind === "one") {
        if (at < path.length && state.test.test(path.charAt(at))) pending.push(state.next * width + at + 1);
      } else if (
        state.kind === "edge"
          ? at === (state.at === "start" ? 0 : path.length)
          : look(state.entry, at) !== state.negative
      )
        pending.push(state.next * width + at);
    }
    return false;
  };
  return search(entry, 0);
}

function combinations(n: number, k: number): number {
  if (!Number.isFinite(k)) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}
