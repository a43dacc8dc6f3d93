import { defaultOf } from "./defaults.ts";
import { optionFacts } from "./facts-options.ts";
import { compareFieldTypes, type Match } from "./facts-types.ts";
import type { Facts } from "./facts-walk.ts";
import { groupOf } from "./kinds.ts";
import { fieldSpot, note, type Place } from "./note.ts";
import type { Field, Oneof } from "./types.ts";
import { oneofSpot } from "./verdict-members.ts";

/** The fields of two messages by number and by name, groups among them. */
interface Lists {
  readonly sent: ReadonlyMap<number, Field>;
  readonly known: ReadonlyMap<number, Field>;
  readonly sentNames: ReadonlyMap<string, Field>;
  readonly knownNames: ReadonlyMap<string, Field>;
}

/** What differs between the fields of two messages. */
export function compareFieldLists(walk: Facts, place: Place): void {
  const { writer, reader } = place;
  const lists: Lists = {
    sent: new Map(writer.fields.map((field) => [field.number, field])),
    known: new Map(reader.fields.map((field) => [field.number, field])),
    sentNames: new Map(writer.fields.map((field) => [field.name, field])),
    knownNames: new Map(reader.fields.map((field) => [field.name, field])),
  };
  for (const field of writer.fields) {
    const match = lists.known.get(field.number);
    const namesake = lists.knownNames.get(field.name);
    if (namesake !== undefined && namesake.number !== field.number) {
      const args = { writer, reader, writerField: field, readerField: namesake };
      note(walk.found, "field-renumbered", args, fieldSpot(place, field, namesake, "numberAt"));
    }
    if (match === undefined) removed(walk, place, field, namesake);
    else {
      // Of two fields that have but their number in common nobody expects one name.
      const isReused = compareFields(walk, place, field, match);
      if (!isReused || field.name === match.name) compareJsonNames(walk, place, lists, field, match);
    }
  }
  for (const field of reader.fields) if (!lists.sent.has(field.number)) added(walk, place, field);
  for (const oneof of reader.oneofs) compareOrigins(walk, place, lists, oneof);
}

/** What the registry says nothing of. */
const isUnseen = ({ judged }: Place, { group }: Field): boolean => group || !judged;

function removed(walk: Facts, place: Place, field: Field, namesake: Field | undefined): void {
  const { writer, reader } = place;
  if (walk.safe && isUnseen(place, field))
    note(walk.found, "unseen-field-removed", { writer, reader, field }, fieldSpot(place, field, undefined));
  if (namesake !== undefined || walk.told.has(field)) return;
  const number = reader.reservedRanges.some(({ start, end }) => start <= field.number && field.number <= end);
  const name = reader.reservedNames.some((reserved) => reserved.name === field.name);
  if (number && name) return;
  const unreserved = number ? "name" : name ? "number" : "both";
  note(
    walk.found,
    "field-removed-unreserved",
    { writer, reader, field, unreserved },
    fieldSpot(place, field, undefined),
  );
}

function added(walk: Facts, place: Place, field: Field): void {
  const { writer, reader } = place;
  const at = () => fieldSpot(place, undefined, field);
  if (walk.safe && isUnseen(place, field)) note(walk.found, "unseen-field-added", { writer, reader, field }, at());
  if (field.presence !== "required" || walk.told.has(field)) return;
  note(walk.found, "field-became-required", { writer, reader, writerField: undefined, readerField: field }, at());
}

/**
 * What differs between two fields of one number, apart from their names in JSON. Extensions are compared like this too. True where the number
 * is taken for something else.
 */
export function compareFields(walk: Facts, place: Place, writerField: Field, readerField: Field): boolean {
  const match = compareFieldTypes(walk, place, writerField, readerField);
  const isReused = match === "other" || (match === "changed" && writerField.name !== readerField.name);
  if (isReused) {
    const { writer, reader } = place;
    const args = { writer, reader, writerField, readerField };
    note(walk.found, "field-number-reused", args, fieldSpot(place, writerField, readerField, "typeAt"));
  }
  if (walk.safe && isUnseen(place, readerField) && writerField.name !== readerField.name) {
    const { writer, reader } = place;
    const args = { writer, reader, writerField, readerField };
    note(walk.found, "unseen-field-renamed", args, fieldSpot(place, writerField, readerField));
  }
  if (match !== "other") compareLabels(walk, place, writerField, readerField, match);
  if (walk.safe) fieldOptionFacts(walk, place, writerField, readerField);
  return isReused;
}

function compareLabels(walk: Facts, place: Place, writerField: Field, readerField: Field, match: Match): void {
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField };
  const at = () => fieldSpot(place, writerField, readerField);
  const [before, after] = [writerField.presence, readerField.presence];
  if (walk.told.has(readerField)) return;
  if (before === "repeated" && after === "repeated") {
    if (walk.safe && writerField.packed !== readerField.packed && match === "same") {
      note(walk.found, "packing-changed", args, at());
    }
  } else if (after === "repeated") note(walk.found, "singular-to-repeated", args, at());
  else if (before === "repeated") note(walk.found, "repeated-to-singular", args, at());
  else if (after === "required" && before !== "required") note(walk.found, "field-became-required", args, at());
  else {
    if (after !== before && (before === "implicit" || after === "implicit"))
      note(walk.found, "presence-changed", args, at());
    else if (walk.safe && isRelabelled(writerField, readerField)) note(walk.found, "field-label-changed", args, at());
    compareDefaults(walk, place, writerField, readerField);
  }
}

/** Whether another label stands there, and neither the registry nor a change of the oneofs tells of it. */
function isRelabelled(writer: Field, reader: Field): boolean {
  if (writer.label === reader.label || (writer.oneof === undefined) !== (reader.oneof === undefined)) return false;
  return groupOf(writer.type) === undefined || writer.label === undefined || reader.label === undefined;
}

/** A field that is required is always sent. */
function compareDefaults(walk: Facts, place: Place, writerField: Field, readerField: Field): void {
  if (writerField.presence === "required" || readerField.presence === "required") return;
  // Without an option the defaults of one group are one; those of enums are their first values.
  const isPlain = writerField.default === undefined && readerField.default === undefined;
  if (isPlain && writerField.type.kind !== "enum" && readerField.type.kind !== "enum") return;
  const [before, after] = [defaultOf(writerField), defaultOf(readerField)];
  if (before === undefined || after === undefined || before.value === after.value) return;
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField, before: before.text, after: after.text };
  note(walk.found, "default-changed", args, fieldSpot(place, writerField, readerField));
}

function compareJsonNames(walk: Facts, place: Place, lists: Lists, writerField: Field, readerField: Field): void {
  const { jsonName } = writerField;
  if (jsonName === readerField.jsonName) return;
  // Where the fields change their numbers, and the JSON stays what it was, that is told.
  const namesake = lists.knownNames.get(writerField.name);
  if (namesake !== undefined && namesake !== readerField && namesake.jsonName === jsonName) return;
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField, accepted: readerField.name === jsonName };
  note(walk.found, "json-name-changed", args, fieldSpot(place, writerField, readerField));
}

/** Of members that the writer sets together only the last stays; the registry counts all but groups. */
function compareOrigins(walk: Facts, place: Place, { sent, known }: Lists, oneof: Oneof): void {
  if (walk.told.has(oneof)) return;
  const fields: Field[] = [];
  for (const [number, field] of known) {
    const origin = field.oneof === oneof ? sent.get(number) : undefined;
    if (origin !== undefined) fields.push(origin);
  }
  if (new Set(fields.map((field) => field.oneof ?? field)).size < 2) return;
  const { writer, reader } = place;
  note(walk.found, "oneof-members-joined", { writer, reader, oneof, fields }, oneofSpot(place, undefined, oneof));
}

function fieldOptionFacts(walk: Facts, place: Place, writerField: Field, readerField: Field): void {
  if (writerField.options.length + readerField.options.length === 0) return;
  const told = new Set<string>();
  if (writerField.packed !== readerField.packed) told.add("packed");
  if (writerField.jsonName !== readerField.jsonName) told.add("json_name");
  if (defaultOf(writerField)?.value !== defaultOf(readerField)?.value) told.add("default");
  const owner = `the field \`${readerField.name}\``;
  const at = fieldSpot(place, writerField, readerField);
  optionFacts(walk, owner, writerField.options, readerField.options, at, told);
}
