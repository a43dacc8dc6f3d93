// Globs are matched by a backtracking engine: `*a*a*a*a*b` makes it try every way to share out a name, which takes years. What is counted
// here is an upper bound for hostile paths, so that a glob is refused when it is read instead of hanging when it is used.

/** What stands for one character or for itself: an escape, quoted text, a class. */
const atom = /\\.|"[^"]*"|\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/gs;
/** An innermost group, with the sign before it and the quantifier after it. */
const group = /(?:([?*+@!]?)\(|\{)([^(){}]*)[)}]([+?](?!\())?/;
const loop = /[*+]+/g;
const deepLoop = /\*\*/g;

/** The most steps that matching a path of 4,096 characters may take: 16 names of 255 characters, or 2,048 of one. Infinite for a repetition that can read a text in several ways. */
export function stepsOf(glob: string): number {
  let [flat, choices] = [glob.replace(atom, "?").replaceAll("?+", "**"), 1];
  for (let found = group.exec(flat); found !== null; found = group.exec(flat)) {
    const [whole, sign, body = "", quantifier] = found;
    const alternatives = body.split(whole.endsWith("}", whole.length - (quantifier ?? "").length) ? /[,|]/ : "|");
    const repeats = sign === "*" || sign === "+" || quantifier === "+";
    const isClear = readsOneWay(alternatives);
    if (repeats && (sign === "!" || !isClear)) return Number.POSITIVE_INFINITY;
    if (!isClear || sign === "?" || quantifier === "?") choices *= alternatives.length + 1;
    const all = Math.max(...alternatives.map((text) => count(text, loop)));
    const deep = Math.max(...alternatives.map((text) => count(text, deepLoop)));
    const own = repeats || sign === "!" ? (/[/?]/.test(body) ? "** * " : "* ") : "";
    flat = flat.replace(whole, ` ${own}${"** ".repeat(deep)}${"* ".repeat(all - deep)}`);
  }
  // A `/**` at the end takes whatever is left, and so is never tried twice.
  flat = flat.replace(/\/\*\*$/, "");
  const deep = count(flat, deepLoop);
  const shared = flat.split("/").reduce((sum, name) => sum + Math.max(count(name, loop) - 1, 0), 0);
  return choices * Math.max(4096 ** Math.max(deep, 1), 16 ** deep * 255 ** (shared + 1));
}

/** Whether a text can be one of the alternatives only, and each of them has one length. */
function readsOneWay(alternatives: readonly string[]): boolean {
  if (alternatives.some((text) => /[*+ ]/.test(text))) return false;
  return alternatives.every((text, i) =>
    alternatives.every((other, j) => i === j || !(text.includes("?") || other.startsWith(text))),
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
