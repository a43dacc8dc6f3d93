import { noOptions } from "./read-option.ts";
import {
  demand,
  identifier,
  numberAt,
  type Open,
  type Reading,
  refuseToken,
  stringValue,
  taken,
  takenWord,
} from "./reading.ts";
import { tokens } from "./tokens.ts";
import type { EnumType, Message, NumberRange } from "./types.ts";

/** The highest number that a field can have. */
export const greatestNumber = 536_870_911;

/** `5`, `5 to 9` or `5 to max`. */
export function readRange(reading: Reading, max: number, negative: boolean): Omit<NumberRange, "options"> {
  const start = reading.lexer.start;
  const first = numberAt(reading, "a number", negative);
  if (!takenWord(reading, "to")) return { start: first, end: first, at: start };
  const last = takenWord(reading, "max") ? max : numberAt(reading, "a number, or `max`,", negative);
  return { start: first, end: last, at: start };
}

/** `reserved 2, 9 to 11;` or `reserved "prompt", "completion";`, after the first word. */
export function readReserved(reading: Reading, element: Open<Message> | Open<EnumType>, max: number): void {
  const { lexer } = reading;
  if (lexer.kind === tokens.string || lexer.kind === tokens.word) reservedNames(reading, element);
  else {
    const negative = element.kind === "enum";
    do element.reservedRanges.push({ ...readRange(reading, max, negative), options: noOptions });
    while (taken(reading, ","));
  }
  demand(reading, ";");
}

function reservedNames(reading: Reading, element: Open<Message> | Open<EnumType>): void {
  const { lexer } = reading;
  const quoted = reading.file.syntax !== "editions";
  if (quoted !== (lexer.kind === tokens.string))
    refuseToken(
      reading,
      quoted ? "a name in quotes" : "a name without quotes",
      quoted ? "reserved names are strings here" : "in editions reserved names are written as they are",
    );
  do {
    const at = lexer.start;
    const name = quoted ? stringValue(reading, "a name in quotes") : identifier(reading, "a name without quotes");
    element.reservedNames.push({ name, at });
  } while (taken(reading, ","));
}
