/** The candidate that someone who wrote `word` most likely meant: equal but for case and punctuation, a few slips of the keyboard away, or a part of it. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const plain = simplified(word);
  let [best, distance]: [string | undefined, number] = [undefined, Math.max(1, Math.floor(plain.length / 3)) + 1];
  for (const candidate of candidates) {
    const other = simplified(candidate);
    if (Math.abs(other.length - plain.length) >= distance) continue;
    const slips = editDistance(plain, other);
    if (slips < distance) [best, distance] = [candidate, slips];
  }
  const isStart = (a: string, b: string): boolean => a.length > 2 && b.startsWith(a);
  return (
    best ??
    candidates.find((candidate) => isStart(plain, simplified(candidate)) || isStart(simplified(candidate), plain))
  );
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, "");
}

/** Damerau and Levenshtein's distance (optimal string alignment): insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps.push(at(i - 2, j - 2) + 1);
      rows[i]?.push(Math.min(...steps));
    }
  }
  return at(a.length, b.length);
}
