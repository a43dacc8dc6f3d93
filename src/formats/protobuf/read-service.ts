import { noOptions, optionStatement } from "./read-option.ts";
import {
  at,
  declare,
  demand,
  demandWord,
  dottedName,
  fullNameIn,
  identifier,
  type Open,
  type Reading,
  refuseToken,
  taken,
  takenWord,
} from "./reading.ts";
import { isScalar } from "./scalars.ts";
import { refuseAt, tokens } from "./tokens.ts";
import type { Method, OptionSetting, Service } from "./types.ts";

/** A service, after the word `service`. */
export function readService(reading: Reading): void {
  const { lexer, file } = reading;
  const start = lexer.start;
  const name = identifier(reading, "the name of a service");
  const fullName = fullNameIn(reading, undefined, name);
  const service: Open<Service> = { kind: "service", name, fullName, file, at: start, methods: [], options: [] };
  declare(reading, file.members, service, name, start, undefined);
  file.services.push(service);
  demand(reading, "{");
  const names = new Set<string>();
  while (!taken(reading, "}")) {
    if (taken(reading, ";")) continue;
    if (takenWord(reading, "option")) optionStatement(reading, service.options);
    else if (takenWord(reading, "rpc")) readMethod(reading, service, names);
    else refuseToken(reading, "`rpc`, `option` or `}`");
  }
}

function readMethod(reading: Reading, service: Open<Service>, names: Set<string>): void {
  const { lexer } = reading;
  const start = lexer.start;
  const name = identifier(reading, "the name of an rpc");
  if (names.has(name)) refuseAt(lexer, start, `two rpcs of the service \`${service.name}\` have the name \`${name}\``);
  names.add(name);
  const input = messageMention(reading);
  demandWord(reading, "returns");
  const output = messageMention(reading);
  const options: OptionSetting[] = [];
  if (taken(reading, "{")) {
    while (!taken(reading, "}")) {
      if (taken(reading, ";")) continue;
      if (lexer.kind === tokens.end) refuseToken(reading, "`}`");
      demandWord(reading, "option");
      optionStatement(reading, options);
    }
  } else demand(reading, ";");
  const method = {
    kind: "method",
    name,
    at: start,
    inputAt: input.at,
    clientStreaming: input.streaming,
    outputAt: output.at,
    serverStreaming: output.streaming,
    options: options.length === 0 ? noOptions : options,
  } as Open<Method>;
  service.methods.push(method);
  reading.mentions.push({ of: "input", method, written: input.written, at: input.at, scope: undefined });
  reading.mentions.push({ of: "output", method, written: output.written, at: output.at, scope: undefined });
}

function messageMention(reading: Reading): { streaming: boolean; written: string; at: number } {
  demand(reading, "(");
  const streaming = takenWord(reading, "stream");
  const start = reading.lexer.start;
  if (streaming && at(reading, ")")) refuseToken(reading, "the name of a message");
  const written = dottedName(reading, "the name of a message", true);
  if (isScalar(written)) refuseAt(reading.lexer, start, `an rpc takes and returns messages, not \`${written}\``);
  demand(reading, ")");
  return { streaming, written, at: start };
}
