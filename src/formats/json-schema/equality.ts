import type { JsonNode } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import type { Bound, Remainder, Schema } from "./types.ts";

/** One text for equal JSON values: keys in order, numbers as doubles, so that 1 and 1.0 are one value. */
export function valueText(node: JsonNode): string {
  switch (node.kind) {
    case "number":
      return String(Number(node.text));
    case "array":
      return `[${node.items.map(valueText).join(",")}]`;
    case "object": {
      const members = new Map(node.members.map(({ key, value }) => [key, value]));
      const keys = [...members].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `{${keys.map(([key, value]) => `${JSON.stringify(key)}:${valueText(value)}`).join(",")}}`;
    }
    default:
      return sortedJson(node);
  }
}

const texts = new WeakMap<Schema, string>();

/** One text for subschemas that the registry counts as equal: what it loaded of them, with references as written. */
export function structureText(schema: Schema): string {
  let text = texts.get(schema);
  if (text === undefined) {
    text = `{${own(schema)}${annotations(schema)}}`;
    texts.set(schema, text);
  }
  return text;
}

function annotations({ id, title, description, default: preset, connectBytes }: Schema): string {
  const told = JSON.stringify([id, title, description, preset && valueText(preset), connectBytes]);
  return told === "[null,null,null,null,false]" ? "" : told;
}

function own(schema: Schema): string {
  switch (schema.class) {
    case "string":
      return `string${bounds([schema.minLength, schema.maxLength])}${JSON.stringify(schema.pattern)}`;
    case "number": {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, integer } = schema;
      return `${integer ? "integer" : "number"}${bounds([minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf])}`;
    }
    case "array": {
      const { minItems, maxItems, minContains, maxContains, uniqueItems } = schema;
      const inner = [optional(schema.items), list(schema.tuple ?? []), remainder(schema.additionalItems)];
      inner.push(remainder(schema.unevaluatedItems), optional(schema.contains));
      return `array${bounds([minItems, maxItems, minContains, maxContains])}${uniqueItems}${inner.join(";")}`;
    }
    case "object": {
      const { additionalProperties, unevaluatedProperties, propertyNames } = schema;
      const patterns = schema.patternProperties.map(({ pattern, schema }) => [pattern, schema] as const);
      const inner = [map(schema.properties), map(patterns), map(schema.schemaDependencies), optional(propertyNames)];
      inner.push(remainder(additionalProperties), remainder(unevaluatedProperties));
      const names = JSON.stringify([[...schema.required], [...schema.propertyDependencies]]);
      return `object${bounds([schema.minProperties, schema.maxProperties])}${names}${inner.join(";")}`;
    }
    case "enum":
      return `enum[${schema.values.map(valueText).join(",")}]`;
    case "const":
      return `const ${valueText(schema.value)}`;
    case "not":
      return `not ${structureText(schema.schema)}`;
    case "combined":
      return `${schema.criterion}${list(schema.subschemas)}`;
    case "conditional":
      return `if${[schema.if, schema.then, schema.else].map(optional).join(";")}`;
    case "reference":
      return `ref ${schema.ref}`;
    default:
      return schema.class;
  }
}

function bounds(values: readonly (Bound | undefined)[]): string {
  return `(${values.map((bound) => bound?.value ?? "").join(",")})`;
}

function optional(schema: Schema | undefined): string {
  return schema === undefined ? "" : structureText(schema);
}

function remainder(value: Remainder): string {
  return typeof value === "object" ? structureText(value) : String(value);
}

function list(schemas: readonly Schema[]): string {
  return `[${schemas.map(structureText).join(",")}]`;
}

function map(entries: Iterable<readonly [string, Schema]>): string {
  return `{${[...entries]
    .map(([name, schema]) => `${JSON.stringify(name)}:${structureText(schema)}`)
    .sort()
    .join(",")}}`;
}
