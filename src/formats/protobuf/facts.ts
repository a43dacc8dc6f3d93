import type { ProtobufChange } from "./changes.ts";
import { compareEnumFacts } from "./facts-enums.ts";
import { compareExtensions } from "./facts-extensions.ts";
import { compareFieldLists, compareFields } from "./facts-fields.ts";
import { fileFacts } from "./facts-files.ts";
import { messageFacts } from "./facts-messages.ts";
import { compareServices } from "./facts-services.ts";
import { type Facts, isNew } from "./facts-walk.ts";
import { inside, type Place, rootScope, type Scope } from "./note.ts";
import { leftToCompare } from "./same-text.ts";
import type { EnumType, Message, ProtobufSchema } from "./types.ts";
import { sameVersions } from "./versions.ts";

/** What differs although the registry accepts it: what may be lost or misread, and, where `safe` asks for it, the rest. */
export function facts(
  writer: ProtobufSchema,
  reader: ProtobufSchema,
  refusals: readonly ProtobufChange[],
  safe: boolean,
): readonly ProtobufChange[] {
  const told = new Set(refusals.flatMap(spokenOf));
  const walk: Facts = { found: [], safe, told, seen: new Map(), waiting: [], sameVersion: sameVersions() };
  const [from, to] = [writer.root, reader.root];
  if (safe) fileFacts(walk, from, to);
  compareTypes(walk, rootScope, true, from, to);
  compareWaiting(walk);
  // What only these lead to the registry has not seen.
  compareExtensions(walk, from, to);
  compareServices(walk, from, to);
  compareWaiting(walk);
  return walk.found;
}

function compareWaiting(walk: Facts): void {
  for (let place = walk.waiting.pop(); place !== undefined; place = walk.waiting.pop()) compareMessages(walk, place);
}

function spokenOf(change: ProtobufChange): readonly object[] {
  switch (change.kind) {
    case "field-numeric-label-changed":
      return [change.args.readerField];
    case "required-field-added":
    case "required-field-removed":
    case "oneof-field-removed":
      return [change.args.field];
    case "multiple-fields-moved-to-oneof":
    case "field-moved-to-existing-oneof":
      return [change.args.oneof];
    default:
      return [];
  }
}

interface Types {
  readonly messages: readonly Message[];
  readonly enums: readonly EnumType[];
}

/** Messages and enums of one level, by their simple names. */
function compareTypes(walk: Facts, scope: Scope, judged: boolean, writer: Types, reader: Types): void {
  if (writer.messages.length + writer.enums.length === 0) return;
  const messages = new Map(reader.messages.map((message) => [message.name, message]));
  for (const message of writer.messages) {
    const match = messages.get(message.name);
    if (match === undefined || message.group || match.group) continue;
    compareMessages(walk, { ...inside(scope, message.name), judged, writer: message, reader: match });
  }
  const enums = new Map(reader.enums.map((type) => [type.name, type]));
  for (const type of writer.enums) {
    const match = enums.get(type.name);
    if (match !== undefined) compareEnumFacts(walk, inside(scope, type.name), type, match);
  }
}

function compareMessages(walk: Facts, place: Place): void {
  const { writer, reader } = place;
  if (!isNew(walk, writer, reader)) return;
  const left = leftToCompare(writer, reader);
  if (left === undefined) {
    compareFieldLists(walk, place);
    if (walk.safe) messageFacts(walk, place);
  } else for (const [sent, known] of left) compareFields(walk, place, sent, known);
  compareTypes(walk, place, place.judged, writer, reader);
}
