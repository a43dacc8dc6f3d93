import type { Json } from "../../model.ts";
import { boundedPattern } from "./bounded-pattern.ts";
import { isList, isObject } from "./plain-schema.ts";

/** Whether a schema has a pattern that cannot be run in bounded time. */
export function hasPatternNotRun(schema: Json): boolean {
  if (isList(schema)) return schema.some(hasPatternNotRun);
  if (!isObject(schema)) return false;
  return Object.entries(schema).some(([key, value]) => {
    if (key === "pattern" && typeof value === "string") return boundedPattern(value) === undefined;
    if (key === "patternProperties" && isObject(value) && !Object.keys(value).every(boundedPattern)) return true;
    return hasPatternNotRun(value);
  });
}
