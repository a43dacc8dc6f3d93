import type { Bench } from "./bench.ts";
import type { EnumType, Field, Message, ProtobufSchema } from "./types.ts";

/** A field of the writer's message and what the reader's has instead, at least one of them there. */
export interface Pair {
  readonly writer: Message;
  readonly reader: Message;
  readonly writerField: Field | undefined;
  readonly readerField: Field | undefined;
}

/** A pair of which both fields are there. */
export interface SharedField extends Pair {
  readonly writerField: Field;
  readonly readerField: Field;
}

/** The fields of each enum of the writer that are fields of an enum in the reader's message of the same name too. */
export function enumUses(
  writer: ProtobufSchema,
  reader: ProtobufSchema,
  { writerFields, readerFields }: Bench,
): ReadonlyMap<EnumType, readonly SharedField[]> {
  const byName = new Map(messagesOf(reader).map((message) => [message.fullName, message]));
  const byPath = new Map(messagesOf(reader).map((message) => [pathOf(message), message]));
  const uses = new Map<EnumType, SharedField[]>();
  for (const message of messagesOf(writer)) {
    const mate = byName.get(message.fullName) ?? byPath.get(pathOf(message));
    if (mate === undefined) continue;
    const mates = new Map(readerFields(mate).map((field) => [field.number, field]));
    for (const writerField of writerFields(message)) {
      const type = enumOf(writerField);
      const readerField = mates.get(writerField.number);
      if (type === undefined || readerField === undefined || enumOf(readerField) === undefined) continue;
      const known = uses.get(type) ?? [];
      known.push({ writer: message, reader: mate, writerField, readerField });
      uses.set(type, known);
    }
  }
  return uses;
}

/** The enum that a field, or what is in its map, is of. */
export function enumOf({ type }: Field): EnumType | undefined {
  const item = type.kind === "map" ? type.value : type;
  return item.kind === "enum" ? item.target : undefined;
}

/** A message's names below its package, which may differ. */
const pathOf = (message: Message): string =>
  message.parent === undefined ? message.name : `${pathOf(message.parent)}.${message.name}`;

function messagesOf({ files }: ProtobufSchema): readonly Message[] {
  const found: Message[] = [];
  const todo = files.map((file) => file.messages);
  for (let messages = todo.shift(); messages !== undefined; messages = todo.shift()) {
    for (const message of messages) {
      found.push(message);
      if (message.messages.length > 0) todo.push(message.messages);
    }
  }
  return found;
}
