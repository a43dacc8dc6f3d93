import { jsonNameOf } from "./json-names.ts";
import { optionList } from "./read-option.ts";
import {
  at,
  atWord,
  current,
  declare,
  demand,
  dottedName,
  followedBy,
  identifier,
  numberAt,
  type Open,
  type Reading,
  refuseToken,
  taken,
  takenWord,
  unresolved,
} from "./reading.ts";
import { isScalar, scalarType } from "./scalars.ts";
import { refuseAt } from "./tokens.ts";
import type { Field, Label, MapType, Message, Oneof, OptionSetting, SingleType } from "./types.ts";

/** Where a field is declared. */
export interface FieldPlace {
  /** The message whose field it is; undefined for an extension. */
  readonly message: Open<Message> | undefined;
  /** Where its type is looked up from, and where a group's message goes. */
  readonly scope: Open<Message> | undefined;
  readonly oneof: Oneof | undefined;
}

/** A field, a map or a group, standing on its label or type. */
export function readField(reading: Reading, place: FieldPlace): Open<Field> {
  const { lexer } = reading;
  const labelAt = lexer.start;
  const label = labelOf(reading, place, labelAt);
  const typeAt = lexer.start;
  if (atWord(reading, "group")) return readGroup(reading, place, label, typeAt);
  const map = mapType(reading, place, label, labelAt);
  const written = map === undefined ? dottedName(reading, "the type of a field", true) : "";
  requireLabel(reading, place, label, map !== undefined, labelAt);
  const nameAt = lexer.start;
  const name = identifier(reading, "the name of a field");
  const { number, numberAt: numberStart, options } = numbered(reading);
  demand(reading, ";");
  const field = fieldOf(reading, { name, label, place, options, number, at: nameAt, typeAt, numberAt: numberStart });
  if (map !== undefined) {
    field.type = map.type;
    mention(reading, place, field, map.written, map.valueAt, map.type);
  } else mention(reading, place, field, written, typeAt, undefined);
  return field;
}

function labelOf(reading: Reading, { oneof }: FieldPlace, start: number): Label | undefined {
  const word = current(reading.lexer);
  if (word !== "optional" && word !== "required" && word !== "repeated") return undefined;
  if (!takenWord(reading, word)) return undefined;
  if (oneof !== undefined)
    refuseAt(reading.lexer, start, `a member of the oneof \`${oneof.name}\` has the label \`${word}\``, "leave it out");
  const { syntax } = reading.file;
  if (syntax === "proto3" && word === "required")
    refuseAt(reading.lexer, start, "proto3 has no required fields", "leave `required` out");
  if (syntax === "editions" && word !== "repeated") {
    const presence = word === "required" ? "LEGACY_REQUIRED" : "EXPLICIT";
    refuseAt(
      reading.lexer,
      start,
      `editions have no label \`${word}\``,
      `leave it out; the option \`features.field_presence = ${presence}\` says the same`,
    );
  }
  return word;
}

function requireLabel(
  reading: Reading,
  { oneof }: FieldPlace,
  label: Label | undefined,
  map: boolean,
  start: number,
): void {
  if (reading.file.syntax !== "proto2" || label !== undefined || oneof !== undefined || map) return;
  const hint = "write `optional`, `required` or `repeated` before its type";
  refuseAt(reading.lexer, start, "a proto2 field has no label", hint);
}

interface MapParts {
  readonly type: MapType;
  readonly written: string;
  readonly valueAt: number;
}

function mapType(
  reading: Reading,
  { message, oneof }: FieldPlace,
  label: Label | undefined,
  labelAt: number,
): MapParts | undefined {
  const { lexer } = reading;
  const start = lexer.start;
  // A message may be called `map`: only what follows tells.
  if (!atWord(reading, "map") || !followedBy(reading, "<")) return undefined;
  takenWord(reading, "map");
  if (label !== undefined) refuseAt(lexer, labelAt, `a map has the label \`${label}\``, "leave it out");
  if (oneof !== undefined)
    refuseAt(lexer, start, `the oneof \`${oneof.name}\` has a map among its members`, "wrap the map in a message");
  if (message === undefined) refuseAt(lexer, start, "an extension is a map", "wrap the map in a message");
  demand(reading, "<");
  const keyAt = lexer.start;
  const key = dottedName(reading, "the type of a map's key", true);
  if (!isScalar(key) || key === "float" || key === "double" || key === "bytes")
    refuseAt(lexer, keyAt, `the keys of a map are integers, bools or strings, not \`${key}\``);
  demand(reading, ",");
  const valueAt = lexer.start;
  if (atWord(reading, "group")) refuseToken(reading, "the type of a map's value");
  const written = dottedName(reading, "the type of a map's value", true);
  demand(reading, ">");
  return { type: { kind: "map", key, value: valueType(written) }, written, valueAt };
}

function valueType(written: string): SingleType {
  return isScalar(written) ? scalarType(written) : unresolved;
}

function numbered(reading: Reading): { number: number; numberAt: number; options: readonly OptionSetting[] } {
  demand(reading, "=");
  const start = reading.lexer.start;
  const number = numberAt(reading, "the number of a field");
  return { number, numberAt: start, options: optionList(reading) };
}

interface FieldParts extends Pick<Field, "name" | "label" | "options" | "number" | "at" | "typeAt" | "numberAt"> {
  readonly place: FieldPlace;
}

function fieldOf(reading: Reading, parts: FieldParts): Open<Field> {
  const { place, ...rest } = parts;
  const field: Open<Field> = {
    kind: "field",
    name: rest.name,
    number: rest.number,
    label: rest.label,
    type: unresolved,
    oneof: place.oneof,
    group: false,
    presence: "explicit",
    packed: false,
    jsonName: jsonNameOf(rest.name),
    explicitJsonName: undefined,
    default: undefined,
    options: rest.options as OptionSetting[],
    features: reading.defaults,
    at: rest.at,
    typeAt: rest.typeAt,
    numberAt: rest.numberAt,
  };
  const { message } = place;
  if (message === undefined) return field;
  declare(reading, message.members, field, field.name, field.at, message);
  message.fields.push(field);
  return field;
}

function mention(
  reading: Reading,
  { scope }: FieldPlace,
  field: Open<Field>,
  written: string,
  start: number,
  map: MapType | undefined,
): void {
  if (isScalar(written)) {
    if (map === undefined) field.type = scalarType(written);
    return;
  }
  reading.mentions.push({ of: "field", field, map, written, at: start, scope });
}

/** A group declares a message and a field of its name in lower case. */
function readGroup(reading: Reading, place: FieldPlace, label: Label | undefined, typeAt: number): Open<Field> {
  const { lexer } = reading;
  const { syntax } = reading.file;
  takenWord(reading, "group");
  if (syntax === "proto3") refuseAt(lexer, typeAt, "proto3 has no groups", "declare a message and a field of its type");
  if (syntax === "editions")
    refuseAt(
      lexer,
      typeAt,
      "editions have no groups",
      "declare a message and a field of its type with the option `features.message_encoding = DELIMITED`",
    );
  requireLabel(reading, place, label, false, typeAt);
  const start = lexer.start;
  const name = identifier(reading, "the name of a group");
  if (!/^[A-Z]/.test(name))
    refuseAt(lexer, start, `the name of the group \`${name}\` does not start with a capital letter`);
  const { number, numberAt: numberStart, options } = numbered(reading);
  const field = fieldOf(reading, {
    name: name.toLowerCase(),
    label,
    place,
    options,
    number,
    at: start,
    typeAt,
    numberAt: numberStart,
  });
  field.group = true;
  if (!at(reading, "{")) refuseToken(reading, "`{`");
  const target = reading.readBody(reading, {
    name,
    at: start,
    parent: place.scope,
    group: true,
    visibility: undefined,
  });
  field.type = { kind: "message", written: name, target };
  taken(reading, ";");
  return field;
}
