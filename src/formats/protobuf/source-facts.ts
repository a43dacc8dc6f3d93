import type { SourceFact } from "../../model.ts";
import type { ProtobufChanges } from "./changes.ts";
import { fieldForm, methodForm, serviceForm, valueForm } from "./place.ts";
import type { EnumValue, Field, Message, ProtobufSchema, Service } from "./types.ts";

/** A fact of both texts. */
export const sourceFact = (before: string, after: string): SourceFact => ({ kind: "source", before, after });

/** The name by which a packed message says what it is. */
export const typeUrl = ({ fullName }: { readonly fullName: string }): string => `type.googleapis.com/${fullName}`;

/** The same field as each side declares it. */
export function fieldFact(message: Message, before: Field | undefined, after: Field | undefined): SourceFact {
  const absent = `no such field in ${message.fullName}`;
  return sourceFact(before === undefined ? absent : fieldForm(before), after === undefined ? absent : fieldForm(after));
}

/** A field that is gone, and what is left open by that. */
export function removalFact({ field, reader, unreserved }: ProtobufChanges["field-removed-unreserved"]): SourceFact {
  const free = {
    number: `${field.number} is free`,
    name: `\`${field.name}\` is free`,
    both: `${field.number} and \`${field.name}\` are free`,
  };
  return sourceFact(fieldForm(field), `no such field in ${reader.fullName}, and ${free[unreserved]} for another`);
}

/** A package as the first message of its file shows it. */
export function packageFact(writer: ProtobufSchema, reader: ProtobufSchema): SourceFact {
  const [before, after] = [writer, reader].map(({ root }) => {
    const first = root.messages[0] ?? root.enums[0] ?? root.services[0];
    const space = root.package === undefined ? "no package" : `package ${root.package}`;
    if (first === undefined) return space;
    return first.kind === "message" ? `${space}: ${typeUrl(first)}` : `${space}: ${first.fullName}`;
  });
  return sourceFact(before ?? "", after ?? "");
}

/** A message that is gone, and what has its name now. */
export function messageFact(
  { message, instead }: ProtobufChanges["message-removed"],
  { files }: ProtobufSchema,
): SourceFact {
  if (instead !== undefined) return sourceFact(typeUrl(message), `enum ${instead.fullName}`);
  const elsewhere = files.slice(1).find(({ messages }) => messages.some((other) => other.name === message.name));
  const other = elsewhere?.messages.find(({ name }) => name === message.name);
  if (elsewhere === undefined || other === undefined) return sourceFact(typeUrl(message), `no message ${message.name}`);
  return sourceFact(typeUrl(message), `${typeUrl(other)}, declared in ${elsewhere.name}`);
}

/** A value of an enum as each side declares it. */
export function enumValueFact(name: string, before: EnumValue, after: EnumValue | undefined): SourceFact {
  const was = `enum ${name}: ${valueForm(before)}`;
  return sourceFact(was, after === undefined ? `enum ${name}: no ${before.name}` : `enum ${name}: ${valueForm(after)}`);
}

export const serviceFact = (service: Service): SourceFact =>
  sourceFact(serviceForm(service), `no service ${service.name}`);

export const methodRemovedFact = ({ writerService, method }: ProtobufChanges["rpc-removed"]): SourceFact =>
  sourceFact(`${writerService.fullName}: ${methodForm(method)}`, `${writerService.fullName}: no rpc ${method.name}`);

/** An rpc as each side declares it. */
export const methodFact = (args: ProtobufChanges["rpc-type-changed"] | ProtobufChanges["rpc-streaming-changed"]) =>
  sourceFact(
    `${args.writerService.fullName}: ${methodForm(args.writerMethod)}`,
    `${args.readerService.fullName}: ${methodForm(args.readerMethod)}`,
  );
