import type { Json } from "../../model.ts";
import { patternSample } from "./pattern-sample.ts";
import { isList, isObject, type JsonObject, own, type PlainSchema, valueAt } from "./plain-schema.ts";
import type { Step } from "./sample-parts.ts";
import type { Site } from "./types.ts";
import { dependenciesOf, itemSchemas, schemasFor } from "./validation.ts";

/** How a message comes to be held against a part of a schema. */
export interface Route {
  /** From the message to the value that the part is held against. */
  readonly steps: readonly Step[];
  /** The branches that have to be chosen on the way, by the list that they stand in. */
  readonly choices: ReadonlyMap<readonly Json[], number>;
  /** Properties that have to be there on the way, and in what: without them the part is not asked. */
  readonly triggers: readonly (readonly [readonly Step[], string])[];
  /** The parts that are passed, from the root on: those together that one value has to fit. */
  readonly through: readonly (readonly Json[])[];
}

/** One step from a schema to one in it. */
export interface Edge {
  readonly to: Json;
  /** What leads there: the same on both sides of a pair. */
  readonly label: string;
  readonly step?: Step;
  readonly choice?: readonly [readonly Json[], number];
  readonly trigger?: string;
}

const mostVisited = 20_000;

/** The shortest way to the part at a site; undefined where no message is ever held against it. */
export function routeTo(schema: PlainSchema, site: Site): Route | undefined {
  const goal = valueAt(schema.roots[site.document], site.pointer);
  const root = schema.roots[0];
  if (goal === undefined || root === undefined) return undefined;
  if (goal === root) return routeFrom(root);
  const seen = new Set<Json>([root]);
  const open: { readonly at: Json; readonly route: Route }[] = [{ at: root, route: routeFrom(root) }];
  for (const { at, route } of open) {
    if (!isObject(at)) continue;
    for (const edge of edgesOf(schema, at)) {
      if (!isObject(edge.to) && edge.to !== goal) continue;
      const next = extended(route, at, edge);
      if (edge.to === goal && isAt(schema, at, edge, site)) return next;
      if (seen.has(edge.to) || seen.size > mostVisited) continue;
      seen.add(edge.to);
      open.push({ at: edge.to, route: next });
    }
  }
  return undefined;
}

/** Booleans are all alike: which one is meant is told by what it stands in. */
function isAt(schema: PlainSchema, at: JsonObject, { to }: Edge, site: Site): boolean {
  if (isObject(to)) return true;
  const around = schema.siteOf(at);
  return around !== undefined && around.document === site.document && site.pointer.startsWith(`${around.pointer}/`);
}

/** No way at all: the message itself. */
export const routeFrom = (root: Json): Route => ({ steps: [], choices: new Map(), triggers: [], through: [[root]] });

/** A route and one edge more. */
export function extended(route: Route, at: JsonObject, { to, step, choice, trigger }: Edge): Route {
  return {
    through: [...route.through, typeof step === "string" ? [to, ...schemasFor(at, step)] : [to]],
    steps: step === undefined ? route.steps : [...route.steps, step],
    choices: choice === undefined ? route.choices : new Map(route.choices).set(...choice),
    triggers: trigger === undefined ? route.triggers : [...route.triggers, [route.steps, trigger]],
  };
}

/** All that a message may be held against from a schema on. */
export function* edgesOf(schema: PlainSchema, at: JsonObject): Iterable<Edge> {
  for (const key of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    const reference = own(at, key);
    const target = typeof reference === "string" ? schema.target(at, reference) : undefined;
    if (target !== undefined) yield { to: target, label: "$ref" };
    if (target !== undefined && schema.onlyRef) return;
  }
  for (const key of ["allOf", "anyOf", "oneOf"] as const) {
    const branches = own(at, key);
    if (!isList(branches)) continue;
    for (const [i, to] of branches.entries()) {
      const label = `${key}/${i}`;
      yield key === "allOf" ? { to, label } : { to, label, choice: [branches, i] };
    }
  }
  for (const key of ["then", "else", "if", "not", "propertyNames"]) {
    const to = own(at, key);
    if (to !== undefined) yield { to, label: key };
  }
  for (const [trigger, to] of dependenciesOf(schema, at)) {
    if (!isList(to)) yield { to, trigger, label: `dependencies/${trigger}` };
  }
  yield* memberEdges(at);
  yield* itemEdges(schema, at);
}

function* memberEdges(at: JsonObject): Iterable<Edge> {
  const [properties, patterns] = [own(at, "properties"), own(at, "patternProperties")];
  if (isObject(properties)) {
    for (const [step, to] of Object.entries(properties)) yield { to, step, label: `properties/${step}` };
  }
  if (isObject(patterns)) {
    for (const [pattern, to] of Object.entries(patterns)) {
      const step = patternSample(pattern, () => 0);
      if (step !== undefined) yield { to, step, label: `patternProperties/${pattern}` };
    }
  }
  for (const key of ["additionalProperties", "unevaluatedProperties"]) {
    const to = own(at, key);
    if (to !== undefined) yield { to, step: "extra", label: key };
  }
}

function* itemEdges(schema: PlainSchema, at: JsonObject): Iterable<Edge> {
  const [first, rest] = itemSchemas(schema, at);
  for (const [step, to] of first.entries()) yield { to, step, label: `items/${step}` };
  if (rest !== undefined) yield { to: rest, step: first.length, label: "items" };
  for (const key of ["contains", "unevaluatedItems"]) {
    const to = own(at, key);
    if (to !== undefined) yield { to, step: key === "contains" ? 0 : first.length, label: key };
  }
}
