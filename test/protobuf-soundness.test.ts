import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBench } from "../src/formats/protobuf/bench.ts";
import { codecFor } from "../src/formats/protobuf/codec.ts";
import { sameValue } from "../src/formats/protobuf/datum.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import { PROTOBUF_RULES } from "../src/formats/protobuf/rules.ts";
import type { EnumType, Message, ProtobufSchema } from "../src/formats/protobuf/types.ts";
import type { SchemaReference } from "../src/model.ts";
import { seeded } from "./support/avro-data.ts";
import { known, ownMessages, pathOf, plainJson, randomMessage } from "./support/protobuf-data.ts";
import { fixtures, schemaOf } from "./support/protobuf-fixtures.ts";

/** Whether the reader is said to read all that the writer sends, as it was meant. */
const isSilent = (writer: ProtobufSchema, reader: ProtobufSchema): boolean =>
  diff(writer, reader).every(({ kind }) => PROTOBUF_RULES[kind].effect === "safe");

const enumsIn = ({ enums, messages }: Pick<Message, "enums" | "messages">): readonly EnumType[] => [
  ...enums,
  ...messages.flatMap(enumsIn),
];

/** Sends random data of each message that both sides have, `count` in all or more; says how many, or what was not read as it was sent. */
function send(writer: ProtobufSchema, reader: ProtobufSchema, count: number): number | string {
  const readers = new Map(ownMessages(reader).map((message) => [pathOf(message), message]));
  const pairs = ownMessages(writer).flatMap((message): [Message, Message][] => {
    const mate = readers.get(pathOf(message));
    return mate === undefined ? [] : [[message, mate]];
  });
  const random = seeded(7);
  const bench = openBench(writer, reader, () => {});
  // Two names of one number are the same to every parser: which of them is written again says nothing.
  const hasAliases = reader.files.some((file) => enumsIn(file).some((type) => type.allowAlias));
  let sent = 0;
  for (const [from, to] of pairs) {
    const own = codecFor(from, bench.writerFields, () => true);
    const other = codecFor(to, bench.readerFields, () => true);
    for (let i = 0; i < Math.ceil(count / pairs.length); i += 1) {
      const datum = randomMessage(from, bench.writerFields, random);
      if (datum === undefined) break;
      const bytes = own.encode(datum);
      const meant = own.decode(bytes);
      if (meant.kind === "refused") throw new Error(`the writer does not read its own message: ${meant.words}`);
      const read = other.decode(bytes);
      const asked = known(meant.message, to, bench.readerFields);
      const json = own.toJson(asked);
      const told = `${from.fullName} ${JSON.stringify(json)}`;
      if (read.kind === "refused") return `${told} is refused: ${read.words}`;
      const again = other.toJson(read.message);
      if (!sameValue(asked, read.message)) return `${told} is read as ${JSON.stringify(again)}`;
      if (!hasAliases && JSON.stringify(plainJson(json)) !== JSON.stringify(plainJson(again))) {
        return `${told} is written again as ${JSON.stringify(again)}`;
      }
      const parsed = other.fromJson(json);
      if (parsed.kind === "refused") return `the JSON of ${told} is refused: ${parsed.words}`;
      const kept = other.decode(other.encode(parsed.message));
      if (kept.kind === "refused" || !sameValue(kept.message, read.message))
        return `the JSON of ${told} is read otherwise`;
      sent += 1;
    }
  }
  return sent;
}

describe("a pair without breaks or risks", () => {
  it("is read as it was sent, and written alike in JSON, for 200 random data: the fixtures", () => {
    const faults: string[] = [];
    let pairs = 0;
    for (const { name, ...texts } of fixtures) {
      const schemas = [texts.writer, texts.reader, texts.good].map((text) => schemaOf(text));
      for (const [i, writer] of schemas.entries()) {
        for (const [j, reader] of schemas.entries()) {
          // A schema that reads itself tells little: one of the three will do.
          if (i === j && i > 0) continue;
          if (!isSilent(writer, reader)) continue;
          const sent = send(writer, reader, 200);
          if (typeof sent === "string") faults.push(`${name} ${i} to ${j}: ${sent}`);
          else if (sent >= 200) pairs += 1;
        }
      }
    }
    expect(faults).toEqual([]);
    expect(pairs).toBeGreaterThan(fixtures.length);
  });

  const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "protobuf-pairs.jsonl");
  interface Row {
    readonly id: number;
    readonly old: string;
    readonly new: string;
    readonly oldReferences?: readonly SchemaReference[];
    readonly newReferences?: readonly SchemaReference[];
    readonly valid: { readonly old: boolean; readonly new: boolean };
  }
  const read = (text: string, references: readonly SchemaReference[] = []): ProtobufSchema =>
    parse({ text, references }, { strictness: "lenient" });

  it.skipIf(!existsSync(file))(
    "is read as it was sent: the conformance pairs (skipped without conformance data)",
    { timeout: 120_000 },
    () => {
      const faults: string[] = [];
      const counts = { pairs: 0, messages: 0 };
      for (const line of readFileSync(file, "utf8").trim().split("\n")) {
        if (counts.pairs >= 60) break;
        const row = JSON.parse(line) as Row;
        if (!row.valid.old || !row.valid.new) continue;
        const [before, after] = [read(row.old, row.oldReferences), read(row.new, row.newReferences)];
        for (const [writer, reader] of [[before, after] as const, [after, before] as const]) {
          if (!isSilent(writer, reader)) continue;
          const sent = send(writer, reader, 200);
          if (typeof sent === "string") faults.push(`#${row.id}: ${sent}`);
          else {
            counts.pairs += 1;
            counts.messages += sent;
          }
        }
      }
      console.log(`pairs that were read as they were sent: ${JSON.stringify(counts)}`);
      expect(faults).toEqual([]);
      expect(counts.pairs).toBeGreaterThanOrEqual(60);
    },
  );
});
