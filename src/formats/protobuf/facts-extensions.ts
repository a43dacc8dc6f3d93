import { compareFields } from "./facts-fields.ts";
import type { Facts } from "./facts-walk.ts";
import { localName } from "./kinds.ts";
import { note, type Place, scopeOf } from "./note.ts";
import { fieldForm } from "./place.ts";
import type { Extension, Message, ProtobufFile } from "./types.ts";

/** The extensions that two files declare, by the message that they extend and their numbers. */
export function compareExtensions(walk: Facts, writer: ProtobufFile, reader: ProtobufFile): void {
  const [sent, known] = [extensionsOf(writer), extensionsOf(reader)];
  for (const [key, extension] of sent) {
    const match = known.get(key);
    if (match !== undefined) compareFields(walk, placeOf(extension, match), extension.field, match.field);
    if (!walk.safe || match?.field.name === extension.field.name) continue;
    const at = { writerAt: { file: extension.file, at: extension.field.at }, readerAt: { file: reader, at: 0 } };
    const texts = { writerText: fieldForm(extension.field), readerText: "" };
    note(walk.found, "extension-removed", { extension }, { ...spot(extension), ...at, ...texts });
  }
  if (!walk.safe) return;
  for (const [key, extension] of known) {
    if (sent.get(key)?.field.name === extension.field.name) continue;
    const at = { writerAt: { file: writer, at: 0 }, readerAt: { file: extension.file, at: extension.field.at } };
    const texts = { writerText: "", readerText: fieldForm(extension.field) };
    note(walk.found, "extension-added", { extension }, { ...spot(extension), ...at, ...texts });
  }
}

function extensionsOf({ extensions, messages }: ProtobufFile): ReadonlyMap<string, Extension> {
  const all = [...extensions];
  const collect = (message: Message): void => {
    all.push(...message.extensions);
    message.messages.forEach(collect);
  };
  messages.forEach(collect);
  return new Map(all.map((extension) => [`${localName(extension.extendee)} ${extension.field.number}`, extension]));
}

/** An extension is told in the message that it extends, on the lines of the file that declares it. */
function placeOf(writer: Extension, reader: Extension): Place {
  const scope = scopeOf(localName(reader.extendee));
  return {
    ...scope,
    judged: false,
    writer: { ...writer.extendee, file: writer.file },
    reader: { ...reader.extendee, file: reader.file },
  };
}

function spot({ extendee, field }: Extension) {
  return { scope: scopeOf(localName(extendee)), path: [field.number], names: [field.name] };
}
