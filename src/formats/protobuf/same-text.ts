import { inGroup, localName } from "./kinds.ts";
import type { EnumType, Features, Field, Message } from "./types.ts";

/** Two fields that mean each other. */
type FieldPair = readonly [writer: Field, reader: Field];

/** Whether two declarations are written alike, and stand where the same holds: then they differ at most in what their names lead to. */
export function sameText(writer: Message | EnumType, reader: Message | EnumType): boolean {
  const [from, to] = [writer.file, reader.file];
  return (
    writer.end - writer.at === reader.end - reader.at &&
    writer.visibility === reader.visibility &&
    from.syntax === to.syntax &&
    from.edition === to.edition &&
    from.package === to.package &&
    sameFeatures(writer.features, reader.features) &&
    from.text.slice(writer.at, writer.end) === to.text.slice(reader.at, reader.end)
  );
}

function sameFeatures(a: Features, b: Features): boolean {
  return a === b || (Object.keys(a) as (keyof Features)[]).every((key) => a[key] === b[key]);
}

/**
 * What is left to compare between two messages of one text: the fields whose types are not compared where they stand, in the order of the
 * text. Undefined where the messages are not written alike: then everything is.
 */
export function leftToCompare(writer: Message, reader: Message): readonly FieldPair[] | undefined {
  if (!sameText(writer, reader)) return undefined;
  const left: FieldPair[] = [];
  for (const [i, field] of writer.fields.entries()) {
    const match = reader.fields[i];
    if (match === undefined) return undefined;
    if (!isSettled(field, match)) left.push([field, match]);
  }
  return left;
}

/** Whether nothing can differ between two fields of one text: scalars, and messages of the schemas' own texts, which are compared there. */
function isSettled(writer: Field, reader: Field): boolean {
  const [sent, known] = [elementOf(writer), elementOf(reader)];
  if (sent.kind === "scalar" && known.kind === "scalar") return true;
  return (
    sent.kind === "message" &&
    known.kind === "message" &&
    isOwn(sent.target) &&
    isOwn(known.target) &&
    localName(sent.target) === localName(known.target)
  );
}

const elementOf = ({ type }: Field) => (type.kind === "map" ? type.value : type);

const isOwn = (message: Message): boolean => message.file.origin === "local" && !inGroup(message);
