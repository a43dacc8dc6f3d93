import { type PatternNode, readPattern } from "./pattern-syntax.ts";

/** The characters that a text is made of, those that read best first. */
const alphabet: readonly string[] = [
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- .:/@#+,;=!?$%&*()[]{}<>|~^'\"`\\\t\n",
  ..."éßñÄЖжαあ漢한٣💸",
];

const longestSample = 2_000;

/** A text that a pattern fits, as far as it can be built from left to right; undefined for a pattern that is not read. */
export function patternSample(source: string, random: () => number): string | undefined {
  const node = readPattern(source);
  return node === undefined ? undefined : textOf(node, random, { left: longestSample });
}

function textOf(node: PatternNode, random: () => number, budget: { left: number }): string {
  budget.left -= 1;
  if (budget.left < 0) return "";
  switch (node.kind) {
    case "char": {
      const fitting = alphabet.filter((text) => node.has(text.codePointAt(0) ?? 0));
      return fitting[random() < 0.5 ? 0 : Math.floor(random() * fitting.length)] ?? "";
    }
    case "sequence":
      return node.parts.map((part) => textOf(part, random, budget)).join("");
    case "choice": {
      const branch = node.branches[Math.floor(random() * node.branches.length)];
      return branch === undefined ? "" : textOf(branch, random, budget);
    }
    case "repeat": {
      const more = Math.floor(random() * random() * 4);
      const times = Math.min(node.most, node.least + more, longestSample);
      return Array.from({ length: times }, () => textOf(node.part, random, budget)).join("");
    }
    default:
      return "";
  }
}

/** How long a text is at least that a pattern is found in; 0 for a pattern that is not read. */
export function shortestMatch(source: string): number {
  const node = readPattern(source);
  return node === undefined ? 0 : shortest(node);
}

function shortest(node: PatternNode): number {
  switch (node.kind) {
    case "char":
      return 1;
    case "sequence":
      return node.parts.reduce((length, part) => length + shortest(part), 0);
    case "choice":
      return Math.min(...node.branches.map(shortest));
    case "repeat":
      return node.least * shortest(node.part);
    default:
      return 0;
  }
}
