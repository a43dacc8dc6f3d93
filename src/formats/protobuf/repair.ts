import type { Repair, Side } from "../format.ts";
import type { ProtobufChange, ProtobufChanges } from "./changes.ts";
import { type Body, bodyOf, withFirst, withLast } from "./statements.ts";
import type { EnumType, Field, Message, ProtobufFile } from "./types.ts";

/** Writes the remedy of a change into the reader's own file, where it is mechanical: what keeps numbers and names from being taken again. */
export function writeRepair(text: string, change: ProtobufChange, side: Side): Repair | undefined {
  if (side !== "reader") return undefined;
  switch (change.kind) {
    case "field-removed-unreserved":
      return reserved(text, change.args);
    case "required-field-added":
      return optional(text, change.args.reader, change.args.field);
    case "field-became-required":
      return optional(text, change.args.reader, change.args.readerField);
    case "json-name-changed":
      return named(text, change.args);
    case "enum-value-removed":
      return kept(text, change.args);
    case "enum-value-renamed":
      return alsoNamed(text, change.args);
    case "field-named-type-changed":
      return change.args.reasons.length === 1 && change.args.reasons[0] !== undefined
        ? writeRepair(text, change.args.reasons[0], side)
        : undefined;
    default:
      return undefined;
  }
}

/** Where the statements of a message or an enum stand; undefined where that is in another file. */
function ownBody(text: string, type: Message | EnumType): Body | undefined {
  return isOwn(type) ? bodyOf(text, type.at, type.file.positionOf) : undefined;
}

const isOwn = ({ file }: { readonly file: ProtobufFile }): boolean => file.origin === "local";

type Removed = ProtobufChanges["field-removed-unreserved"];

function reserved(text: string, { reader, field, unreserved }: Removed): Repair | undefined {
  const body = ownBody(text, reader);
  if (body === undefined) return undefined;
  const name = reader.file.syntax === "editions" ? field.name : `"${field.name}"`;
  const [number, named] = [`reserved ${field.number};`, `reserved ${name};`];
  const statements = { number: [number], name: [named], both: [number, named] }[unreserved];
  return { edits: withLast(text, body, statements) };
}

/** In an edition it is a feature that makes a field required, and that may stand far from it. */
function optional(text: string, { file }: Message, field: Field): Repair | undefined {
  const label = /\brequired(?=\s+$)/.exec(text.slice(0, field.typeAt));
  if (!isOwn({ file }) || field.label !== "required" || label === null) return undefined;
  return { edits: [{ offset: label.index, end: label.index + label[0].length, text: "optional" }] };
}

function named(text: string, args: ProtobufChanges["json-name-changed"]): Repair | undefined {
  const { reader, readerField: field, writerField } = args;
  if (!isOwn(reader)) return undefined;
  const name = JSON.stringify(writerField.jsonName);
  const known = field.options.find((option) => option.name === "json_name");
  if (known !== undefined) {
    const old = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/.exec(text.slice(known.valueAt))?.[0];
    if (old === undefined) return undefined;
    return { edits: [{ offset: known.valueAt, end: known.valueAt + old.length, text: name }] };
  }
  const [first] = field.options;
  const number = /^\w+/.exec(text.slice(field.numberAt))?.[0] ?? "";
  const [offset, written] =
    first === undefined
      ? [field.numberAt + number.length, ` [json_name = ${name}]`]
      : [first.at, `json_name = ${name}, `];
  return { edits: [{ offset, end: offset, text: written }] };
}

function kept(text: string, { readerEnum, value }: ProtobufChanges["enum-value-removed"]): Repair | undefined {
  const body = ownBody(text, readerEnum);
  if (body === undefined) return undefined;
  return { edits: withLast(text, body, [`${value.name} = ${value.number} [deprecated = true];`]) };
}

function alsoNamed(text: string, args: ProtobufChanges["enum-value-renamed"]): Repair | undefined {
  const { readerEnum, writerValue } = args;
  const body = ownBody(text, readerEnum);
  if (body === undefined) return undefined;
  const alias = withLast(text, body, [`${writerValue.name} = ${writerValue.number};`]);
  const refused = readerEnum.options.find(({ name }) => name === "allow_alias");
  if (readerEnum.allowAlias) return { edits: alias };
  // It says `false`, and a person wrote that.
  if (refused !== undefined) return undefined;
  return { edits: [...withFirst(text, body, "option allow_alias = true;"), ...alias] };
}
