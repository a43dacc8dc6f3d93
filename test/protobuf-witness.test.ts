import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBench } from "../src/formats/protobuf/bench.ts";
import type { ProtobufChange } from "../src/formats/protobuf/changes.ts";
import { codecFor } from "../src/formats/protobuf/codec.ts";
import { messageDatum, utf8 } from "../src/formats/protobuf/datum.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import { PROTOBUF_RULES } from "../src/formats/protobuf/rules.ts";
import type { Message, ProtobufSchema } from "../src/formats/protobuf/types.ts";
import { hexOf } from "../src/formats/protobuf/wire.ts";
import { prove } from "../src/formats/protobuf/witness.ts";
import type { Proof, SchemaReference } from "../src/model.ts";
import { fixtures, schemaOf } from "./support/protobuf-fixtures.ts";
import { linesOf, linesOfText, protocFor } from "./support/protobuf-oracle.ts";

type Kind = ProtobufChange["kind"];

interface Proved {
  readonly change: ProtobufChange;
  readonly proof: Proof | undefined;
}

function proved(writer: ProtobufSchema, reader: ProtobufSchema): readonly Proved[] {
  const changes = diff(writer, reader, "strict", { safe: false });
  const proofs = prove(writer, reader, changes, { exhaustive: false });
  return changes.map((change, i) => ({ change, proof: proofs[i] }));
}

/** The proof of the one change of that kind between two messages with these bodies. */
function proofOf(kind: Kind, writer: string, reader: string, syntax = 'syntax = "proto3";'): Proof | undefined {
  const file = (body: string) =>
    schemaOf(body.includes("message") ? `${syntax}${body}` : `${syntax} message Usage { ${body} }`);
  const found = proved(file(writer), file(reader)).filter(({ change }) => change.kind === kind);
  expect(found.map(({ change }) => change.kind)).toEqual([kind]);
  return found[0]?.proof;
}

const proto2 = 'syntax = "proto2";';

describe("a witness on the wire", () => {
  it("shows 5 as another number where zigzag is read", () => {
    expect(proofOf("field-scalar-kind-changed", "int32 tokens = 1;", "sint32 tokens = 1;")).toEqual({
      kind: "witness",
      outcome: "misread",
      codec: "protobufjs",
      datum: { tokens: 5 },
      reads: { tokens: -3 },
      bytes: "08 05",
    });
  });

  it("shows a number cut to its lower half", () => {
    const proof = proofOf("integer-narrowed", "int64 tokens = 1;", "int32 tokens = 1;");
    expect(proof).toMatchObject({
      outcome: "misread",
      datum: { tokens: "2147483648" },
      reads: { tokens: -2147483648 },
    });
  });

  it("shows what a field of another wire type leaves: its number", () => {
    const proof = proofOf("field-scalar-kind-changed", "int32 tokens = 1;", "double tokens = 1;");
    expect(proof).toMatchObject({ outcome: "lost", datum: { tokens: 5 }, reads: { "unknown 1": 5 }, bytes: "08 05" });
  });

  it("shows bytes that are no text refused where texts are checked, and garbled where not", () => {
    const strict = proofOf("bytes-to-string", "bytes prompt = 1;", "string prompt = 1;");
    expect(strict).toMatchObject({ outcome: "refused", datum: { prompt: "/w==" }, bytes: "0a 01 ff" });
    const lax = proofOf("bytes-to-string", "optional bytes prompt = 1;", "optional string prompt = 1;", proto2);
    expect(lax).toMatchObject({ outcome: "misread", reads: { prompt: "\ufffd" } });
  });

  it("shows a required field missed, under the user's name", () => {
    const added = proofOf("required-field-added", "", "required int32 cost = 2;", proto2);
    expect(added).toMatchObject({ outcome: "refused", datum: {}, reads: "missing required 'cost'" });
  });

  it("shows that the last of two members stays", () => {
    const proof = proofOf(
      "multiple-fields-moved-to-oneof",
      "int32 tokens = 1; string model = 2;",
      "oneof what { int32 tokens = 1; string model = 2; }",
    );
    expect(proof).toMatchObject({
      outcome: "lost",
      datum: { tokens: 5, model: "gpt-4o" },
      reads: { model: "gpt-4o" },
      bytes: "08 05 | 12 06 67 70 74 2d 34 6f",
    });
  });

  it("shows that the last of a list stays", () => {
    const proof = proofOf("repeated-to-singular", "repeated string model = 1;", "string model = 1;");
    expect(proof).toMatchObject({ outcome: "lost", datum: { model: ["gpt-4o", "é"] }, reads: { model: "é" } });
  });

  it("fills in what the reader requires beside it, and shows nothing else", () => {
    const rest = "required string model = 2;";
    const proof = proofOf(
      "field-scalar-kind-changed",
      `optional int32 tokens = 1; optional string model = 2;`,
      `optional sint32 tokens = 1; ${rest}`,
      proto2,
    );
    expect(proof).toMatchObject({ outcome: "misread", datum: { tokens: 5, model: "gpt-4o" } });
  });

  it("lets no other difference speak for this one", () => {
    const writer = "optional int32 tokens = 1; optional string model = 2;";
    const reader = "optional sint32 tokens = 1; required bool cached = 3;";
    const proof = proofOf("field-scalar-kind-changed", writer, reader, proto2);
    expect(proof).toMatchObject({ outcome: "misread", datum: { tokens: 5 }, reads: { tokens: -3 } });
  });

  it("shows an extension as ProtoJSON does", () => {
    const file = (type: string) => `message Usage { extensions 5; } extend Usage { optional ${type} tokens = 5; }`;
    const proof = proofOf("integer-narrowed", file("int64"), file("int32"), proto2);
    expect(proof).toMatchObject({ datum: { "[tokens]": "2147483648" }, reads: { "[tokens]": -2147483648 } });
  });

  it("takes names that mean something elsewhere", () => {
    const proof = proofOf(
      "field-scalar-kind-changed",
      "message Usage { int32 __proto__ = 1; string constructor = 2; T0 toString = 3; } message T0 {}",
      "message Usage { sint32 __proto__ = 1; string constructor = 2; T0 toString = 3; } message T0 {}",
    );
    expect(proof).toMatchObject({ outcome: "misread", bytes: "08 05" });
  });
});

describe("a witness in JSON", () => {
  it("shows a name that the reader does not know", () => {
    const proof = proofOf("json-name-changed", "int32 tokens = 1;", "int32 total_tokens = 1;");
    expect(proof).toMatchObject({ outcome: "refused", datum: { tokens: 5 }, reads: 'Usage: unknown field: "tokens"' });
  });

  it("shows one value where a list is wanted", () => {
    const proof = proofOf("singular-to-repeated", "string model = 1;", "repeated string model = 1;");
    expect(proof).toMatchObject({ outcome: "refused", datum: { model: "gpt-4o" } });
  });

  it("shows whether a field was set, in both directions", () => {
    const [implicit, explicit] = ["int32 retries = 1;", "optional int32 retries = 1;"];
    for (const [writer, reader] of [
      [implicit, explicit],
      [explicit, implicit],
    ] as const) {
      const proof = proofOf("presence-changed", writer, reader);
      expect(proof).toMatchObject({ outcome: "lost", datum: { retries: 0 }, reads: {} });
    }
  });

  it("shows what an unset field is read as", () => {
    const field = (value: number) => `optional int32 retries = 1 [default = ${value}];`;
    const proof = proofOf("default-changed", field(3), field(5), proto2);
    expect(proof).toMatchObject({ outcome: "misread", datum: { retries: 3 }, reads: { retries: 5 } });
  });

  it("shows a value of an enum under another name, and one without a name", () => {
    const file = (values: string) => `message Usage { Tier tier = 1; } enum Tier { FREE = 0; ${values} }`;
    const renamed = proofOf("enum-value-renamed", file("PAID = 1;"), file("PRO = 1;"));
    expect(renamed).toMatchObject({ outcome: "refused", datum: { tier: "PAID" } });
    const renumbered = proofOf("enum-value-renumbered", file("PAID = 1;"), file("PAID = 2;"));
    expect(renumbered).toMatchObject({
      outcome: "misread",
      datum: { tier: "PAID" },
      reads: { tier: 1 },
      bytes: "08 01",
    });
  });
});

describe("a fact of the source", () => {
  it("is told where no message shows anything", () => {
    const message = "message Usage { int32 tokens = 1; }";
    expect(proofOf("package-changed", `package llm.cost; ${message}`, `package llm.billing; ${message}`)).toEqual({
      kind: "source",
      before: "package llm.cost: type.googleapis.com/llm.cost.Usage",
      after: "package llm.billing: type.googleapis.com/llm.billing.Usage",
    });
    expect(proofOf("message-removed", `${message} message Cost {}`, message)).toEqual({
      kind: "source",
      before: "type.googleapis.com/Cost",
      after: "no message Cost",
    });
    const cost = "message Cost { double usd = 1; }";
    const field = (type: string) => `message Usage { ${type} cost = 1; } ${cost}`;
    const opaque = proofOf("field-kind-changed", field("Cost"), field("bytes"));
    expect(opaque).toMatchObject({ kind: "source", before: "optional .Cost cost = 1;", after: "bytes cost = 1;" });
  });
});

describe("the codec", () => {
  const everything = () => true;
  const codecOf = (text: string, name = "Usage") => {
    const schema = schemaOf(text);
    const message = schema.root.messages.find((one) => one.name === name) as Message;
    return { message, codec: codecFor(message, (one) => one.fields, everything) };
  };

  it("keeps 64 bits, also in the keys of maps", () => {
    const { message, codec } = codecOf(
      'syntax = "proto3"; message Usage { int64 a = 1; uint64 b = 2; map<int64, fixed64> c = 3; map<uint64, bool> d = 4; }',
    );
    const datum = messageDatum(message, [
      [1, -(2n ** 63n)],
      [2, 2n ** 64n - 1n],
      [3, { kind: "map", entries: new Map([["-9007199254740993", 2n ** 63n + 1n]]) }],
      [4, { kind: "map", entries: new Map([["18446744073709551615", true]]) }],
    ]);
    expect(codec.decode(codec.encode(datum))).toEqual({ kind: "read", message: datum });
    expect(codec.toJson(datum)).toEqual({
      a: "-9223372036854775808",
      b: "18446744073709551615",
      c: { "-9007199254740993": "9223372036854775809" },
      d: { "18446744073709551615": true },
    });
    expect(codec.fromJson(codec.toJson(datum))).toEqual({ kind: "read", message: datum });
  });

  it("says in the user's names what is wrong, and where bytes end too soon", () => {
    const { codec } = codecOf('syntax = "proto2"; package llm; message Usage { required int32 tokens = 1; }');
    expect(codec.decode(Uint8Array.of())).toEqual({ kind: "refused", words: "missing required 'tokens'" });
    expect(codec.decode(Uint8Array.of(8))).toMatchObject({ kind: "refused" });
    expect(codec.fromJson({ tokens: "many" })).toMatchObject({ words: 'llm.Usage.tokens: invalid integer: "many"' });
  });

  it("tells the fields of a message apart", () => {
    expect(hexOf(Uint8Array.of(8, 5, 18, 3, 0x66, 0x6f, 0x6f))).toBe("08 05 | 12 03 66 6f 6f");
    expect(hexOf(Uint8Array.of(0x0b, 8, 5, 0x0c, 0x15, 1, 2, 3, 4, 0xff))).toBe("0b 08 05 0c | 15 01 02 03 04 | ff");
    expect(hexOf(Uint8Array.of())).toBe("");
    expect(utf8("aé€😀")).toEqual(new Uint8Array(Buffer.from("aé€😀")));
  });
});

interface Row {
  readonly id: number;
  readonly old: string;
  readonly new: string;
  readonly oldReferences?: readonly SchemaReference[];
  readonly newReferences?: readonly SchemaReference[];
  readonly valid: { readonly old: boolean; readonly new: boolean };
}

interface Case {
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly schema: ProtobufSchema;
}

const conformance = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "protobuf-pairs.jsonl");

const caseOf = (text: string, references: readonly SchemaReference[] = []): Case => ({
  text,
  references,
  schema: parse({ text, references }, { strictness: "lenient" }),
});

/** The fixtures, and as many of the conformance pairs as asked for, both ways. */
function cases(rows: number): readonly (readonly [writer: Case, reader: Case])[] {
  const own = fixtures.map(({ writer, reader }) => [caseOf(writer), caseOf(reader)] as const);
  if (!existsSync(conformance)) return own;
  const lines = readFileSync(conformance, "utf8").trim().split("\n").slice(0, rows);
  return [
    ...own,
    ...lines.flatMap((line): (readonly [Case, Case])[] => {
      const row = JSON.parse(line) as Row;
      if (!row.valid.old || !row.valid.new) return [];
      const [before, after] = [caseOf(row.old, row.oldReferences), caseOf(row.new, row.newReferences)];
      return [
        [before, after],
        [after, before],
      ];
    }),
  ];
}

/** Of what the registry has built in, protoc has google/protobuf only. */
const isKnownToProtoc = ({ schema }: Case): boolean =>
  schema.files.every(({ origin, name }) => origin !== "built-in" || name.startsWith("google/protobuf/"));

describe("protoc", () => {
  it("reads the bytes of witnesses as the codec does, on both sides", { timeout: 60_000 }, () => {
    const counts = new Map<string, number>();
    let confirmed = 0;
    for (const [writer, reader] of cases(120)) {
      if (![writer, reader].every(isKnownToProtoc)) continue;
      const bench = openBench(writer.schema, reader.schema, () => {});
      for (const { change, proof } of proved(writer.schema, reader.schema)) {
        if (proof?.kind !== "witness" || proof.bytes === undefined || !("writer" in change.args)) continue;
        const key = `${change.kind} ${proof.outcome}`;
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        if (count > 4) continue;
        const bytes = Uint8Array.from(proof.bytes.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16));
        const messages = change.args as { writer: Message; reader: Message };
        for (const [side, of, fieldsOf] of [
          [writer, messages.writer, bench.writerFields],
          [reader, messages.reader, bench.readerFields],
        ] as const) {
          const protoc = protocFor(side.text, side.references);
          const told = protoc.decode(of.fullName, bytes);
          protoc.remove();
          const read = codecFor(of, fieldsOf, () => true).decode(bytes);
          expect([key, proof, read.kind]).toEqual([key, proof, told.kind]);
          if (read.kind === "refused" || told.kind === "refused") continue;
          const lines = linesOfText(told.text, of, fieldsOf);
          expect({ key, proof, lines: linesOf(read.message, fieldsOf) }).toEqual({ key, proof, lines });
        }
        confirmed += 1;
      }
    }
    console.log(`witnesses confirmed by protoc: ${confirmed}, of ${counts.size} kinds and outcomes`);
    expect(confirmed).toBeGreaterThanOrEqual(30);
  });
});

/** The least share of findings that must carry a witness, for rules that some message can show. */
const leastShares: Partial<Record<Kind, number>> = {
  "field-kind-changed": 0.95,
  "field-scalar-kind-changed": 1,
  "field-numeric-label-changed": 0.8,
  "required-field-added": 1,
  "required-field-removed": 0.9,
  "oneof-field-removed": 0.95,
  "multiple-fields-moved-to-oneof": 0.95,
  "field-moved-to-existing-oneof": 0.95,
  "integer-narrowed": 0.95,
  "integer-sign-changed": 1,
  "bytes-to-string": 1,
  "singular-to-repeated": 1,
  "repeated-to-singular": 1,
  "field-became-required": 0.95,
  "json-name-changed": 0.95,
  "presence-changed": 0.95,
};

describe("the share of findings with a witness", () => {
  it("is as large as it can be, rule by rule", { timeout: 60_000 }, () => {
    const table = new Map<Kind, Record<string, number>>();
    for (const [writer, reader] of cases(300)) {
      for (const { change, proof } of proved(writer.schema, reader.schema)) {
        if (PROTOBUF_RULES[change.kind].effect === "safe") continue;
        // Whatever is said to be wrong is shown: by a message, or by the texts.
        expect([change.kind, proof?.kind]).not.toEqual([change.kind, undefined]);
        const row = table.get(change.kind) ?? {};
        const what = proof?.kind === "witness" ? proof.outcome : proof?.kind === "none" ? proof.reason : "source";
        row[what] = (row[what] ?? 0) + 1;
        table.set(change.kind, row);
      }
    }
    const shares = [...table].map(([kind, row]) => {
      const all = Object.values(row).reduce((sum, count) => sum + count, 0);
      const shown = all - (row.source ?? 0) - (row["not-found"] ?? 0) - (row["codec-cannot-read-schema"] ?? 0);
      return { kind, effect: String(PROTOBUF_RULES[kind].effect), share: shown / all, row };
    });
    shares.sort((a, b) => (a.effect + a.kind < b.effect + b.kind ? -1 : 1));
    const lines = shares.map(
      ({ kind, effect, share, row }) =>
        `${effect.padEnd(7)}${kind.padEnd(34)}${`${Math.round(share * 100)} %`.padStart(6)}  ${JSON.stringify(row)}`,
    );
    console.log(lines.join("\n"));
    expect(table.has("field-scalar-kind-changed")).toBe(true);
    const poor = shares.filter(({ kind, share }) => share < (leastShares[kind] ?? 0));
    expect(poor).toEqual([]);
    expect(shares.filter(({ row }) => row["codec-cannot-read-schema"] !== undefined)).toEqual([]);
  });
});
