import { optionFacts, orderFacts } from "./facts-options.ts";
import type { Facts } from "./facts-walk.ts";
import { fileSpot, note, rootScope } from "./note.ts";
import type { Import, ProtobufFile } from "./types.ts";

/** What is safe between two files, apart from what they define. */
export function fileFacts(walk: Facts, writer: ProtobufFile, reader: ProtobufFile): void {
  const [writerAt, readerAt] = [fileSpot(writer), fileSpot(reader)];
  const at = { scope: rootScope, path: [], names: [], writerAt, readerAt, writerText: "", readerText: "" };
  const [before, after] = [syntaxOf(writer), syntaxOf(reader)];
  if (before !== after) {
    note(walk.found, "syntax-changed", { before, after }, { ...at, writerText: before, readerText: after });
  }
  const [sent, known] = [writer, reader].map(({ imports }) => new Map(imports.map((one) => [textOf(one), one])));
  for (const [text, one] of sent ?? []) {
    if (known?.has(text)) continue;
    const here = { ...at, names: [one.name], writerAt: { file: writer, at: one.at }, writerText: text };
    note(walk.found, "import-removed", { file: one.file, name: text }, here);
  }
  for (const [text, one] of known ?? []) {
    if (sent?.has(text)) continue;
    const here = { ...at, names: [one.name], readerAt: { file: reader, at: one.at }, readerText: text };
    note(walk.found, "import-added", { file: one.file, name: text }, here);
  }
  optionFacts(walk, "the file", writer.options, reader.options, at);
  orderFacts(walk, "the file", "imports", [...(sent ?? new Map()).keys()], [...(known ?? new Map()).keys()], at);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  orderFacts(walk, "the file", "enums", names(writer.enums), names(reader.enums), at);
  orderFacts(walk, "the file", "services", names(writer.services), names(reader.services), at);
}

/** A file without a syntax line is proto2. */
function syntaxOf({ syntax, edition }: ProtobufFile): string {
  return edition === undefined ? syntax : `edition ${edition}`;
}

function textOf({ name, modifier }: Import): string {
  return modifier === undefined ? name : `${modifier} ${name}`;
}
