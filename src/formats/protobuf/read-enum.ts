import { optionList, optionStatement } from "./read-option.ts";
import { readReserved } from "./read-ranges.ts";
import {
  at,
  declare,
  demand,
  fullNameIn,
  identifier,
  numberAt,
  type Open,
  type Reading,
  taken,
  takenWord,
} from "./reading.ts";
import { refuseAt } from "./tokens.ts";
import type { EnumType, EnumValue, Member, Message } from "./types.ts";

/** An enum, after the word `enum`. */
export function readEnum(
  reading: Reading,
  parent: Open<Message> | undefined,
  visibility: "export" | "local" | undefined,
): void {
  const { lexer } = reading;
  const start = lexer.start;
  const name = identifier(reading, "the name of an enum");
  const type: Open<EnumType> = {
    kind: "enum",
    name,
    fullName: fullNameIn(reading, parent, name),
    file: reading.file,
    parent,
    at: start,
    end: start,
    values: [],
    allowAlias: false,
    closed: false,
    reservedRanges: [],
    reservedNames: [],
    options: [],
    features: reading.defaults,
    visibility,
  };
  const around = parent ?? reading.file;
  declare(reading, around.members, type, name, start, parent);
  around.enums.push(type);
  demand(reading, "{");
  while (!at(reading, "}")) {
    if (taken(reading, ";")) continue;
    if (takenWord(reading, "option")) optionStatement(reading, type.options);
    else if (takenWord(reading, "reserved")) readReserved(reading, type, greatestValue);
    else readValue(reading, type, around.members, parent);
  }
  type.end = lexer.end;
  demand(reading, "}");
  if (type.values.length === 0) refuseAt(lexer, start, `the enum \`${name}\` has no value`);
}

const greatestValue = 2_147_483_647;

function readValue(
  reading: Reading,
  type: Open<EnumType>,
  around: Map<string, Member>,
  parent: Message | undefined,
): void {
  const { lexer } = reading;
  const start = lexer.start;
  const name = identifier(reading, "the name of an enum value");
  demand(reading, "=");
  const numberStart = lexer.start;
  const number = numberAt(reading, "the number of an enum value", true);
  const options = optionList(reading);
  demand(reading, ";");
  const value: EnumValue = { kind: "enum value", name, number, at: start, numberAt: numberStart, options };
  // The values of an enum stand beside it, not in it, as in C++.
  declare(reading, around, value, name, start, parent);
  type.values.push(value);
}
