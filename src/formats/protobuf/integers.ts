import type { EnumType, FieldType, ScalarName } from "./types.ts";

/** How a whole number that was written as one type comes out of another one of its group. */
export type Fit =
  /** Every value is read as it was written. */
  | "whole"
  /** As many bits or more, but the sign gets lost, or comes out of nothing. */
  | "sign"
  /** Values beyond the reader's type are cut, or kept out of the field. */
  | "narrow";

interface Room {
  readonly bits: number;
  readonly signed: boolean;
}

const rooms: Readonly<Partial<Record<ScalarName, Room>>> = {
  bool: { bits: 1, signed: false },
  int32: { bits: 32, signed: true },
  int64: { bits: 64, signed: true },
  uint32: { bits: 32, signed: false },
  uint64: { bits: 64, signed: false },
  sint32: { bits: 32, signed: true },
  sint64: { bits: 64, signed: true },
  fixed32: { bits: 32, signed: false },
  sfixed32: { bits: 32, signed: true },
  fixed64: { bits: 64, signed: false },
  sfixed64: { bits: 64, signed: true },
};

/** Undefined where the two are no whole numbers, bools or enums; two enums are compared by their values, not here. */
export function fitOf(writer: FieldType, reader: FieldType): Fit | undefined {
  if (writer.kind === "enum" && reader.kind === "enum") return undefined;
  const [from, to] = [roomOf(writer, "writer"), roomOf(reader, "reader")];
  if (from === undefined || to === undefined) return undefined;
  if (reader.kind === "enum" && reader.target.closed) return holdsBools(reader.target, from) ? "whole" : "narrow";
  if (from.signed && !to.signed) return to.bits >= from.bits ? "sign" : "narrow";
  if (!from.signed && to.signed && to.bits === from.bits) return "sign";
  return to.bits >= from.bits ? "whole" : "narrow";
}

function roomOf(type: FieldType, side: "writer" | "reader"): Room | undefined {
  if (type.kind === "scalar") return rooms[type.name];
  if (type.kind !== "enum") return undefined;
  const numbers = type.target.values.map(({ number }) => number);
  // An enum is an int32. What a writer means to send are its values.
  const signed = side === "reader" || numbers.some((number) => number < 0);
  const bits = numbers.every((number) => number === 0 || number === 1) ? 1 : 31;
  return { bits: signed ? 32 : bits, signed };
}

function holdsBools(type: EnumType, { bits }: Room): boolean {
  return bits === 1 && [0, 1].every((bool) => type.values.some(({ number }) => number === bool));
}
