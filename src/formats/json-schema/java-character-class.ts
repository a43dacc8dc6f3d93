import { escapeEnd, type Reading } from "./java-escape.ts";

/** Reads a character class with all that is nested in it; answers with where it ends. */
export function characterClassEnd(reading: Reading, start: number, comments: boolean): number {
  const { source, fail } = reading;
  let depth = 0;
  let at = start;
  /** The last single character, which may open a range. */
  let last: number | undefined;
  let empty = true;
  const enter = (): void => {
    depth += 1;
    at += source[at + 1] === "^" ? 2 : 1;
    [last, empty] = [undefined, true];
  };
  enter();
  while (depth > 0) {
    const char = source[at] ?? fail("a `[` is not closed");
    if (char === "[") enter();
    else if (char === "]" && !empty) {
      depth -= 1;
      at += 1;
      last = undefined;
    } else if (comments && /\s/.test(char)) at += 1;
    else if (source.startsWith("&&", at)) {
      at += 2;
      [last, empty] = [undefined, false];
    } else if (
      char === "-" &&
      last !== undefined &&
      !"[]".includes(source[at + 1] ?? "]") &&
      !source.startsWith("&&", at + 1)
    ) {
      const [code, end] = single(reading, at + 1);
      if (code !== undefined && code < last) fail(`\`${source.slice(at - 1, end)}\` is a range that goes backwards`);
      [last, at] = [undefined, end];
    } else {
      [last, at] = single(reading, at);
      empty = false;
    }
  }
  return at;
}

/** One character of a class, where it is one: an escape may stand for several. */
function single(reading: Reading, at: number): readonly [number | undefined, number] {
  const code = reading.source.codePointAt(at) ?? 0;
  if (reading.source[at] !== "\\") return [code, at + (code > 0xffff ? 2 : 1)];
  const end = escapeEnd(reading, at, true);
  const escaped = reading.source.slice(at + 1, end);
  return [/^[^A-Za-z0-9]$/u.test(escaped) ? escaped.codePointAt(0) : undefined, end];
}
