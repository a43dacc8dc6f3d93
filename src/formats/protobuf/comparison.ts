import type { Json } from "../../model.ts";
import { hasParts, isList, type MessageDatum, sameValue, type Value } from "./datum.ts";

/** How what was read falls short of what was sent. */
export type Shortfall = "lost" | "misread";

/** What became of these fields; undefined when all of them were read as they were sent. */
export function shortfallOf(sent: MessageDatum, read: MessageDatum, numbers: Iterable<number>): Shortfall | undefined {
  const found = new Set<Shortfall>();
  for (const number of numbers) {
    const value = sent.fields.get(number);
    if (value !== undefined) valueShortfall(value, read.fields.get(number), found);
  }
  return found.has("misread") ? "misread" : found.has("lost") ? "lost" : undefined;
}

function valueShortfall(sent: Value, read: Value | undefined, found: Set<Shortfall>): void {
  if (read === undefined) {
    found.add("lost");
    return;
  }
  if (sameValue(sent, read)) return;
  if (isList(sent) || isList(read)) {
    const [from, to] = [isList(sent) ? sent : [sent], isList(read) ? read : [read]];
    if (from.length > to.length) found.add("lost");
    if (from.length < to.length) found.add("misread");
    // A reader of one value keeps the last of several.
    const kept = isList(read) ? from : from.slice(-1);
    for (const [i, item] of to.entries()) if (kept[i] !== undefined) partShortfall(kept[i], item, found);
    return;
  }
  partShortfall(sent, read, found);
}

function partShortfall(sent: Value, read: Value, found: Set<Shortfall>): void {
  if (sameValue(sent, read)) return;
  if (!hasParts(sent) || !hasParts(read) || sent.kind !== read.kind) found.add("misread");
  else if (sent.kind === "map" && read.kind === "map") partsShortfall(sent.entries, read.entries, found);
  else if (sent.kind === "message" && read.kind === "message") partsShortfall(sent.fields, read.fields, found);
}

function partsShortfall<K>(sent: ReadonlyMap<K, Value>, read: ReadonlyMap<K, Value>, found: Set<Shortfall>): void {
  for (const [key, value] of sent) valueShortfall(value, read.get(key), found);
  if ([...read.keys()].some((key) => !sent.has(key))) found.add("misread");
}

/** Whether two JSON values are equal; the order of keys does not count. */
export function sameJson(one: Json, other: Json): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))];
  return a.length === b.size && a.every(([key, value]) => b.has(key) && sameJson(value, b.get(key) as Json));
}
