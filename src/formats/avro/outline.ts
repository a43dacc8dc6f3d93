import type { Need, Outline } from "../format.ts";
import { type JsonNode, type JsonText, memberOf, readJson } from "../json-text.ts";
import { candidatesOf, isPrimitive, nameOf } from "./names.ts";

/** A type that a text defines under a name, at the top or nested. */
export interface Definition {
  readonly fullName: string;
  readonly node: JsonNode;
}

/** A name that stands where a type is expected. */
export interface Mention {
  /** What it may mean, best first. */
  readonly names: readonly string[];
  readonly offset: number;
  /** How many definitions stand before it. */
  readonly after: number;
}

/** What a text defines and mentions, in the order of the text, without a word on whether it is valid. */
export interface Names {
  readonly definitions: readonly Definition[];
  readonly mentions: readonly Mention[];
}

const text = (node: JsonNode, key: string): string | undefined => {
  const value = memberOf(node, key)?.value;
  return value?.kind === "string" ? value.value : undefined;
};

/** Walks the types of a text; whatever is no schema is passed over. */
export function namesIn(root: JsonNode): Names {
  const definitions: Definition[] = [];
  const mentions: Mention[] = [];
  const mention = (name: string, offset: number, namespace: string | undefined): void => {
    if (isPrimitive(name)) return;
    mentions.push({ names: candidatesOf(name, namespace), offset, after: definitions.length });
  };
  const define = (node: JsonNode, namespace: string | undefined): string | undefined => {
    const written = text(node, "name");
    const space = text(node, "namespace") ?? namespace;
    if (written === undefined) return space || undefined;
    const name = nameOf(written, space);
    definitions.push({ fullName: name.full, node });
    return name.space;
  };
  const walk = (node: JsonNode | undefined, namespace: string | undefined): void => {
    if (node === undefined) return;
    if (node.kind === "string") mention(node.value, node.offset, namespace);
    else if (node.kind === "array") for (const branch of node.items) walk(branch, namespace);
    else if (node.kind === "object") typed(node, memberOf(node, "type")?.value, namespace);
  };
  const typed = (node: JsonNode, type: JsonNode | undefined, namespace: string | undefined): void => {
    if (type?.kind !== "string") return;
    switch (type.value) {
      case "record":
      case "error": {
        const inside = define(node, namespace);
        const fields = memberOf(node, "fields")?.value;
        if (fields?.kind === "array") for (const field of fields.items) walk(memberOf(field, "type")?.value, inside);
        return;
      }
      case "enum":
      case "fixed":
        define(node, namespace);
        return;
      case "array":
        walk(memberOf(node, "items")?.value, namespace);
        return;
      case "map":
        walk(memberOf(node, "values")?.value, namespace);
        return;
      default:
        mention(type.value, type.offset, namespace);
    }
  };
  walk(root, undefined);
  return { definitions, mentions };
}

/** The mentions that mean no definition of the same text: Avro knows a name of the null namespace only after its definition. */
export function foreignMentions({ definitions, mentions }: Names): readonly Mention[] {
  const first = new Map<string, number>();
  for (const [i, { fullName }] of definitions.entries()) if (!first.has(fullName)) first.set(fullName, i);
  return mentions.filter(({ names: [full = "", simple], after }) => {
    const plain = simple === undefined ? undefined : first.get(simple);
    return !first.has(full) && !(plain !== undefined && plain < after);
  });
}

/** What a text says of itself before any other text is read; undefined for a text that is no JSON. */
export function outline(source: string): Outline | undefined {
  let json: JsonText;
  try {
    json = readJson(source);
  } catch {
    return undefined;
  }
  const names = namesIn(json.root);
  const [first] = names.definitions;
  const needs = foreignMentions(names).map(
    (mention): Need => ({ names: mention.names, ...json.positionOf(mention.offset) }),
  );
  const named = first?.node === json.root ? first : undefined;
  const defines = [...new Set(names.definitions.map((definition) => definition.fullName))];
  const nameOffset = named && memberOf(json.root, "name")?.value.offset;
  return { name: named?.fullName, nameAt: placeOf(nameOffset, json.positionOf), defines, needs };
}

/** Made out of sight of the tree, which it would hold on to. */
function placeOf(offset: number | undefined, positionOf: JsonText["positionOf"]): Outline["nameAt"] {
  return () => (offset === undefined ? undefined : positionOf(offset));
}
