import type { JsonSchemaChange } from "./changes.ts";
import { registryEffects } from "./effects.ts";
import type { Site } from "./types.ts";

/** What the registry's own differences already tell of two schemas at one place. */
export interface Told {
  /** Whether they tell of a keyword, or of a member of it. */
  readonly has: (keyword: string, member?: string) => boolean;
  /** Whether they tell of the two as a whole. */
  readonly whole: boolean;
  /** Whether the schemas that are combined in the two found no partners. */
  readonly unmatched: boolean;
}

// No keywords: what they stand for holds the signs of none.
const [everything, branches] = ["*", "**"];
const parts = ["allOf", "anyOf", "oneOf", "type", "enum", "const", "not", "if", "then", "else"];
const items = ["items", "prefixItems", "additionalItems"];

/** Reads the differences, by the schemas that they are about; those that other walks have found say nothing here. */
export function toldBy(changes: readonly JsonSchemaChange[]): (writer: Site, reader: Site) => Told {
  const sides = { writer: new Map<string, Set<string>>(), reader: new Map<string, Set<string>>() };
  for (const change of changes) {
    if (!(change.kind in registryEffects)) continue;
    for (const side of ["writer", "reader"] as const) {
      const key = keyOf(change.args[side]);
      const told = sides[side].get(key) ?? new Set();
      for (const keyword of keywordsOf(change)) told.add(keyword);
      sides[side].set(key, told);
    }
  }
  return (writer, reader) => toldOf(sides.writer.get(keyOf(writer)), sides.reader.get(keyOf(reader)));
}

const nothing: Told = { has: () => false, whole: false, unmatched: false };

/** Either side is enough: a reference may lead the registry to another schema on one of them. */
function toldOf(sent: ReadonlySet<string> | undefined, read: ReadonlySet<string> | undefined): Told {
  if (sent === undefined && read === undefined) return nothing;
  const has = (keyword: string): boolean => sent?.has(keyword) === true || read?.has(keyword) === true;
  return {
    has: (keyword, member) => has(keyword) || (member !== undefined && has(memberKey(keyword, member))),
    whole: has(everything),
    unmatched: has(branches),
  };
}

const keyOf = ({ document, pointer }: Site): string => document + pointer;

const memberKey = (keyword: string, member: string): string => JSON.stringify([keyword, member]);

function keywordsOf({ kind, args }: JsonSchemaChange): readonly string[] {
  if (kind === "type-changed") return [everything];
  if (kind === "combined-type-changed" || kind === "combined-type-subschemas-changed") return [...parts, branches];
  if ("property" in args) {
    const { property } = args;
    const keywords = ["properties", "required", "dependencies", "dependentRequired", "dependentSchemas"];
    const own = kind.startsWith("dependency") ? keywords.slice(2) : keywords.slice(0, 2);
    return own.map((keyword) => memberKey(keyword, property));
  }
  if ("keyword" in args) return args.keyword === "items" ? items : [args.keyword];
  if ("index" in args) return items;
  const [first = ""] = kind.split(/-(?:added|removed|extended|narrowed|changed)$/);
  return named[first] ?? parts;
}

/** By what a kind is called before it says what became of it; whatever is not here is about how schemas are combined. */
const named: Readonly<Record<string, readonly string[]>> = {
  id: ["$id", "id"],
  title: ["title"],
  description: ["description"],
  default: ["default"],
  type: ["type"],
  pattern: ["pattern"],
  "enum-array": ["enum", "const"],
  "unique-items": ["uniqueItems"],
  "not-type": ["not"],
  "additional-properties": ["additionalProperties"],
  "unevaluated-properties": ["unevaluatedProperties"],
  "additional-items": [...items],
  "unevaluated-items": ["unevaluatedItems"],
};
