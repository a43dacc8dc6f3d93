import type { ProtobufChange } from "./changes.ts";
import { fileSpot, inside, note, type Place, requireShallow, rootScope, type Scope } from "./note.ts";
import { enumForm, messageForm, valueForm } from "./place.ts";
import type { EnumType, EnumValue, Message, ProtobufSchema } from "./types.ts";
import { compareMembers } from "./verdict-members.ts";
import type { Verdict } from "./verdict-walk.ts";
import { sameVersions } from "./versions.ts";

interface Types {
  readonly messages: readonly Message[];
  readonly enums: readonly EnumType[];
}

/** Everything that the registry sees between two schemas; without `safe` only what it refuses. */
export function verdict(writer: ProtobufSchema, reader: ProtobufSchema, safe: boolean): readonly ProtobufChange[] {
  const walk: Verdict = {
    found: [],
    safe,
    open: new Set(),
    sameVersion: sameVersions(),
    compareMessages: (place) => compareMessages(walk, place),
    refusals: [],
    counted: 0,
    depth: 0,
    compared: 0,
    late: new Map(),
  };
  const [from, to] = [writer.root, reader.root];
  if (from.package !== to.package) {
    note(
      walk.found,
      "package-changed",
      { before: from.package, after: to.package },
      {
        scope: rootScope,
        path: [],
        names: [],
        writerAt: fileSpot(from),
        readerAt: fileSpot(to),
        writerText: from.package ?? "",
        readerText: to.package ?? "",
      },
    );
  }
  compareTypes(walk, rootScope, from, to, fileSpot(from), fileSpot(to));
  return walk.found;
}

type Spot = ReturnType<typeof fileSpot>;

/** Messages and enums of one level, by their simple names. */
function compareTypes(walk: Verdict, scope: Scope, writer: Types, reader: Types, writerAt: Spot, readerAt: Spot): void {
  if (isEmpty(writer) && isEmpty(reader)) return;
  const [sent, known] = [indexed(writer.messages), indexed(reader.messages)];
  const enums = new Map(reader.enums.map((type) => [type.name, type]));
  const at = (name: string) => ({
    scope,
    path: [name],
    names: [name],
    writerAt,
    readerAt,
    writerText: "",
    readerText: "",
  });
  for (const [name, { message, index }] of sent) {
    const match = known.get(name);
    if (match === undefined) {
      const args = { message, instead: enums.get(name) };
      note(walk.found, "message-removed", args, { ...at(name), writerAt: message, writerText: messageForm(message) });
      continue;
    }
    const place: Place = { ...inside(scope, name), judged: true, writer: message, reader: match.message };
    if (walk.safe && match.index !== index) moved(walk, place);
    compareMessages(walk, place);
  }
  for (const [name, { message }] of known) {
    if (!walk.safe || sent.has(name)) continue;
    note(
      walk.found,
      "message-added",
      { message },
      { ...at(name), readerAt: message, readerText: messageForm(message) },
    );
  }
  if (walk.safe) compareEnumLists(walk, scope, writer.enums, enums, at);
}

const isEmpty = ({ messages, enums }: Types): boolean => messages.length + enums.length === 0;

/** Messages by name, with their index among them. Bodies of groups are none to the registry. */
function indexed(
  messages: readonly Message[],
): ReadonlyMap<string, { readonly message: Message; readonly index: number }> {
  const plain = messages.filter((message) => !message.group);
  return new Map(plain.map((message, index) => [message.name, { message, index }]));
}

function moved(walk: Verdict, place: Place): void {
  const { writer, reader } = place;
  note(
    walk.found,
    "message-moved",
    { writer, reader },
    {
      scope: place,
      path: [],
      names: [],
      writerAt: writer,
      readerAt: reader,
      writerText: writer.name,
      readerText: reader.name,
    },
  );
}

function compareEnumLists(
  walk: Verdict,
  scope: Scope,
  writer: readonly EnumType[],
  reader: ReadonlyMap<string, EnumType>,
  at: (name: string) => Parameters<typeof note>[3],
): void {
  const sent = new Set(writer.map(({ name }) => name));
  for (const type of writer) {
    const match = reader.get(type.name);
    if (match !== undefined) compareEnums(walk, inside(scope, type.name), type, match);
    else {
      const here = { ...at(type.name), writerAt: type, writerText: enumForm(type) };
      note(walk.found, "enum-removed", { type }, here);
    }
  }
  for (const [name, type] of reader) {
    if (sent.has(name)) continue;
    note(walk.found, "enum-added", { type }, { ...at(name), readerAt: type, readerText: enumForm(type) });
  }
}

function compareEnums(walk: Verdict, scope: Scope, writerEnum: EnumType, readerEnum: EnumType): void {
  // Of several names for a number the last one counts.
  const [sent, known] = [writerEnum, readerEnum].map(
    ({ values }) => new Map(values.map((value) => [value.number, value])),
  );
  if (sent === undefined || known === undefined) return;
  const here = (number: number, writer: EnumValue | undefined, reader: EnumValue | undefined) => ({
    scope,
    path: [number],
    names: [(reader ?? writer)?.name ?? ""],
    writerAt: { file: writerEnum.file, at: writer?.at ?? writerEnum.at },
    readerAt: { file: readerEnum.file, at: reader?.at ?? readerEnum.at },
    writerText: writer === undefined ? "" : valueForm(writer),
    readerText: reader === undefined ? "" : valueForm(reader),
  });
  for (const [number, value] of sent) {
    const match = known.get(number);
    if (match === undefined) {
      note(walk.found, "enum-const-removed", { writerEnum, readerEnum, value }, here(number, value, undefined));
    } else if (match.name !== value.name) {
      const args = { writerEnum, readerEnum, writerValue: value, readerValue: match };
      note(walk.found, "enum-const-changed", args, here(number, value, match));
    }
  }
  for (const [number, value] of known) {
    if (sent.has(number)) continue;
    note(walk.found, "enum-const-added", { writerEnum, readerEnum, value }, here(number, undefined, value));
  }
}

/**
 * The registry compares two messages wherever they are mentioned, however often. Of imported messages that mention each other there is no end of such
 * places: beyond so many everything is compared once more, and told of the other places alike.
 */
const mostPairs = 100_000;

/** Compares two messages and what is nested in them. */
function compareMessages(walk: Verdict, place: Place): void {
  const { writer, reader } = place;
  walk.compared += 1;
  if (Math.max(walk.compared, walk.found.length) > mostPairs) {
    const known = walk.late.get(writer) ?? new Map();
    if (known.has(reader)) return;
    walk.late.set(writer, known.set(reader, []));
  }
  walk.depth += 1;
  requireShallow(walk.depth);
  const isNew = !walk.open.has(writer);
  if (isNew) {
    walk.open.add(writer);
    compareMembers(walk, place);
  }
  compareTypes(walk, place, writer, reader, writer, reader);
  if (isNew) walk.open.delete(writer);
  walk.depth -= 1;
}
