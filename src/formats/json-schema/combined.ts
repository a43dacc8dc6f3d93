import { acceptable, type Difference, type Here, inside, tell, tried, type Walk } from "./difference.ts";
import { structureText } from "./equality.ts";
import { maximumMatching } from "./matching.ts";
import type { CombinedSchema, Schema } from "./types.ts";

/** Compares two combined schemas: each of the shorter list must find a partner of its own in the other. */
export function compareCombined(
  walk: Walk,
  writer: CombinedSchema,
  reader: CombinedSchema,
  here: Here,
  out: Difference[],
): void {
  const [before, after] = [writer.criterion, reader.criterion];
  if (before !== after) {
    const widens = isWidening(writer, reader);
    const kind = widens ? "combined-type-extended" : "combined-type-changed";
    tell(out, kind, writer, reader, here, () => ({ before, after }), { keywords: criteria });
    if (!widens) return;
  }
  const [old, now] = [distinct(writer.subschemas), distinct(reader.subschemas)];
  compareCounts(writer, reader, old.length, now.length, here, out);
  const known = new Map<number, readonly Difference[] | undefined>();
  const fits = (left: number, right: number): boolean => edge(left, right) !== undefined;
  const edge = (left: number, right: number): readonly Difference[] | undefined => {
    const key = left * now.length + right;
    if (!known.has(key)) {
      const [one, other] = [old[left], now[right]];
      const at = inside(here, `${before}/${left}`);
      const found = one && other && tried(walk, one, other, at);
      known.set(key, found !== undefined && acceptable(found, walk.policy) ? found : undefined);
    }
    return known.get(key);
  };
  const pairs = maximumMatching(old.length, now.length, fits);
  for (const [left, right] of pairs) for (const difference of edge(left, right) ?? []) out.push(difference);
  if (pairs.size >= Math.min(old.length, now.length)) return;
  const counts = { before, after, writerCount: old.length, readerCount: now.length, matched: pairs.size };
  tell(out, "combined-type-subschemas-changed", writer, reader, here, () => counts, { keywords: criteria });
}

const criteria = ["allOf", "anyOf", "oneOf"];

function isWidening(writer: CombinedSchema, reader: CombinedSchema): boolean {
  const [single, singleAfter] = [writer.subschemas.length === 1, reader.subschemas.length === 1];
  if (reader.criterion === "anyOf" || (single && singleAfter)) return true;
  return (single && reader.criterion === "oneOf") || (writer.criterion === "allOf" && singleAfter);
}

function distinct(schemas: readonly Schema[]): readonly Schema[] {
  // Of different classes none are equal: mostly there is no need of their texts.
  if (new Set(schemas.map((schema) => schema.class)).size === schemas.length) return schemas;
  const byText = new Map<string, Schema>();
  for (const schema of schemas) {
    const text = structureText(schema);
    if (!byText.has(text)) byText.set(text, schema);
  }
  return [...byText.values()];
}

function compareCounts(
  writer: CombinedSchema,
  reader: CombinedSchema,
  before: number,
  after: number,
  here: Here,
  out: Difference[],
): void {
  if (before === after) return;
  const [beforeCriterion, afterCriterion] = [writer.criterion, reader.criterion];
  const product = (before < after ? afterCriterion : beforeCriterion) === "allOf";
  const kind = `${product ? "product" : "sum"}-type-${before < after ? "extended" : "narrowed"}` as const;
  const extras = () => ({ beforeCriterion, afterCriterion, before, after });
  tell(out, kind, writer, reader, here, extras, { keywords: criteria });
}
