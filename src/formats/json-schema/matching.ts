/**
 * A greatest set of pairs of which no two share a side: for each on the left, its partner on the right. Whether two may be
 * paired is asked only when it matters, equal places first: mostly they fit, and lists are long.
 */
export function maximumMatching(
  left: number,
  right: number,
  fits: (left: number, right: number) => boolean,
): ReadonlyMap<number, number> {
  const partnerOfLeft = new Map<number, number>();
  const partnerOfRight = new Map<number, number>();
  for (let start = 0; start < left; start += 1) {
    if (start < right && !partnerOfRight.has(start) && fits(start, start)) {
      partnerOfLeft.set(start, start);
      partnerOfRight.set(start, start);
    }
  }
  for (let start = 0; start < left && partnerOfLeft.size < Math.min(left, right); start += 1) {
    if (!partnerOfLeft.has(start)) augment(start);
  }
  return partnerOfLeft;

  /** Looks for a way from an unpaired left to an unpaired right by turns of possible and made pairs, and swaps them on it. */
  function augment(start: number): void {
    const cameFrom = new Map<number, number>();
    const open = [start];
    for (const from of open) {
      for (let to = 0; to < right; to += 1) {
        if (cameFrom.has(to) || !fits(from, to)) continue;
        cameFrom.set(to, from);
        const taken = partnerOfRight.get(to);
        if (taken === undefined) {
          swap(to, cameFrom);
          return;
        }
        open.push(taken);
      }
    }
  }

  function swap(end: number, cameFrom: ReadonlyMap<number, number>): void {
    for (let to: number | undefined = end; to !== undefined; ) {
      const from = cameFrom.get(to);
      if (from === undefined) return;
      const before = partnerOfLeft.get(from);
      partnerOfLeft.set(from, to);
      partnerOfRight.set(to, from);
      to = before;
    }
  }
}
