import { sortedJson } from "../sorted-json.ts";
import { propertyModel } from "./content-model.ts";
import { acceptable, type Difference, type Here, inside, tell, tried, type Walk } from "./difference.ts";
import { compareLimit } from "./limits.ts";
import { compareAdditional, compareUnevaluated } from "./remainders.ts";
import type { ObjectSchema, Schema } from "./types.ts";

/** Compares two object schemas. What only one side lists is judged by what the other says of names that it does not list. */
export function compareObjects(
  walk: Walk,
  writer: ObjectSchema,
  reader: ObjectSchema,
  here: Here,
  out: Difference[],
): void {
  compareRequired(writer, reader, here, out);
  compareProperties(walk, writer, reader, here, out);
  compareDependencies(walk, writer, reader, here, out);
  const owners = [writer, reader] as const;
  const additional = [writer.additionalProperties, reader.additionalProperties] as const;
  compareAdditional(walk, owners, additional, "additionalProperties", here, out);
  const unevaluated = [writer.unevaluatedProperties, reader.unevaluatedProperties] as const;
  compareUnevaluated(walk, owners, unevaluated, "unevaluatedProperties", here, out);
  compareLimit(writer, reader, "maxProperties", here, out);
  compareLimit(writer, reader, "minProperties", here, out);
}

/** Only names that both sides list are looked at. */
function compareRequired(writer: ObjectSchema, reader: ObjectSchema, here: Here, out: Difference[]): void {
  for (const [property, schema] of writer.properties) {
    const before = writer.required.has(property);
    const after = reader.required.has(property);
    const now = before === after ? undefined : reader.properties.get(property);
    if (now === undefined) continue;
    const kind = before ? "removed" : now.default === undefined ? "added" : "with-default-added";
    const extras = () => ({ property, schema: sortedJson(now.spot.node) });
    tell(out, `required-attribute-${kind}`, writer, reader, inside(here, `required/${property}`), extras, {
      keywords: ["required"],
      about: { writer: before ? undefined : schema.spot, reader: after ? undefined : now.spot },
      name: property,
    });
  }
}

function compareProperties(
  walk: Walk,
  writer: ObjectSchema,
  reader: ObjectSchema,
  here: Here,
  out: Difference[],
): void {
  for (const [property, schema] of writer.properties) {
    const at = inside(here, `properties/${property}`, property);
    const now = reader.properties.get(property);
    if (now === undefined) removed(walk, writer, reader, property, schema, at, here, out);
    else walk.compare(schema, now, at, out);
  }
  for (const [property, schema] of reader.properties) {
    if (writer.properties.has(property)) continue;
    added(walk, writer, reader, property, schema, inside(here, `properties/${property}`, property), here, out);
  }
}

function removed(
  walk: Walk,
  writer: ObjectSchema,
  reader: ObjectSchema,
  property: string,
  schema: Schema,
  at: Here,
  { trail }: Here,
  out: Difference[],
): void {
  const model = propertyModel(reader, property);
  const extras = () => ({ property, schema: sortedJson(schema.spot.node) });
  const place = { path: at.path, trail };
  const marks = { keywords: ["properties"], about: { writer: schema.spot, reader: undefined }, name: property };
  if (model.kind === "open") {
    tell(out, "property-removed-from-open-content-model", writer, reader, place, extras, marks);
  } else if (model.kind === "covered") {
    const inner = tried(walk, schema, model.by, at);
    const kind = acceptable(inner, walk.policy) ? "is-covered" : "not-covered";
    const withCover = () => ({ ...extras(), cover: model.cover() });
    const covered = { ...marks, about: { writer: schema.spot, reader: model.by.spot } };
    tell(out, `property-removed-${kind}-by-partially-open-content-model`, writer, reader, place, withCover, covered);
    for (const difference of inner) out.push(difference);
  } else {
    const kind = schema.class === "false" ? "property-with-false-removed" : "property-removed";
    tell(out, `${kind}-from-closed-content-model`, writer, reader, place, extras, marks);
  }
}

function added(
  walk: Walk,
  writer: ObjectSchema,
  reader: ObjectSchema,
  property: string,
  schema: Schema,
  at: Here,
  { trail }: Here,
  out: Difference[],
): void {
  const model = propertyModel(writer, property);
  const extras = () => ({ property, schema: sortedJson(schema.spot.node) });
  const place = { path: at.path, trail };
  const marks = { keywords: ["properties"], about: { writer: undefined, reader: schema.spot }, name: property };
  if (model.kind === "open" && (schema.class === "empty" || schema.class === "true")) {
    tell(out, "property-with-empty-schema-added-to-open-content-model", writer, reader, place, extras, marks);
    return;
  }
  if (model.kind === "covered") {
    const inner = tried(walk, model.by, schema, at);
    const kind = acceptable(inner, walk.policy) ? "is-covered" : "not-covered";
    const withCover = () => ({ ...extras(), cover: model.cover() });
    const covered = { ...marks, about: { writer: model.by.spot, reader: schema.spot } };
    tell(out, `property-added-${kind}-by-partially-open-content-model`, writer, reader, place, withCover, covered);
    for (const difference of inner) out.push(difference);
  }
  const required = reader.required.has(property);
  const kind = !required ? "optional-property" : schema.default === undefined ? "required-property" : "with-default";
  const name = kind === "with-default" ? "required-property-with-default" : kind;
  const openness = model.kind === "open" ? "open" : "unopen";
  tell(out, `${name}-added-to-${openness}-content-model`, writer, reader, place, extras, marks);
}

function compareDependencies(
  walk: Walk,
  writer: ObjectSchema,
  reader: ObjectSchema,
  here: Here,
  out: Difference[],
): void {
  const { propertyDependencies: before } = writer;
  const { propertyDependencies: after } = reader;
  for (const property of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(property), after.get(property)];
    const kind = wayOfNames(old, now);
    if (kind === undefined) continue;
    const extras = () => ({ property, before: old, after: now });
    const at = inside(here, `dependencies/${property}`);
    const marks = { keywords: ["dependencies", "dependentRequired"], name: property };
    tell(out, `dependency-array-${kind}`, writer, reader, at, extras, marks);
  }
  const { schemaDependencies: oldSchemas } = writer;
  const { schemaDependencies: newSchemas } = reader;
  for (const property of new Set([...oldSchemas.keys(), ...newSchemas.keys()])) {
    const [old, now] = [oldSchemas.get(property), newSchemas.get(property)];
    const at = inside(here, `dependencies/${property}`);
    if (old !== undefined && now !== undefined) {
      walk.compare(old, now, at, out);
      continue;
    }
    const schema = old ?? now;
    const extras = () => ({ property, schema: schema === undefined ? "" : sortedJson(schema.spot.node) });
    const marks = {
      keywords: ["dependencies", "dependentSchemas"],
      about: { writer: old?.spot, reader: now?.spot },
      name: property,
    };
    tell(out, `dependency-schema-${old === undefined ? "added" : "removed"}`, writer, reader, at, extras, marks);
  }
}

function wayOfNames(before: readonly string[] | undefined, after: readonly string[] | undefined) {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  const [old, now] = [new Set(before), new Set(after)];
  const [more, fewer] = [after.some((name) => !old.has(name)), before.some((name) => !now.has(name))];
  if (more) return fewer ? "changed" : "extended";
  return fewer ? "narrowed" : undefined;
}
