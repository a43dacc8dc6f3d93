import type { Json } from "../../model.ts";
import { isObject, type JsonObject, type PlainSchema } from "./plain-schema.ts";
import { type Edge, edgesOf, extended, type Route } from "./routes.ts";

const mostVisited = 2_000;

/** One side at a place where the two are walked together. */
interface Side {
  readonly schema: PlainSchema;
  readonly part: Json;
}

/** Where below a pair of parts something differs that is said there itself: the ways to it, the shortest first. */
export function routesToDifferences(writer: Side, reader: Side, route: Route, most: number): readonly Route[] {
  const found: Route[] = [];
  const seen = new Set<Json>([writer.part]);
  const open = [{ from: writer.part, to: reader.part, route }];
  for (const { from, to, route: here } of open) {
    if (found.length >= most || open.length > mostVisited) break;
    if (!isObject(from) || !isObject(to)) {
      if (from !== to && here !== route) found.push(here);
      continue;
    }
    const [sent, read] = [edgesFrom(writer.schema, from), edgesFrom(reader.schema, to)];
    if (here !== route && isSaidOtherwise(from, to, sent, read)) found.push(here);
    for (const [label, edge] of sent) {
      const other = read.get(label);
      if (other === undefined || seen.has(edge.to)) continue;
      seen.add(edge.to);
      open.push({ from: edge.to, to: other.to, route: extended(here, from, edge) });
    }
  }
  return found;
}

const edgesFrom = (schema: PlainSchema, part: JsonObject): ReadonlyMap<string, Edge> =>
  new Map([...edgesOf(schema, part)].map((edge) => [edge.label, edge]));

function isSaidOtherwise(
  from: JsonObject,
  to: JsonObject,
  sent: ReadonlyMap<string, Edge>,
  read: ReadonlyMap<string, Edge>,
): boolean {
  if (sent.size !== read.size || [...sent.keys()].some((label) => !read.has(label))) return true;
  const inner = new Set([...sent.keys(), ...read.keys()].map((label) => label.split("/")[0]));
  const ownOf = (part: JsonObject): string =>
    JSON.stringify(Object.entries(part).filter(([key]) => !inner.has(key) && !notes.has(key)));
  return ownOf(from) !== ownOf(to);
}

const notes: ReadonlySet<string> = new Set([
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "definitions",
  "$defs",
]);
