import { fieldSpot, note, type Place } from "./note.ts";
import { leftToCompare } from "./same-text.ts";
import type { Field, Message, Oneof } from "./types.ts";
import { compareFieldTypes } from "./verdict-types.ts";
import type { Verdict } from "./verdict-walk.ts";

type ByNumber = ReadonlyMap<number, Field>;

/** The fields and oneofs of two messages, by numbers. To the registry a group is no field. */
export function compareMembers(walk: Verdict, place: Place): void {
  const left = leftToCompare(place.writer, place.reader);
  if (left !== undefined) {
    const fields = left.filter(([{ group }]) => !group).sort(([a], [b]) => a.number - b.number);
    for (const [sent, known] of fields) compareFieldTypes(walk, place, sent, known);
    return;
  }
  const [sent, known] = [byNumber(place.writer), byNumber(place.reader)];
  for (const oneof of place.reader.oneofs) compareOrigins(walk, place, sent, known, oneof);
  if (walk.safe) compareOneofNames(walk, place);
  const vanished = vanishedOneofs(place, sent, known);
  const numbers = [...new Set([...sent.keys(), ...known.keys()])].sort((a, b) => a - b);
  for (const number of numbers) {
    const [writerField, readerField] = [sent.get(number), known.get(number)];
    if (readerField === undefined) {
      if (writerField !== undefined) removed(walk, place, writerField, vanished);
    } else if (writerField === undefined) added(walk, place, readerField);
    else compareFields(walk, place, writerField, readerField);
  }
}

function byNumber({ fields }: Message): ByNumber {
  const numbers = new Map<number, Field>();
  for (const field of fields) if (!field.group) numbers.set(field.number, field);
  return numbers;
}

/** A oneof of the reader takes fields from one oneof of the writer, or one field from outside of them. */
function compareOrigins(walk: Verdict, place: Place, sent: ByNumber, known: ByNumber, oneof: Oneof): void {
  const fields: Field[] = [];
  for (const [number, field] of known) {
    const origin = field.oneof === oneof ? sent.get(number) : undefined;
    if (origin !== undefined) fields.push(origin);
  }
  const origins = new Set(fields.map((field) => field.oneof ?? field));
  if (origins.size < 2) return;
  const fromTop = fields.filter((field) => field.oneof === undefined).length;
  const kind = fromTop > 1 ? "multiple-fields-moved-to-oneof" : "field-moved-to-existing-oneof";
  const { writer, reader } = place;
  note(walk.found, kind, { writer, reader, oneof, fields }, oneofSpot(place, undefined, oneof));
}

/** Where a oneof is that one side has. */
export function oneofSpot(place: Place, writerOneof: Oneof | undefined, readerOneof: Oneof | undefined) {
  const { writer, reader } = place;
  const name = (readerOneof ?? writerOneof)?.name ?? "";
  const members = ({ fields }: Message, oneof: Oneof | undefined) =>
    oneof === undefined
      ? ""
      : `oneof ${name} {${fields.flatMap((field) => (field.oneof === oneof ? [field.number] : [])).join(" ")}}`;
  return {
    scope: place,
    path: [name],
    names: [name],
    writerAt: { file: writer.file, at: writerOneof?.at ?? writer.at },
    readerAt: { file: reader.file, at: readerOneof?.at ?? reader.at },
    writerText: members(writer, writerOneof),
    readerText: members(reader, readerOneof),
  };
}

function compareOneofNames(walk: Verdict, place: Place): void {
  const { writer, reader } = place;
  const [sent, known] = [writer, reader].map(({ oneofs }) => new Set(oneofs.map(({ name }) => name)));
  for (const oneof of writer.oneofs) {
    if (known?.has(oneof.name)) continue;
    note(walk.found, "oneof-removed", { writer, reader, oneof }, oneofSpot(place, oneof, undefined));
  }
  for (const oneof of reader.oneofs) {
    if (sent?.has(oneof.name)) continue;
    note(walk.found, "oneof-added", { writer, reader, oneof }, oneofSpot(place, undefined, oneof));
  }
}

/** The writer's oneofs that are gone with all their members. */
function vanishedOneofs({ writer, reader }: Place, sent: ByNumber, known: ByNumber): ReadonlySet<Oneof> {
  const names = new Set(reader.oneofs.map(({ name }) => name));
  const vanished = new Set(writer.oneofs.filter(({ name }) => !names.has(name)));
  for (const [number, { oneof }] of sent) if (oneof !== undefined && known.has(number)) vanished.delete(oneof);
  return vanished;
}

function removed(walk: Verdict, place: Place, field: Field, vanished: ReadonlySet<Oneof>): void {
  const { writer, reader } = place;
  const { oneof } = field;
  const at = () => fieldSpot(place, field, undefined);
  if (oneof !== undefined) {
    if (!vanished.has(oneof)) note(walk.found, "oneof-field-removed", { writer, reader, field, oneof }, at());
  } else if (field.label === "required") note(walk.found, "required-field-removed", { writer, reader, field }, at());
  else if (walk.safe) note(walk.found, "field-removed", { writer, reader, field }, at());
}

function added(walk: Verdict, place: Place, field: Field): void {
  const { writer, reader } = place;
  const { oneof } = field;
  const at = () => fieldSpot(place, undefined, field);
  if (field.label === "required") note(walk.found, "required-field-added", { writer, reader, field }, at());
  else if (!walk.safe) return;
  else if (oneof !== undefined) note(walk.found, "oneof-field-added", { writer, reader, field, oneof }, at());
  else note(walk.found, "field-added", { writer, reader, field }, at());
}

function compareFields(walk: Verdict, place: Place, writerField: Field, readerField: Field): void {
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField };
  if (walk.safe) {
    const { oneof } = writerField;
    if (oneof !== undefined && readerField.oneof === undefined) {
      note(
        walk.found,
        "oneof-field-moved-to-top-level",
        { ...args, oneof },
        fieldSpot(place, writerField, readerField),
      );
    }
    if (writerField.name !== readerField.name) {
      note(walk.found, "field-name-changed", args, fieldSpot(place, writerField, readerField));
    }
  }
  compareFieldTypes(walk, place, writerField, readerField);
}
