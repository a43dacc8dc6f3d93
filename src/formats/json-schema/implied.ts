import type { JsonSchemaChange } from "./changes.ts";
import { takesEverything } from "./equivalence.ts";
import { isList, isObject, type JsonObject, own } from "./plain-schema.ts";

const numberAt = (schema: JsonObject, key: string): number | undefined => {
  const value = own(schema, key);
  return typeof value === "number" ? value : undefined;
};

/** Whether the writer's own schema already holds to what the reader asks for anew: then no message can break. */
export function isImplied({ kind, args }: JsonSchemaChange, writer: JsonObject, reader: JsonObject): boolean {
  if (/^(additional|unevaluated)-properties-narrowed$/.test(kind)) {
    const value = own(reader, kind.startsWith("additional") ? "additionalProperties" : "unevaluatedProperties");
    return value !== undefined && takesEverything(value);
  }
  if (!("keyword" in args) || !("after" in args)) return false;
  const bound = Number(args.after);
  switch (kind) {
    case "minimum-added":
    case "minimum-increased":
    case "exclusive-minimum-added":
    case "exclusive-minimum-increased":
      return isBeyond(
        bound,
        kind.startsWith("exclusive"),
        numberAt(writer, "minimum"),
        numberAt(writer, "exclusiveMinimum"),
      );
    case "maximum-added":
    case "maximum-decreased":
    case "exclusive-maximum-added":
    case "exclusive-maximum-decreased":
      return isBeyond(
        -bound,
        kind.startsWith("exclusive"),
        negative(writer, "maximum"),
        negative(writer, "exclusiveMaximum"),
      );
    case "multiple-of-added": {
      const step = own(writer, "type") === "integer" ? 1 : numberAt(writer, "multipleOf");
      return step !== undefined && bound > 0 && Number.isInteger(Number((step / bound).toPrecision(12)));
    }
    case "min-properties-added":
    case "min-properties-increased": {
      const required = own(writer, "required");
      return bound <= 0 || (isList(required) && new Set(required).size >= bound);
    }
    case "max-properties-added":
    case "max-properties-decreased":
      return isClosed(writer) && Object.keys(own(writer, "properties") ?? {}).length <= bound;
    case "min-length-added":
    case "min-items-added":
      return bound <= 0;
    default:
      return false;
  }
}

const negative = (schema: JsonObject, key: string): number | undefined => {
  const value = numberAt(schema, key);
  return value === undefined ? undefined : -value;
};

/** Whether the writer's lower bounds lie at or above the one that is asked for. */
function isBeyond(asked: number, excludes: boolean, least: number | undefined, above: number | undefined): boolean {
  if (above !== undefined && above >= asked) return true;
  return least !== undefined && (excludes ? least > asked : least >= asked);
}

function isClosed(schema: JsonObject): boolean {
  const patterns = own(schema, "patternProperties");
  return own(schema, "additionalProperties") === false && (!isObject(patterns) || Object.keys(patterns).length === 0);
}
