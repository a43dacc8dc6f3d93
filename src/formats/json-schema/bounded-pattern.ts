import { isLineTerminator, isWord, type PatternNode, readPattern } from "./pattern-syntax.ts";

// Work is at most the product of the two for each text that is looked at.
const mostStates = 4_000;
/** A longer text is not looked at. */
export const longestText = 4_096;

/** Whether a pattern is found in a text. A text of more than 4,096 characters is not looked at, and counts as without it. */
export type TextTest = (text: string) => boolean;

const known = new Map<string, TextTest | undefined>();
const mostKnown = 1_000;

/**
 * A test for a pattern, in time that grows with the product of pattern and text and no faster; undefined for a pattern that is
 * broken, or cannot be run so (back references, look-behind, possessive quantifiers, thousands of states).
 */
export function boundedPattern(source: string): TextTest | undefined {
  if (known.has(source)) return known.get(source);
  if (known.size >= mostKnown) known.clear();
  const test = compiled(source);
  known.set(source, test);
  return test;
}

type State =
  | { readonly kind: "match" }
  | { readonly kind: "char"; readonly has: (code: number) => boolean; readonly next: number }
  | { readonly kind: "split" }
  | { readonly kind: "guard"; readonly holds: (at: number, text: Text) => boolean };

/** A text by code points, and for each look-ahead where in it that would match. */
interface Text {
  readonly codes: readonly number[];
  readonly aheads: Map<Program, readonly boolean[]>;
}

interface Program {
  readonly states: State[];
  /** By state: those that lead to it without taking a character. */
  readonly before: number[][];
  readonly aheads: Program[];
  start: number;
}

function compiled(source: string): TextTest | undefined {
  const node = readPattern(source);
  const program = node && programOf(node, { left: mostStates });
  if (program === undefined) return undefined;
  return (text) => {
    if (text.length > longestText) return false;
    const codes = [...text].map((part) => part.codePointAt(0) ?? 0);
    return matches(program, { codes, aheads: new Map() }).includes(true);
  };
}

function programOf(node: PatternNode, budget: { left: number }): Program | undefined {
  const program: Program = { states: [], before: [], aheads: [], start: 0 };
  const start = enter(program, node, add(program, { kind: "match" }), budget);
  program.start = start;
  return budget.left < 0 ? undefined : program;
}

function add(program: Program, state: State, ...leadsTo: readonly number[]): number {
  const index = program.states.push(state) - 1;
  program.before.push([]);
  for (const next of leadsTo) program.before[next]?.push(index);
  return index;
}

/** Adds what a node stands for in front of the state `next`; answers with the state to enter it by. */
function enter(program: Program, node: PatternNode, next: number, budget: { left: number }): number {
  budget.left -= 1;
  if (budget.left < 0) return next;
  switch (node.kind) {
    case "char":
      return add(program, { kind: "char", has: node.has, next });
    case "sequence":
      return node.parts.reduceRight((after, part) => enter(program, part, after, budget), next);
    case "choice":
      return add(program, { kind: "split" }, ...node.branches.map((branch) => enter(program, branch, next, budget)));
    case "repeat":
      return enterRepeat(program, node, next, budget);
    case "assertion":
      return add(program, { kind: "guard", holds: assertions[node.holds] }, next);
    case "ahead": {
      const ahead = programOf(node.part, budget);
      if (ahead === undefined) return next;
      program.aheads.push(ahead);
      const holds = (at: number, text: Text): boolean => (text.aheads.get(ahead)?.[at] ?? false) !== node.negated;
      return add(program, { kind: "guard", holds }, next);
    }
  }
}

function enterRepeat(
  program: Program,
  { part, least, most }: PatternNode & { readonly kind: "repeat" },
  next: number,
  budget: { left: number },
): number {
  let entry = next;
  if (most === Number.POSITIVE_INFINITY) {
    const loop = add(program, { kind: "split" }, next);
    program.before[enter(program, part, loop, budget)]?.push(loop);
    entry = loop;
  } else {
    for (let i = least; i < most && budget.left >= 0; i += 1) {
      entry = add(program, { kind: "split" }, enter(program, part, entry, budget), next);
    }
  }
  for (let i = 0; i < least && budget.left >= 0; i += 1) entry = enter(program, part, entry, budget);
  return entry;
}

const isWordAt = ({ codes }: Text, at: number): boolean => isWord(codes[at] ?? -1);

const assertions: Readonly<
  Record<(PatternNode & { readonly kind: "assertion" })["holds"], (at: number, text: Text) => boolean>
> = {
  start: (at) => at === 0,
  "very-end": (at, { codes }) => at === codes.length,
  end: (at, { codes }) => at === codes.length || isLastLineEnd(codes, at),
  boundary: (at, text) => isWordAt(text, at - 1) !== isWordAt(text, at),
  "no-boundary": (at, text) => isWordAt(text, at - 1) === isWordAt(text, at),
};

function isLastLineEnd(codes: readonly number[], at: number): boolean {
  const code = codes[at] ?? -1;
  if (at === codes.length - 2) return code === 0x0d && codes[at + 1] === 0x0a;
  return at === codes.length - 1 && isLineTerminator(code) && !(code === 0x0a && codes[at - 1] === 0x0d);
}

/**
 * For each place of the text whether the program matches from there. It goes from the end to the start, and knows at each place
 * all states from which a match is reached: no way is walked twice.
 */
function matches(program: Program, text: Text): readonly boolean[] {
  for (const ahead of program.aheads) text.aheads.set(ahead, matches(ahead, text));
  const { states, before, start } = program;
  const found: boolean[] = new Array(text.codes.length + 1).fill(false);
  let after = new Uint8Array(states.length);
  let reached = new Uint8Array(states.length);
  const open: number[] = [];
  for (let at = text.codes.length; at >= 0; at -= 1) {
    const code = text.codes[at];
    reached.fill(0);
    for (const [index, state] of states.entries()) {
      const isReached =
        state.kind === "match" ||
        (state.kind === "char" && code !== undefined && after[state.next] === 1 && state.has(code));
      if (isReached) {
        reached[index] = 1;
        open.push(index);
      }
    }
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      for (const one of before[index] ?? []) {
        const state = states[one];
        if (reached[one] === 1 || (state?.kind === "guard" && !state.holds(at, text))) continue;
        reached[one] = 1;
        open.push(one);
      }
    }
    found[at] = reached[start] === 1;
    [after, reached] = [reached, after];
  }
  return found;
}
