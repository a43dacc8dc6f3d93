// Reading JSON that others made: what is not as expected is undefined.

/** What stands at a path of keys. */
export function member(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

/** A text that is not empty. */
export function textOf(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = member(value, ...keys);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** A whole number above 0, as identifiers are. */
export function numberOf(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = member(value, ...keys);
  return Number.isSafeInteger(found) && (found as number) > 0 ? (found as number) : undefined;
}
