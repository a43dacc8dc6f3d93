import type { Types } from "./changes.ts";
import { compareEnumFacts } from "./facts-enums.ts";
import { type Facts, isComparedElsewhere } from "./facts-walk.ts";
import { fitOf } from "./integers.ts";
import { groupOf, localName } from "./kinds.ts";
import { fieldSpot, inside, note, type Place, scopeOf } from "./note.ts";
import type { EnumType, Field, FieldType, Message } from "./types.ts";

/** How two types go together: `other` is another type altogether. */
export type Match = "same" | "changed" | "other";

/** Compares the types of two fields of one number, and what is inside them. */
export function compareFieldTypes(walk: Facts, place: Place, writerField: Field, readerField: Field): Match {
  if (isDelimited(writerField) !== isDelimited(readerField) && isMessage(writerField) && isMessage(readerField)) {
    const { writer, reader } = place;
    const args = { writer, reader, writerField, readerField };
    note(walk.found, "message-encoding-changed", args, fieldSpot(place, writerField, readerField, "typeAt"));
    return "same";
  }
  const { writer, reader } = place;
  const [writerType, readerType] = [writerField.type, readerField.type];
  const types = { writer, reader, writerField, readerField, part: "field", writerType, readerType } as const;
  return compareTypes(walk, place, types);
}

const isMessage = ({ type }: Field): boolean => type.kind === "message";

/** Whether a message is written between two tags, as a group is, and not with its length. */
function isDelimited({ group, type, features }: Field): boolean {
  return group || (type.kind === "message" && features.message_encoding === "DELIMITED");
}

function compareTypes(walk: Facts, place: Place, types: Types): Match {
  const { writerType, readerType } = types;
  if (writerType.kind === "map" && readerType.kind === "map") {
    const scalar = (name: typeof writerType.key) => ({ kind: "scalar", name }) as const;
    const [writerKey, readerKey] = [scalar(writerType.key), scalar(readerType.key)];
    const key = compareTypes(walk, place, { ...types, part: "key", writerType: writerKey, readerType: readerKey });
    const values = { ...types, part: "value", writerType: writerType.value, readerType: readerType.value } as const;
    const value = compareTypes(walk, place, values);
    return key === "same" ? value : key === "changed" && value === "other" ? value : key;
  }
  if (writerType.kind === "message" && readerType.kind === "message") {
    return compareMessageTypes(walk, place, types, writerType.target, readerType.target);
  }
  if (writerType.kind === "enum" && readerType.kind === "enum") {
    return compareEnumTypes(walk, place, types, writerType.target, readerType.target);
  }
  return compareScalars(walk, place, types);
}

type Told =
  | "integer-narrowed"
  | "integer-sign-changed"
  | "json-form-changed"
  | "bytes-to-string"
  | "integer-widened"
  | "type-replaced";

function told(walk: Facts, kind: Told, place: Place, types: Types): void {
  note(walk.found, kind, types, typeSpot(place, types));
}

function typeSpot(place: Place, { writerField, readerField, part }: Types) {
  const at = fieldSpot(place, writerField, readerField, "typeAt");
  return part === "field" ? at : { ...at, names: [...at.names, part] };
}

function compareScalars(walk: Facts, place: Place, types: Types): Match {
  const { writerType, readerType } = types;
  const [before, after] = [groupOf(writerType), groupOf(readerType)];
  if (before === undefined || before !== after) return "other";
  if (writerType.kind === "scalar" && readerType.kind === "scalar" && writerType.name === readerType.name)
    return "same";
  const fit = fitOf(writerType, readerType);
  if (fit === "narrow") told(walk, "integer-narrowed", place, types);
  else if (fit === "sign") told(walk, "integer-sign-changed", place, types);
  else if (before === "length" && writerType.kind === "scalar" && writerType.name === "bytes") {
    told(walk, "bytes-to-string", place, types);
  } else if (jsonForm(writerType) !== jsonForm(readerType)) {
    told(walk, "json-form-changed", place, types);
  } else if (walk.safe) told(walk, "integer-widened", place, types);
  return "changed";
}

/** What ProtoJSON makes of a scalar. */
function jsonForm(type: FieldType): string {
  if (type.kind !== "scalar") return type.kind;
  return type.name === "bool" || type.name === "string" || type.name === "bytes" ? type.name : "number";
}

function compareMessageTypes(walk: Facts, place: Place, types: Types, writer: Message, reader: Message): Match {
  const name = localName(writer);
  if (name !== localName(reader)) return "other";
  const areLocal = writer.file.origin === "local" && reader.file.origin === "local";
  if (!areLocal && writer.fullName !== reader.fullName && walk.safe) told(walk, "type-replaced", place, types);
  if (isComparedElsewhere(walk, writer, reader)) return "same";
  const isGroup = writer.group || reader.group;
  const scope = isGroup && areLocal ? inside(place, writer.name) : scopeOf(name);
  walk.waiting.push({ ...scope, judged: place.judged && !isGroup, writer, reader });
  return "same";
}

function compareEnumTypes(walk: Facts, place: Place, types: Types, writer: EnumType, reader: EnumType): Match {
  const name = localName(writer);
  if (name === localName(reader)) {
    if (!isComparedElsewhere(walk, writer, reader)) compareEnumFacts(walk, scopeOf(name), writer, reader);
    return "same";
  }
  const values = writer.values.filter(
    (value) => !reader.values.some((other) => other.number === value.number && other.name === value.name),
  );
  if (values.length > 0 || (reader.closed && !writer.closed)) {
    note(walk.found, "enum-type-changed", { ...types, values }, typeSpot(place, types));
  } else if (walk.safe) told(walk, "type-replaced", place, types);
  return "changed";
}
