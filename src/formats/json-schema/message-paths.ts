import type { Json } from "../../model.ts";
import { isList, isObject, own } from "./plain-schema.ts";
import type { Step } from "./sample-parts.ts";

/** What stands at the end of the steps; undefined where nothing does. */
export function valueIn(message: Json | undefined, steps: readonly Step[]): Json | undefined {
  let value = message;
  for (const step of steps) {
    if (typeof step === "number") value = isList(value) ? value[step] : undefined;
    else value = isObject(value) ? own(value, step) : undefined;
  }
  return value;
}

/** The message with another value at the end of the steps; undefined takes it out. */
export function withValue(message: Json, [step, ...rest]: readonly Step[], value: Json | undefined): Json {
  if (step === undefined) return value === undefined ? message : value;
  const inner = (part: Json | undefined): Json | undefined =>
    rest.length === 0 ? value : withValue(part ?? null, rest, value);
  if (typeof step === "number" && isList(message)) {
    return message.flatMap((item, i) => {
      const next = i === step ? inner(item) : item;
      return next === undefined ? [] : [next];
    });
  }
  if (typeof step !== "string" || !isObject(message)) return message;
  const next = inner(own(message, step));
  const entries = Object.entries(message).map(([key, part]): [string, Json | undefined] => [
    key,
    key === step ? next : part,
  ]);
  if (!Object.hasOwn(message, step)) entries.push([step, next]);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** All ways into a message, the shortest first. */
export function stepsInto(message: Json, most: number): readonly (readonly Step[])[] {
  const found: (readonly Step[])[] = [[]];
  for (const steps of found) {
    if (found.length >= most) break;
    const value = valueIn(message, steps);
    if (isList(value)) found.push(...[...value.keys()].slice(0, 20).map((i) => [...steps, i]));
    else if (isObject(value)) found.push(...Object.keys(value).map((key) => [...steps, key]));
  }
  return found.slice(0, most);
}
