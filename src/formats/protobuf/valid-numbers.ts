import { greatestNumber } from "./read-ranges.ts";
import { refuseAt } from "./tokens.ts";
import type { EnumType, Field, Message, NumberRange, ProtobufFile } from "./types.ts";

const [firstKept, lastKept] = [19_000, 19_999];

/** Refuses numbers that no field can have, numbers used twice, and numbers that the message keeps for others. */
export function requireNumbers(message: Message): void {
  const { file, fields, extensionRanges, reservedRanges } = message;
  let ascending = true;
  let before = 0;
  for (const field of fields) {
    requireNumber(file, field);
    ascending &&= field.number > before;
    before = field.number;
  }
  if (!ascending) requireDistinctNumbers(message);
  requireRanges(message);
  const isKept = [within(reservedRanges), within(extensionRanges)] as const;
  const names = new Set(message.reservedNames.map(({ name }) => name));
  for (const field of fields) {
    const { name, number } = field;
    if (isKept[0](number))
      refuseAt(file, field.numberAt, `the field \`${name}\` has the number ${number}, which is reserved`);
    if (isKept[1](number))
      refuseAt(file, field.numberAt, `the field \`${name}\` has the number ${number}, which is kept for extensions`);
    if (names.has(name)) refuseAt(file, field.at, `the field \`${name}\` has a name that is reserved`);
  }
}

function requireDistinctNumbers({ file, fields, fullName }: Message): void {
  const byNumber = new Map<number, Field>();
  for (const field of fields) {
    const other = byNumber.get(field.number);
    if (other !== undefined)
      refuseAt(
        file,
        field.numberAt,
        `the fields \`${other.name}\` and \`${field.name}\` of \`${fullName}\` both have the number ${field.number}`,
        `give \`${field.name}\` a number that no field of the message has had`,
      );
    byNumber.set(field.number, field);
  }
}

/** Refuses a number that no field or extension can have. */
export function requireNumber(file: ProtobufFile, { name, number, numberAt }: Field, greatest = greatestNumber): void {
  if (number >= 1 && number <= greatest && (number < firstKept || number > lastKept)) return;
  const why =
    number >= firstKept && number <= lastKept
      ? `the numbers from ${firstKept} to ${lastKept} are kept for Protobuf itself`
      : `numbers go from 1 to ${greatest}`;
  refuseAt(file, numberAt, `the field \`${name}\` has the number ${number}, and ${why}`);
}

/** Whether a number is in one of some ranges that do not overlap. */
function within(ranges: readonly NumberRange[]): (number: number) => boolean {
  if (ranges.length === 0) return () => false;
  const sorted = byStart(ranges);
  return (number) => {
    let [low, high] = [0, sorted.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((sorted[middle]?.start ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    const range = sorted[low];
    return range !== undefined && range.start <= number && number <= range.end;
  };
}

const byStart = (ranges: readonly NumberRange[]): readonly NumberRange[] =>
  ranges.length < 2 ? ranges : ranges.toSorted((a, b) => a.start - b.start);

/** A message that is nothing but extensions, whose numbers go beyond those of fields. */
export function isMessageSet({ options }: Message): boolean {
  return options.some(({ name, text }) => name === "message_set_wire_format" && text === "true");
}

/** The range of a message's extensions that a number is in; `max` goes further in a message set. */
export function rangeOf(message: Message, number: number): NumberRange | undefined {
  const isSet = isMessageSet(message);
  return message.extensionRanges.find(
    ({ start, end }) => start <= number && (number <= end || (isSet && end === greatestNumber)),
  );
}

function requireRanges(message: Message): void {
  const { file, reservedRanges, extensionRanges, reservedNames } = message;
  if (extensionRanges.length + reservedRanges.length + reservedNames.length === 0) return;
  const isSet = isMessageSet(message);
  for (const range of [...reservedRanges, ...extensionRanges])
    if (range.start < 1) refuseAt(file, range.at, `the range starts with ${range.start}, and numbers start with 1`);
  for (const { start, at, end } of extensionRanges)
    if (!isSet && (start > greatestNumber || end > greatestNumber))
      refuseAt(file, at, `the range of extensions ends with ${end}, and numbers go to ${greatestNumber}`);
  for (const { end, at } of reservedRanges)
    if (end >= mostReserved) refuseAt(file, at, `the range ends with ${end}, and numbers go to ${greatestNumber}`);
  requireApart(file, [...reservedRanges, ...extensionRanges]);
  requireDistinctNames(file, reservedNames);
}

const mostReserved = 2_147_483_647;

function requireApart(file: ProtobufFile, ranges: readonly NumberRange[]): void {
  for (const { start, end, at } of ranges)
    if (start > end) refuseAt(file, at, `the range ends with ${end}, before its start ${start}`);
  let before: NumberRange | undefined;
  for (const range of byStart(ranges)) {
    if (before !== undefined && range.start <= before.end)
      refuseAt(file, Math.max(range.at, before.at), `the ranges ${spelt(before)} and ${spelt(range)} overlap`);
    before = range;
  }
}

const spelt = ({ start, end }: NumberRange): string => (start === end ? `${start}` : `${start} to ${end}`);

function requireDistinctNames(file: ProtobufFile, names: Message["reservedNames"]): void {
  const seen = new Set<string>();
  for (const { name, at } of names) {
    if (seen.has(name)) refuseAt(file, at, `the name \`${name}\` is reserved twice`);
    seen.add(name);
  }
}

/** Refuses values of an enum that share a number without saying so, or have a number or name that is reserved. */
export function requireValues(type: EnumType): void {
  const { file, values, allowAlias, reservedRanges, reservedNames } = type;
  requireApart(file, reservedRanges);
  requireDistinctNames(file, reservedNames);
  const isReserved = within(reservedRanges);
  const names = new Set(reservedNames.map(({ name }) => name));
  const byNumber = new Map<number, string>();
  let aliases = false;
  for (const { name, number, at, numberAt } of values) {
    const other = byNumber.get(number);
    if (other !== undefined && !allowAlias)
      refuseAt(
        file,
        numberAt,
        `the values \`${other}\` and \`${name}\` of the enum \`${type.fullName}\` both have the number ${number}`,
        "where that is meant, write `option allow_alias = true;`",
      );
    aliases ||= other !== undefined;
    byNumber.set(number, name);
    if (isReserved(number))
      refuseAt(file, numberAt, `the value \`${name}\` has the number ${number}, which is reserved`);
    if (names.has(name)) refuseAt(file, at, `the value \`${name}\` has a name that is reserved`);
  }
  requireMeantAliases(type, aliases);
  const [first] = values;
  if (first !== undefined && first.number !== 0 && !type.closed)
    refuseAt(
      file,
      first.numberAt,
      `the first value of the open enum \`${type.fullName}\` is ${first.number}, and it has to be 0`,
      "add a value such as `…_UNSPECIFIED = 0` before it",
    );
}

function requireMeantAliases({ file, options, name, allowAlias }: EnumType, aliases: boolean): void {
  const option = options.find((each) => each.name === "allow_alias");
  if (option === undefined || (allowAlias && aliases)) return;
  const why = allowAlias ? "allows aliases and has none" : "says that it has no aliases, which none has";
  refuseAt(file, option.at, `the enum \`${name}\` ${why}`, "remove the option `allow_alias`");
}
