import { type Codec, codecFor } from "./codec.ts";
import type { FieldsOf } from "./descriptor.ts";
import { type Builder, builderFor } from "./samples.ts";
import type { Extension, Field, Message, ProtobufSchema } from "./types.ts";

/** What counts when two messages are compared: the values themselves, or the names that ProtoJSON has for them too. */
export type Lens = "values" | "names";

/** What all experiments with one pair of schemas share. */
export interface Bench {
  readonly writerFields: FieldsOf;
  readonly readerFields: FieldsOf;
  /** The fields of a message of either side. */
  readonly anyFields: FieldsOf;
  readonly build: (writer: Message, reader: Message) => Builder;
  /** The codec for messages that have these fields only, by number or by name in JSON. */
  readonly codec: (message: Message, fieldsOf: FieldsOf, used: ReadonlySet<number | string>) => Codec;
}

/** Prepares experiments. The work that they take may be counted, and put an end to by a RangeError. */
export function openBench(writer: ProtobufSchema, reader: ProtobufSchema, spend: (effort: number) => void): Bench {
  const [written, read] = [extensionFields(writer), extensionFields(reader)];
  const writerFields = fieldsWith((message) => written.get(message.members));
  const readerFields = fieldsWith((message) => read.get(message.members));
  const codecs = new Map<FieldsOf, Map<string, [Message, Codec][]>>();
  const builders = new Map<Message, Map<Message, Builder>>();
  return {
    writerFields,
    readerFields,
    anyFields: fieldsWith((message) => written.get(message.members) ?? read.get(message.members)),
    build: (from, to) => {
      const before = builders.get(from)?.get(to);
      if (before !== undefined) return before;
      const read = readerFields(to).filter(({ presence }) => presence === "required");
      const numbers = new Set(read.map(({ number }) => number));
      const builder = builderFor(
        writerFields,
        (message, { presence, number }) => presence === "required" || (message === from && numbers.has(number)),
      );
      builders.set(from, new Map([...(builders.get(from) ?? []), [to, builder]]));
      return builder;
    },
    codec: (message, fieldsOf, used) => {
      const known = codecs.get(fieldsOf) ?? new Map<string, [Message, Codec][]>();
      codecs.set(fieldsOf, known);
      const key = [...used].sort().join();
      const before = known.get(key)?.find(([one]) => one === message)?.[1];
      if (before !== undefined) return before;
      spend(100 + fieldsOf(message).length / 4);
      const codec = codecFor(message, fieldsOf, (f) => used.has(f.number) || used.has(f.name) || used.has(f.jsonName));
      spend(codec.values);
      known.set(key, [...(known.get(key) ?? []), [message, codec]]);
      return codec;
    },
  };
}

const fieldsWith =
  (extensionsOf: (message: Message) => readonly Field[] | undefined): FieldsOf =>
  (message) => {
    const more = extensionsOf(message);
    return more === undefined ? message.fields : [...message.fields, ...more];
  };

/**
 * The extensions of each message as fields, under the names that ProtoJSON has for them. A message is told by its members: a
 * change of an extension speaks of a copy that stands where the extension does.
 */
function extensionFields({ files }: ProtobufSchema): ReadonlyMap<Message["members"], readonly Field[]> {
  const found = new Map<Message["members"], Field[]>();
  const add = ({ extendee, field, fullName }: Extension): void => {
    const name = `[${fullName}]`;
    found.set(extendee.members, [...(found.get(extendee.members) ?? []), { ...field, name, jsonName: name }]);
  };
  const visit = ({ extensions, messages }: Pick<Message, "extensions" | "messages">): void => {
    extensions.forEach(add);
    messages.forEach(visit);
  };
  files.forEach(visit);
  return found;
}
