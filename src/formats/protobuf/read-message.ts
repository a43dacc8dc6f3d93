import { readEnum } from "./read-enum.ts";
import { readField } from "./read-field.ts";
import { optionList, optionStatement } from "./read-option.ts";
import { greatestNumber, readRange, readReserved } from "./read-ranges.ts";
import {
  at,
  atWord,
  declare,
  demand,
  dottedName,
  followedBy,
  fullNameIn,
  identifier,
  type MessageHead,
  type Open,
  type Reading,
  refuseToken,
  taken,
  takenWord,
  unresolvedMessage,
} from "./reading.ts";
import { refuseAt, tokens } from "./tokens.ts";
import type { Extension, Message, Oneof, OptionSetting } from "./types.ts";

/** protoc nests messages no deeper. */
const deepestMessages = 31;

/** A message, after the word `message`. */
export function readMessage(
  reading: Reading,
  parent: Open<Message> | undefined,
  visibility: MessageHead["visibility"],
): void {
  const start = reading.lexer.start;
  const name = identifier(reading, "the name of a message");
  readBody(reading, { name, at: start, parent, group: false, visibility });
}

/** The braces of a message or group, and what is in them. */
export function readBody(reading: Reading, head: MessageHead): Open<Message> {
  const { parent } = head;
  const message: Open<Message> = {
    kind: "message",
    ...head,
    fullName: fullNameIn(reading, parent, head.name),
    file: reading.file,
    end: head.at,
    fields: [],
    oneofs: [],
    messages: [],
    enums: [],
    extensions: [],
    reservedRanges: [],
    reservedNames: [],
    extensionRanges: [],
    options: [],
    features: reading.defaults,
    members: new Map(),
  };
  const around = parent ?? reading.file;
  declare(reading, around.members, message, head.name, head.at, parent);
  around.messages.push(message);
  reading.depth += 1;
  if (reading.depth > deepestMessages)
    refuseAt(reading.lexer, head.at, `the messages are nested deeper than ${deepestMessages} levels`);
  demand(reading, "{");
  while (!at(reading, "}")) {
    if (reading.lexer.kind === tokens.end) refuseToken(reading, "`}`");
    readElement(reading, message);
  }
  message.end = reading.lexer.end;
  demand(reading, "}");
  reading.depth -= 1;
  return message;
}

function readElement(reading: Reading, message: Open<Message>): void {
  const { lexer } = reading;
  if (taken(reading, ";")) return;
  const visibility = visibilityOf(reading);
  if (takenWord(reading, "message")) readMessage(reading, message, visibility);
  else if (takenWord(reading, "enum")) readEnum(reading, message, visibility);
  else if (takenWord(reading, "extend")) readExtend(reading, message);
  else if (takenWord(reading, "extensions")) readExtensionRanges(reading, message);
  else if (takenWord(reading, "reserved")) readReserved(reading, message, greatestNumber);
  else if (takenWord(reading, "option")) optionStatement(reading, message.options);
  else if (takenWord(reading, "oneof")) readOneof(reading, message);
  else {
    if (lexer.kind !== tokens.word && !at(reading, ".")) refuseToken(reading, "a field, or another part of a message,");
    readField(reading, { message, scope: message, oneof: undefined });
  }
}

/** `export` and `local`, which edition 2024 brought, before a message or an enum. */
export function visibilityOf(reading: Reading): "export" | "local" | undefined {
  if ((reading.file.edition ?? "") < "2024") return undefined;
  const word = atWord(reading, "export") ? "export" : atWord(reading, "local") ? "local" : undefined;
  if (word === undefined || !followedBy(reading, "message", "enum")) return undefined;
  takenWord(reading, word);
  return word;
}

function readOneof(reading: Reading, message: Open<Message>): void {
  const { lexer } = reading;
  const start = lexer.start;
  const name = identifier(reading, "the name of a oneof");
  const oneof: Open<Oneof> = { kind: "oneof", name, at: start, options: [], features: reading.defaults };
  declare(reading, message.members, oneof, name, start, message);
  message.oneofs.push(oneof);
  demand(reading, "{");
  const before = message.fields.length;
  while (!taken(reading, "}")) {
    if (takenWord(reading, "option")) optionStatement(reading, oneof.options);
    else if (lexer.kind !== tokens.word && !at(reading, ".")) refuseToken(reading, "a member of the oneof");
    else readField(reading, { message, scope: message, oneof });
  }
  if (message.fields.length === before) refuseAt(lexer, start, `the oneof \`${name}\` has no member`);
}

/** `extend NAME { … }`, after the first word. */
export function readExtend(reading: Reading, parent: Open<Message> | undefined): void {
  const { lexer } = reading;
  const start = lexer.start;
  const written = dottedName(reading, "the name of the message to extend", true);
  const extensions: Open<Extension>[] = [];
  const around = parent ?? reading.file;
  demand(reading, "{");
  while (!taken(reading, "}")) {
    if (lexer.kind !== tokens.word && !at(reading, ".")) refuseToken(reading, "an extension");
    const field = readField(reading, { message: undefined, scope: parent, oneof: undefined });
    const fullName = fullNameIn(reading, parent, field.name);
    const extension: Open<Extension> = {
      kind: "extension",
      field,
      fullName,
      file: reading.file,
      parent,
      extendee: unresolvedMessage,
    };
    declare(reading, around.members, extension, field.name, field.at, parent);
    around.extensions.push(extension);
    extensions.push(extension);
  }
  if (extensions.length === 0) refuseAt(lexer, start, `nothing is declared in \`extend ${written}\``);
  reading.mentions.push({ of: "extendee", extensions, written, at: start, scope: parent });
}

function readExtensionRanges(reading: Reading, message: Open<Message>): void {
  const ranges: { start: number; end: number; at: number }[] = [];
  do ranges.push(readRange(reading, greatestNumber, false));
  while (taken(reading, ","));
  const options: readonly OptionSetting[] = optionList(reading);
  demand(reading, ";");
  for (const range of ranges) message.extensionRanges.push({ ...range, options });
}
