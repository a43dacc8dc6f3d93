import type { Json } from "../model.ts";
import { configKeys, type Key, type Keys, keyName, type Shape } from "./definition.ts";
import { inAnyCase, largestSize, sizePattern, textSyntaxes } from "./text-syntax.ts";

type JsonObject = { readonly [key: string]: Json };

/** The JSON Schema (draft-07) of schemactl.yaml, for editors: it accepts what the validator accepts, but for globs with brackets that match nothing. */
export const configSchema: JsonObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "schemactl.yaml",
  description: "Which schemas of this repository are checked, under which subjects, and how.",
  ...recordSchema(configKeys),
};

function recordSchema(keys: Keys): JsonObject {
  const required = Object.entries(keys).flatMap(([property, key]) =>
    key.required === true ? [keyName(property)] : [],
  );
  return {
    type: "object",
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(Object.entries(keys).map(([property, key]) => [keyName(property), keySchema(key)])),
  };
}

function keySchema(key: Key): JsonObject {
  return {
    description: key.description,
    ...shapeSchema(key.shape),
    ...(key.default === undefined ? {} : { default: key.default }),
  };
}

function shapeSchema(shape: Shape): JsonObject {
  switch (shape.kind) {
    case "constant":
      return { const: shape.value };
    case "choice":
      return {
        anyOf: [{ enum: shape.values }, { type: "string", pattern: `^(?:${shape.values.map(inAnyCase).join("|")})$` }],
      };
    case "text":
      return textSchema(shape.syntax);
    case "texts":
      return {
        anyOf: [
          textSchema(shape.syntax),
          { type: "array", items: textSchema(shape.syntax), ...(shape.least === 0 ? {} : { minItems: shape.least }) },
        ],
      };
    case "size":
      return {
        anyOf: [
          { type: "integer", minimum: 1, maximum: largestSize },
          { type: "string", pattern: sizePattern },
        ],
      };
    case "count":
      return { type: "integer", minimum: 1, maximum: shape.most };
    case "record":
      return recordSchema(shape.keys);
    case "records":
      return { type: "array", items: recordSchema(shape.keys) };
  }
}

function textSchema(syntax: keyof typeof textSyntaxes): JsonObject {
  return { type: "string", pattern: textSyntaxes[syntax].pattern };
}
