import type { JsonMember, JsonNode } from "../json-text.ts";
import { refuse } from "./faults.ts";
import { javaPatternFault } from "./java-pattern.ts";
import type { Bound, Spot } from "./types.ts";

/** The keywords of one schema object; where a key stands twice the last counts. */
export type Members = ReadonlyMap<string, JsonMember>;

export function membersOf(spot: Spot): Members {
  const members = new Map<string, JsonMember>();
  if (spot.node.kind === "object") for (const member of spot.node.members) members.set(member.key, member);
  return members;
}

type Kind = JsonNode["kind"];

const articles: Readonly<Record<Kind, string>> = {
  object: "an object",
  array: "an array",
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  null: "null",
};

/** The value of a keyword, which must have that kind; undefined where the keyword is absent. */
export function keywordValue<K extends Kind>(
  spot: Spot,
  members: Members,
  key: string,
  kind: K,
): Extract<JsonNode, { kind: K }> | undefined {
  const value = members.get(key)?.value;
  if (value === undefined) return undefined;
  if (value.kind !== kind) wrongKind(spot, key, value, articles[kind]);
  return value as Extract<JsonNode, { kind: K }>;
}

export function wrongKind(spot: Spot, key: string, value: JsonNode, wanted: string): never {
  return refuse(spot, value.offset, `\`${key}\` must be ${wanted}, and is ${articles[value.kind]}`);
}

export function stringOf(spot: Spot, members: Members, key: string): string | undefined {
  return keywordValue(spot, members, key, "string")?.value;
}

export function booleanOf(spot: Spot, members: Members, key: string): boolean | undefined {
  return keywordValue(spot, members, key, "boolean")?.value;
}

export function boundOf(spot: Spot, members: Members, key: string): Bound | undefined {
  const value = keywordValue(spot, members, key, "number");
  return value && { value: Number(value.text), text: value.text };
}

/** A bound that counts something. */
export function countOf(spot: Spot, members: Members, key: string): Bound | undefined {
  const bound = boundOf(spot, members, key);
  if (bound !== undefined && !Number.isInteger(bound.value)) {
    refuse(
      spot,
      members.get(key)?.value.offset ?? spot.offset,
      `\`${key}\` must be a whole number, and is ${bound.text}`,
    );
  }
  return bound;
}

/** A list of names. */
export function namesOf(spot: Spot, key: string, value: JsonNode): readonly string[] {
  if (value.kind !== "array") return wrongKind(spot, key, value, "an array of strings");
  return value.items.map((item) =>
    item.kind === "string" ? item.value : wrongKind(spot, key, item, "a list of strings"),
  );
}

export function patternOf(spot: Spot, members: Members, key: string): string | undefined {
  const pattern = stringOf(spot, members, key);
  if (pattern !== undefined) checkPattern(spot, members.get(key)?.value.offset ?? spot.offset, pattern);
  return pattern;
}

/** Refuses what Java's regular expressions do not take. */
export function checkPattern(spot: Spot, offset: number, pattern: string): void {
  const fault = javaPatternFault(pattern);
  if (fault !== undefined)
    refuse(spot, offset, `the regular expression \`${pattern.slice(0, 80)}\` is broken: ${fault}`);
}
