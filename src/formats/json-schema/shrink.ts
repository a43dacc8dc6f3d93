import type { Json } from "../../model.ts";
import { stepsInto, valueIn, withValue } from "./message-paths.ts";
import { isList, isObject } from "./plain-schema.ts";

const mostTried = 150;

/** The smallest message found that is still one: parts are taken out, and values made plain, one at a time. */
export function shrunk(message: Json, isStillOne: (message: Json) => boolean): Json {
  let smallest = message;
  let tried = 0;
  for (let isSmaller = true; isSmaller && tried < mostTried; ) {
    isSmaller = false;
    for (const candidate of smaller(smallest)) {
      tried += 1;
      if (tried > mostTried) break;
      if (!isStillOne(candidate)) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* smaller(message: Json): Iterable<Json> {
  const ways = stepsInto(message, 60).slice(1);
  for (const steps of ways) yield withValue(message, steps, undefined);
  for (const steps of [[], ...ways]) {
    for (const value of plainer(valueIn(message, steps))) yield withValue(message, steps, value);
  }
}

/** Numbers nearer to nothing, by ever smaller steps. */
function plainerNumbers(value: number): readonly number[] {
  const nearer = [0, 1, 2, Math.trunc(value), Math.trunc(value / 10), Math.trunc(value / 2), value - Math.sign(value)];
  return [...new Set(nearer)].filter((one) => Math.abs(one) < Math.abs(value));
}

function plainer(value: Json | undefined): readonly Json[] {
  if (typeof value === "string" && value.length > 1) return ["a", value.slice(0, Math.ceil(value.length / 2))];
  if (typeof value === "number" && value !== 0 && value !== 1) return plainerNumbers(value);
  if (isList(value) && value.length > 2) return [value.slice(0, Math.ceil(value.length / 2))];
  if (isObject(value) && Object.keys(value).length > 0) return [{}];
  return value === true ? [false] : [];
}
