import { deepestNesting } from "../json-text.ts";
import {
  at,
  current,
  demand,
  dottedName,
  identifier,
  type Reading,
  refuseToken,
  stringValue,
  taken,
} from "./reading.ts";
import { advance, refuseAt, tokens } from "./tokens.ts";
import type { AggregateMember, OptionPart, OptionSetting, OptionValue } from "./types.ts";

export const noOptions: readonly OptionSetting[] = [];

/** `option NAME = VALUE;`, standing on the name. */
export function optionStatement(reading: Reading, into: OptionSetting[]): void {
  into.push(setting(reading));
  demand(reading, ";");
}

/** `[a = 1, (b).c = "d"]`, if there is one. */
export function optionList(reading: Reading): readonly OptionSetting[] {
  if (!taken(reading, "[")) return noOptions;
  const options: OptionSetting[] = [];
  do options.push(setting(reading));
  while (taken(reading, ","));
  demand(reading, "]");
  return options;
}

function setting(reading: Reading): OptionSetting {
  const { lexer } = reading;
  const start = lexer.start;
  const parts: OptionPart[] = [];
  do parts.push(part(reading));
  while (taken(reading, "."));
  demand(reading, "=");
  const valueAt = lexer.start;
  const value = optionValue(reading);
  const name = parts.map((each) => (each.extension ? `(${each.name})` : each.name)).join(".");
  return { name, parts, value, text: textOf(value), at: start, valueAt };
}

function part(reading: Reading): OptionPart {
  if (!taken(reading, "(")) return { name: identifier(reading, "the name of an option"), extension: false };
  const name = dottedName(reading, "the name of an extension", true);
  demand(reading, ")");
  return { name, extension: true };
}

function optionValue(reading: Reading): OptionValue {
  if (at(reading, "{")) return aggregate(reading, "{", "}");
  return scalarValue(reading, false);
}

/** A word, number or string; numbers and `inf` and `nan` may have a sign. The text format, in braces, takes more of them. */
function scalarValue(reading: Reading, inText: boolean): OptionValue {
  const { lexer } = reading;
  const sign = taken(reading, "-") ? "-" : "";
  const text = sign + current(lexer);
  switch (lexer.kind) {
    case tokens.word:
      if (sign !== "" && !(inText ? /^-(inf|nan|infinity)$/i : /^-(inf|nan)$/).test(text))
        refuseToken(reading, "a number");
      advance(lexer);
      return sign === "" ? { kind: "identifier", text } : { kind: "float", text };
    case tokens.integer:
      advance(lexer);
      return { kind: "integer", text };
    case tokens.float:
      advance(lexer);
      return { kind: "float", text };
    case tokens.string:
      if (sign !== "") refuseToken(reading, "a number");
      return { kind: "string", value: stringValue(reading, "a string") };
    default:
      return refuseToken(reading, "a value");
  }
}

function aggregate(reading: Reading, open: string, close: string): OptionValue {
  demand(reading, open);
  reading.depth += 1;
  if (reading.depth > deepestNesting)
    refuseAt(reading.lexer, reading.lexer.start, `this option is nested deeper than ${deepestNesting} levels`);
  const members: AggregateMember[] = [];
  while (!taken(reading, close)) {
    members.push(aggregateMember(reading));
    if (!taken(reading, ",")) taken(reading, ";");
  }
  reading.depth -= 1;
  return { kind: "aggregate", members };
}

function aggregateMember(reading: Reading): AggregateMember {
  const start = reading.lexer.start;
  const name = memberName(reading);
  const colon = taken(reading, ":");
  if (at(reading, "{")) return { name, at: start, value: aggregate(reading, "{", "}") };
  if (at(reading, "<")) return { name, at: start, value: aggregate(reading, "<", ">") };
  if (at(reading, "[")) return { name, at: start, value: list(reading, colon) };
  if (!colon) refuseToken(reading, "`:`");
  return { name, at: start, value: scalarValue(reading, true) };
}

function memberName(reading: Reading): string {
  if (!taken(reading, "[")) return identifier(reading, "the name of a field");
  let name = dottedName(reading, "the name of an extension", false);
  while (at(reading, "/") || at(reading, "-")) {
    name += current(reading.lexer);
    advance(reading.lexer);
    name += dottedName(reading, "the name of a type", false);
  }
  demand(reading, "]");
  return `[${name}]`;
}

function list(reading: Reading, colon: boolean): OptionValue {
  demand(reading, "[");
  const items: OptionValue[] = [];
  if (taken(reading, "]")) return { kind: "list", items };
  do {
    if (at(reading, "{")) items.push(aggregate(reading, "{", "}"));
    else if (at(reading, "<")) items.push(aggregate(reading, "<", ">"));
    else if (colon) items.push(scalarValue(reading, true));
    else refuseToken(reading, "`{`");
  } while (taken(reading, ","));
  demand(reading, "]");
  return { kind: "list", items };
}

/** A value in one line: equal for two values that differ in white space, separators and kinds of quotes only. */
export function textOf(value: OptionValue): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(textOf).join(", ")}]`;
    case "aggregate":
      return `{${value.members.map((member) => `${member.name}: ${textOf(member.value)}`).join(", ")}}`;
    default:
      return value.text;
  }
}
