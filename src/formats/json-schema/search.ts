import type { Json } from "../../model.ts";
import { stepsInto, valueIn, withValue } from "./message-paths.ts";
import { isList, isObject } from "./plain-schema.ts";
import type { Route } from "./routes.ts";
import { build } from "./sample.ts";
import { type Builder, type FlatPart, itemPartsFor, type Part, partsFor, type Step } from "./sample-parts.ts";
import { everythingIn, type Place, variants } from "./variants.ts";

/** Where a search starts, and what it has to hand. */
export interface Quarry {
  readonly writer: Part;
  /** The reader as something wished for: what the finding is not about should pass. */
  readonly reader: Part;
  readonly route: Route;
  /** Property names that the finding is about. */
  readonly focus: readonly string[];
  readonly random: () => number;
  readonly spend: (effort: number) => void;
}

const variantsOf = [400, 150, 100];
const variantsInside = 60;

/** Messages that the writer may send, those first that are likely to show the finding; never ends by itself. */
export function* candidates(quarry: Quarry): Generator<Json, void> {
  const seen = new Set<string>();
  const places: Places = new Map();
  for (let [round, idle] = [0, 0]; idle < mostIdle; round += 1) {
    const before = seen.size;
    for (const message of roundOf(quarry, places, round)) {
      quarry.spend(5);
      const text = JSON.stringify(message);
      if (seen.has(text)) continue;
      seen.add(text);
      yield message;
    }
    idle = seen.size === before ? idle + 1 : 0;
  }
}

/** Rounds without anything new, after which there is likely to be no more. */
const mostIdle = 12;

type Places = Map<string, Place>;

function* roundOf(quarry: Quarry, places: Places, round: number): Iterable<Json> {
  const builder = builderFor(quarry, round);
  const message = baseFor(quarry, places, builder, round);
  quarry.spend(50);
  if (message === undefined) return;
  yield message;
  const target = round > 2 && round % 3 === 0 ? randomSteps(quarry, message) : quarry.route.steps;
  const place = placeAt(builder, quarry, places, target);
  const limit = variantsOf[round] ?? 40;
  yield* some(limit, varied(builder, place, message, target, quarry.focus));
  const current = valueIn(message, target);
  if (current === undefined) return;
  for (const steps of stepsInto(current, 20).slice(1)) {
    const inner = [...target, ...steps];
    yield* some(variantsInside, varied(builder, placeAt(builder, quarry, places, inner), message, inner, []));
  }
}

function* varied(
  builder: Builder,
  place: Place,
  message: Json,
  steps: readonly Step[],
  focus: readonly string[],
): Iterable<Json> {
  for (const value of variants(builder, place, valueIn(message, steps), focus)) yield withValue(message, steps, value);
}

function* some<Value>(count: number, values: Iterable<Value>): Iterable<Value> {
  let left = count;
  for (const value of values) {
    if (left === 0) return;
    left -= 1;
    yield value;
  }
}

function builderFor({ route, random, spend }: Quarry, round: number): Builder {
  const fullness = [0, 1, 0.5, 0.2, 0.8][round % 5] ?? 0;
  return {
    random,
    spend,
    fullness,
    choose: (branches) => route.choices.get(branches) ?? (round === 0 ? 0 : Math.floor(random() * branches.length)),
  };
}

/** A message that leads to the place; what the finding is not about is built to please both sides, where that can be had. */
function baseFor(quarry: Quarry, places: Places, builder: Builder, round: number): Json | undefined {
  const parts = round % 2 === 0 ? [quarry.writer, quarry.reader] : [quarry.writer];
  const { steps, triggers } = quarry.route;
  let message = build(builder, parts, steps) ?? build(builder, [quarry.writer], steps);
  for (const [at, name] of triggers) {
    if (message === undefined || valueIn(message, [...at, name]) !== undefined) continue;
    const { writer } = placeAt(builder, quarry, places, at);
    message = withValue(message, [...at, name], build(builder, partsFor(writer, name), []) ?? 0);
  }
  return message;
}

/** What both sides say of the value at the end of the steps, whatever branches they take. */
function placeAt(builder: Builder, quarry: Quarry, places: Places, steps: readonly Step[]): Place {
  const key = JSON.stringify(steps);
  const known = places.get(key);
  if (known !== undefined) return known;
  const step = steps.at(-1);
  const outer = step === undefined ? undefined : placeAt(builder, quarry, places, steps.slice(0, -1));
  const sideAt = (side: "writer" | "reader"): readonly FlatPart[] => {
    if (outer === undefined || step === undefined) return everythingIn(builder, [quarry[side]]);
    return everythingIn(
      builder,
      typeof step === "string" ? partsFor(outer[side], step) : itemPartsFor(outer[side], step),
    );
  };
  const place: Place = { writer: sideAt("writer"), reader: sideAt("reader") };
  places.set(key, place);
  return place;
}

function randomSteps({ random }: Quarry, message: Json): readonly Step[] {
  const ways = stepsInto(message, 40).filter((steps) => {
    const value = valueIn(message, steps);
    return isObject(value) || isList(value) || random() < 0.5;
  });
  return ways[Math.floor(random() * ways.length)] ?? [];
}
