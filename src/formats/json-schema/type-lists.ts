import { javaOrder } from "./java-order.ts";
import type { Members } from "./members.ts";

/** What a keyword adds to the schemas that one JSON object is made of: a class of keywords, the list of types, something else. */
export type Addition<PartClass extends string> = PartClass | "types" | "other" | undefined;

// These the registry's engine comes to after all others, in this order.
const last = ["properties", "patternProperties", "unevaluatedItems", "unevaluatedProperties"];

/**
 * The keywords that the registry merges into the schemas that a list of types makes. It merges while it has only one schema in
 * its hands; with a second one, an `allOf` of them has begun, and what comes later stays beside the list.
 */
export function keywordsInTypes<PartClass extends string>(
  members: Members,
  addition: (key: string) => Addition<PartClass>,
  isListed: (part: PartClass) => boolean,
): ReadonlySet<string> {
  const keys = javaOrder([...members.keys()]);
  const ordered = [...keys.filter((key) => !last.includes(key)), ...last.filter((key) => members.has(key))];
  const merged = new Set<string>();
  let parts: Exclude<Addition<PartClass>, undefined>[] = [];
  let held: string[] = [];
  for (const key of ordered) {
    const added = addition(key);
    if (added === undefined) continue;
    const only = parts.length === 1 ? parts[0] : undefined;
    if (added === "types") {
      if (only !== undefined && only !== "types" && only !== "other" && isListed(only)) {
        for (const one of held) merged.add(one);
        parts = [];
      }
      parts.push("types");
    } else if (added === "other") parts.push("other");
    else if (only === "types" && isListed(added)) merged.add(key);
    else {
      held = only === added ? [...held, key] : [key];
      if (!parts.includes(added)) parts.push(added);
    }
  }
  return merged;
}
