import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { outline } from "../src/formats/protobuf/outline.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import { packageAround } from "../src/formats/protobuf/scopes.ts";
import { mentions, touched } from "../src/formats/protobuf/touched.ts";
import type { ProtobufSchema } from "../src/formats/protobuf/types.ts";
import { protobufCases } from "./support/protobuf-cases.ts";
import { fixtures } from "./support/protobuf-fixtures.ts";

const file = `syntax = "proto3";
package llm.cost;
import "google/protobuf/descriptor.proto";
option (note) = { text: "enum" };
message Price { int64 micros = 1 [(limit) = { most: 1 }]; }
message Usage {
  message Step { Price price = 1; }
  enum Phase { START = 0; END = 1 [deprecated = true]; }
  oneof of { Phase phase = 1; string group = 2; }
}
enum Currency { NONE = 0; reserved 3; EUR = 1; }
service Meter { rpc Read(Usage) returns (Currency.Page) { option idempotency_level = IDEMPOTENT; } }
`;
const extension = "extend google.protobuf.FieldOptions { Price limit = 50001; }\n";

describe("what an edit touches", () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ["nothing but comments and space", "int64 micros = 1", "/* in millionths */\n  int64  micros = 1", []],
    [
      "an edited message, and whatever uses it",
      "int64 micros",
      "int32 micros",
      ["Price", "Usage", "Step", "Phase", "START", "END", "Meter"],
    ],
    ["an edited enum with its values, old and new", "EUR = 1", "USD = 1", ["Currency", "NONE", "EUR", "USD", "Meter"]],
    [
      "a new message with all that is inside",
      "enum Currency",
      "message Page { message Row {} enum Kind { ANY = 0; } }\nenum Currency",
      ["Page", "Row", "Kind", "ANY", "Meter"],
    ],
    ["a removed value", " START = 0;", "", ["Usage", "Step", "Phase", "START", "END", "Meter"]],
    ["an rpc", "rpc Read", "rpc Get", ["Meter"]],
  ])("is %s", (_, before, after, names) => {
    expect([...(touched(file, file.replace(before, after)) ?? ["anything"])].sort()).toEqual([...names].sort());
  });

  it.each([
    ["the syntax", "proto3", "proto2"],
    ["the package", "llm.cost", "llm.usage"],
    ["an import", 'import "google', 'import public "google'],
    ["an option of the file", 'text: "enum"', 'text: "message"'],
    ["an extension", "enum Currency", `${extension}enum Currency`],
    ["an extension inside of a message", "enum Phase", `${extension}enum Phase`],
    ["a text that has no tokens", "NONE = 0;", "NONE = 0; é"],
  ])("may be anything with %s", (_, before, after) => {
    expect(touched(file, file.replace(before, after))).toBeUndefined();
    expect(touched(file.replace(before, after), file)).toBeUndefined();
  });

  it("reaches a message that uses what is edited, and has another comment itself", () => {
    const later = file
      .replace("int64 micros", "int32 micros")
      .replace("message Step {", "message Step { // One of many.");
    expect(touched(file, later)?.has("Usage")).toBe(true);
  });

  it("reaches an extension that stays, where its type is edited", () => {
    const names = touched(file + extension, (file + extension).replace("int64 micros", "int32 micros"));
    expect(names?.has("limit")).toBe(true);
  });

  it("reaches the end of a long line of messages that use each other", () => {
    const message = (i: number, type: string): string => `message M${i} { ${type} next = 1; }`;
    const line = Array.from({ length: 20_000 }, (_, i) => message(i, `M${i + 1}`)).join("\n");
    const names = touched(`${line}\n${message(20_000, "string")}`, `${line}\n${message(20_000, "bytes")}`);
    expect(names?.size).toBe(20_001);
  });

  it("ends where nothing more is written, however deep", () => {
    for (const text of [
      "message A {",
      "}",
      "};;",
      "message A { enum",
      "message A { x x = 1 [(o) = { ",
      "{".repeat(5000),
    ])
      expect(() => touched(file, file + text)).not.toThrow();
  });
});

describe("what a text claims", () => {
  it.each([
    ...fixtures.map(({ name, reader }) => [name, reader] as const),
    ...protobufCases.flatMap(({ what, text, refused, references }) =>
      refused === undefined && references === undefined ? [[what, text] as const] : [],
    ),
  ])("is what stands in its package, and the packages (%s)", (_, text) => {
    const { root } = parse({ text }, { strictness: "lenient" });
    const prefix = root.package === undefined ? "" : `${root.package}.`;
    const claimed = new Set([...root.members.keys()].map((name) => prefix + name));
    for (let name = root.package; name !== undefined; name = packageAround(name)) claimed.add(name);
    expect(new Set(outline(text)?.claims)).toEqual(claimed);
  });
});

describe("who mentions nothing that is touched", () => {
  const read = (text: string, types: string): ProtobufSchema | undefined => {
    try {
      return parse({ text, references: [{ name: "types.proto", text: types }] }, { strictness: "strict" });
    } catch (error) {
      if (error instanceof SchemactlError) return undefined;
      throw error;
    }
  };
  /** Messages that use one type each of a file, held against an edit of that file: how many need not be compared. */
  const sparedBy = (old: string, now: string): number => {
    const names = touched(old, now);
    const around = /^package ([\w.]+);/m.exec(old)?.[1];
    let spared = 0;
    for (const [, type] of old.matchAll(/^(?:message|enum) (\w+)/gm)) {
      const name = around === undefined ? type : `${around}.${type}`;
      const text = `syntax = "proto2"; package uses.it; import "types.proto"; message User { optional ${name} used = 1; }`;
      const [writer, reader] = [read(text, old), read(text, now)];
      if (names === undefined || writer === undefined || mentions(text, (word) => names.has(word))) continue;
      // An edited file that is invalid is told itself.
      if (reader === undefined) continue;
      spared += 1;
      expect([diff(writer, reader), diff(reader, writer)], text).toEqual([[], []]);
    }
    return spared;
  };

  it("sees no difference (fixtures)", () => {
    const spared = fixtures.reduce(
      (sum, { writer, reader }) => sum + sparedBy(writer, reader) + sparedBy(reader, writer),
      0,
    );
    expect(spared).toBeGreaterThan(0);
  });

  const pairs = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "protobuf-pairs.jsonl");
  it.skipIf(!existsSync(pairs))("sees no difference (pairs of the conformance data, skipped without it)", () => {
    let spared = 0;
    for (const line of readFileSync(pairs, "utf8").trimEnd().split("\n")) {
      const pair = JSON.parse(line) as { readonly old: string; readonly new: string; readonly oldReferences?: unknown };
      if (pair.oldReferences === undefined) spared += sparedBy(pair.old, pair.new);
    }
    expect(spared).toBeGreaterThan(500);
  });
});
