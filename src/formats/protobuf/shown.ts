import type { Json } from "../../model.ts";
import { hasParts, isList, type MessageDatum, type Single, type Value } from "./datum.ts";
import { type FieldsOf, isSpecial } from "./descriptor.ts";
import { unknownJson, wireFields } from "./wire.ts";

/** What a reader read, in ProtoJSON; with it, under names of their own, the numbers that it could not place. */
export function shownJson(json: Json, message: MessageDatum, fieldsOf: FieldsOf): Json {
  if (typeof json !== "object" || json === null || Array.isArray(json) || isSpecial(message.type)) return json;
  const shown: Record<string, Json> = { ...(json as Readonly<Record<string, Json>>) };
  for (const { number, jsonName } of fieldsOf(message.type)) {
    const value = message.fields.get(number);
    const inner = shown[jsonName];
    if (value !== undefined && inner !== undefined) shown[jsonName] = partJson(inner, value, fieldsOf);
  }
  return { ...shown, ...unknownJson(message.unknown.flatMap(wireFields)) };
}

function partJson(json: Json, value: Value, fieldsOf: FieldsOf): Json {
  if (isList(value) && Array.isArray(json)) {
    return json.map((item: Json, i) => partJson(item, value[i] as Single, fieldsOf));
  }
  return !isList(value) && hasParts(value) && value.kind === "message" ? shownJson(json, value, fieldsOf) : json;
}
