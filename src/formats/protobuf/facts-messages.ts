import { attributeFacts, optionFacts, orderFacts, rangesText, reservedFacts } from "./facts-options.ts";
import type { Facts } from "./facts-walk.ts";
import type { Place } from "./note.ts";
import { oneofSpot } from "./verdict-members.ts";

/** What is safe between two messages, apart from their fields. */
export function messageFacts(walk: Facts, place: Place): void {
  const { writer, reader } = place;
  const owner = `the message \`${reader.name}\``;
  const at = {
    scope: place,
    path: [],
    names: [],
    writerAt: writer,
    readerAt: reader,
    writerText: "",
    readerText: "",
  };
  optionFacts(walk, owner, writer.options, reader.options, at);
  reservedFacts(walk, owner, writer, reader, at);
  const [before, after] = [rangesText(writer.extensionRanges), rangesText(reader.extensionRanges)];
  attributeFacts(walk, "extension-ranges-changed", owner, before, after, at);
  const numbers = (fields: typeof writer.fields) => fields.map(({ number }) => String(number));
  orderFacts(walk, owner, "fields", numbers(writer.fields), numbers(reader.fields), at);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  orderFacts(walk, owner, "oneofs", names(writer.oneofs), names(reader.oneofs), at);
  orderFacts(walk, owner, "enums", names(writer.enums), names(reader.enums), at);
  const oneofs = new Map(reader.oneofs.map((oneof) => [oneof.name, oneof]));
  for (const oneof of writer.oneofs) {
    const match = oneofs.get(oneof.name);
    if (match === undefined) continue;
    optionFacts(walk, `the oneof \`${oneof.name}\``, oneof.options, match.options, oneofSpot(place, oneof, match));
  }
}
