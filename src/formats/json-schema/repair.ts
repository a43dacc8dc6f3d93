import type { Repair, Side } from "../format.ts";
import { withMember, withoutItem, withoutMember } from "../json-edits.ts";
import { type JsonNode, memberOf, readJson } from "../json-text.ts";
import type { JsonSchemaChange } from "./changes.ts";
import { step, tokensOf } from "./spots.ts";
import type { Site } from "./types.ts";
import { patternOf } from "./wording.ts";

/** Writes the remedy of a change into the own text of the side that can still be changed, where it is mechanical. */
export function writeRepair(text: string, change: JsonSchemaChange, side: Side): Repair | undefined {
  const { kind, args } = change;
  if (!("property" in args)) return undefined;
  const own = nodeAt(text, side === "reader" ? args.reader : args.writer);
  if (own?.kind !== "object") return undefined;
  if (side === "writer") return kind.endsWith("added-to-open-content-model") ? closed(text, own) : undefined;
  switch (kind) {
    case "required-attribute-added":
    case "required-property-added-to-unopen-content-model":
    case "required-outside-properties":
    case "required-with-default":
      return unrequired(text, own, args.property);
    case "optional-property-added-to-open-content-model":
    case "required-property-with-default-added-to-open-content-model":
      return asPattern(text, own, args.property);
    default:
      return undefined;
  }
}

/** What stands at a site; undefined where that is in another text. */
function nodeAt(text: string, { document, pointer }: Site): JsonNode | undefined {
  let node: JsonNode | undefined = document === 0 ? readJson(text).root : undefined;
  for (const token of tokensOf(pointer)) {
    const next: ReturnType<typeof step> = node === undefined ? undefined : step(node, token);
    node = next !== undefined && "key" in next ? next.value : next;
  }
  return node;
}

/** What a side does not send it can also forbid itself: then its readers know that nothing else stands there. */
function closed(text: string, object: JsonNode): Repair | undefined {
  if (memberOf(object, "additionalProperties") !== undefined) return undefined;
  return {
    edits: withMember(text, object, "additionalProperties", "false"),
    chosen: "a closed content model: messages with properties that are not listed are no longer valid",
  };
}

function unrequired(text: string, object: JsonNode, property: string): Repair | undefined {
  const required = memberOf(object, "required")?.value;
  if (required?.kind !== "array") return undefined;
  const index = required.items.findIndex((item) => item.kind === "string" && item.value === property);
  const isLast = required.items.length === 1;
  return { edits: isLast ? withoutMember(text, object, "required") : withoutItem(text, required, index) };
}

/** The same said by a pattern, which an open model may grow by: see the meaning of these rules. */
function asPattern(text: string, object: JsonNode, property: string): Repair | undefined {
  const properties = memberOf(object, "properties")?.value;
  const schema = properties === undefined ? undefined : memberOf(properties, property)?.value;
  if (properties === undefined || schema === undefined) return undefined;
  const [pattern, written] = [patternOf(property), text.slice(schema.offset, schema.end)];
  const known = memberOf(object, "patternProperties")?.value;
  const added =
    known === undefined
      ? withMember(text, object, "patternProperties", `{${pattern}: ${written}}`)
      : withMember(text, known, JSON.parse(pattern) as string, written);
  return { edits: [...withoutMember(text, properties, property), ...added] };
}
