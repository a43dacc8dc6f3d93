import type { Field } from "./types.ts";

/** The writer's field with just that of the reader's in which a finding sees a difference; whatever else differs stays out. */
export type Aspect = (writer: Field, reader: Field) => Field;

/** All that is declared of a field. */
export const whole: Aspect = (_, reader) => reader;

export const type: Aspect = (writer, reader) => {
  const { message_encoding, utf8_validation } = reader.features;
  const isMap = (writer.type.kind === "map") !== (reader.type.kind === "map");
  return {
    ...writer,
    type: reader.type,
    group: reader.group,
    features: { ...writer.features, message_encoding, utf8_validation },
    // A map is a list of its entries.
    ...(isMap && { presence: reader.presence, packed: reader.packed }),
  };
};

/** How often it may be there, beside which others, and whether that it is not can be told. */
export const label: Aspect = (writer, { presence, packed, oneof }) => ({ ...writer, presence, packed, oneof });

export const name: Aspect = (writer, { name, jsonName }) => ({ ...writer, name, jsonName });
