import { type ReadFile, readFile } from "./read-file.ts";
import { aKind, type Mention } from "./reading.ts";
import { find, isType, lookUp, type Scope, scopeAmong, scopeOf } from "./scopes.ts";
import { settle } from "./settle.ts";
import { refuseAt } from "./tokens.ts";
import type { EnumType, Import, Message, ProtobufFile, SingleType } from "./types.ts";
import { requireValid } from "./valid-file.ts";
import { descriptorName, wellKnown } from "./well-known.ts";

/** Gives every mention of a type its meaning, and every element the features that hold for it. */
export function link({ file, mentions }: ReadFile, imported: readonly ProtobufFile[]): ProtobufFile {
  file.imports = file.imports.map((each, i): Import => ({ ...each, file: imported[i] ?? each.file }));
  const scope = scopeOf(file, { options: false });
  for (const mention of mentions) resolve(scope, mention);
  settle(file);
  const forOptions = file.imports.some(({ modifier }) => modifier === "option");
  const options = forOptions ? scopeOf(file, { options: true }) : scope;
  requireValid(file, { scope: options, describe: (name) => describedBy(options, name) });
  return file;
}

/** The message of options by that name: of the descriptor that is imported, or of the built-in one. */
function describedBy({ visible }: Scope, name: string): Message | undefined {
  const descriptor = visible.find((file) => file.name === descriptorName) ?? builtInDescriptor();
  const member = descriptor.members.get(name);
  return member?.kind === "message" ? member : undefined;
}

let linkedDescriptor: ProtobufFile | undefined;

function builtInDescriptor(): ProtobufFile {
  linkedDescriptor ??= link(
    readFile(wellKnown(descriptorName) ?? "", { name: descriptorName, origin: "built-in", path: descriptorName }),
    [],
  );
  return linkedDescriptor;
}

function resolve(scope: Scope, mention: Mention): void {
  const type = typeOf(scope, mention);
  if (mention.of === "field") {
    const { field, map, written } = mention;
    const resolved = fieldType(type, written);
    field.type = map === undefined ? resolved : { ...map, value: resolved };
    return;
  }
  if (type.kind !== "message")
    refuseAt(scope.file, mention.at, `\`${mention.written}\` is an enum, and ${placeWords[mention.of]} is a message`);
  if (mention.of === "extendee") for (const extension of mention.extensions) extension.extendee = type;
  else mention.method[mention.of] = type;
}

const placeWords = { extendee: "what is extended", input: "what an rpc takes", output: "what an rpc returns" } as const;

function fieldType(type: Message | EnumType, written: string): SingleType {
  return type.kind === "message" ? { kind: "message", written, target: type } : { kind: "enum", written, target: type };
}

function typeOf(scope: Scope, { written, at, scope: from }: Mention): Message | EnumType {
  const member = lookUp(scope, from, written, isType);
  if (member === undefined) return unknownType(scope, written, at, from);
  if (isType(member)) {
    requireExported(scope, member, written, at);
    return member;
  }
  return refuseAt(scope.file, at, `\`${written}\` is no type: it means ${aKind(member.kind)} here`);
}

/** Since edition 2024 a file may keep types to itself, and keeps nested ones unless told otherwise. */
function requireExported({ file }: Scope, type: Message | EnumType, written: string, at: number): void {
  if (type.file === file || type.visibility === "export") return;
  const { default_symbol_visibility: visibility } = type.file.features;
  const exported = visibility === "EXPORT_ALL" || (visibility === "EXPORT_TOP_LEVEL" && type.parent === undefined);
  if (type.visibility === undefined && exported) return;
  const hint = `write \`export ${type.kind} ${type.name}\` there`;
  refuseAt(file, at, `the type \`${written}\` is local to \`${type.file.name}\``, hint);
}

function unknownType({ file }: Scope, written: string, at: number, from: Message | undefined): never {
  const elsewhere = elsewhereOf(file, written, from);
  if (elsewhere === undefined) {
    const hint = "declare it, or import the file that does";
    return refuseAt(file, at, `the type \`${written}\` is not defined`, hint);
  }
  return refuseAt(
    file,
    at,
    `the type \`${written}\` is defined in \`${elsewhere.name}\`, which this file does not import`,
    `write \`import "${elsewhere.name}";\``,
  );
}

/** The file, of those reached but not imported, that would have given a name its meaning. */
function elsewhereOf(file: ProtobufFile, written: string, from: Message | undefined): ProtobufFile | undefined {
  const reached = reachedFrom(file);
  const scope = scopeAmong(file, reached);
  const member = lookUp(scope, from, written, isType) ?? find(scope, written);
  return member !== undefined && isType(member) ? member.file : undefined;
}

/** A file and all that it imports, directly or not; the file first. */
export function reachedFrom(file: ProtobufFile): readonly ProtobufFile[] {
  const reached = new Set<ProtobufFile>([file]);
  for (const each of reached) for (const { file: next } of each.imports) reached.add(next);
  return [...reached];
}
