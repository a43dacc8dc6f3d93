import { describe, expect, it } from "vitest";
import type { ProtobufChange } from "../src/formats/protobuf/changes.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { protobuf } from "../src/formats/protobuf/index.ts";
import { PROTOBUF_RULES } from "../src/formats/protobuf/rules.ts";
import type { Finding } from "../src/model.ts";
import { changesOf, fixtures, schemaOf } from "./support/protobuf-fixtures.ts";

type Kind = ProtobufChange["kind"];

const kinds = Object.keys(PROTOBUF_RULES) as Kind[];
const kindsOf = (changes: readonly ProtobufChange[]): readonly Kind[] => changes.map((change) => change.kind);
const breaks = (kind: Kind): boolean => PROTOBUF_RULES[kind].effect === "breaks";
const objects = (kind: Kind): boolean => PROTOBUF_RULES[kind].effect !== "safe";

const findingsOf = async (writer: string, reader: string): Promise<readonly Finding[]> => {
  const read = (text: string) => protobuf.parse({ text }, { strictness: "strict" });
  return (await protobuf.compare(read(writer), read(reader), { policy: "strict", prove: false })).findings;
};

/** A finding as a reviewer reads it. */
function told({ rule, effect, path, readerAt, writerAt, message, remedy }: Finding): string {
  const at = `${path} reader ${readerAt.line}:${readerAt.column} writer ${writerAt.line}:${writerAt.column}`;
  return [
    `  ${effect.padEnd(6)}  ${rule}  ${at}`,
    `          ${message}`,
    ...(remedy ? [`          → ${remedy}`] : []),
  ].join("\n");
}

describe("all rules on all fixtures", () => {
  it("yield exactly these findings", async () => {
    const pages: string[] = [];
    for (const { name, writer, reader, good } of fixtures) {
      pages.push(
        `${name}\n the reader reads the writer\n${(await findingsOf(writer, reader)).map(told).join("\n")}`,
        ` the writer reads the reader\n${(await findingsOf(reader, writer)).map(told).join("\n")}`,
        ` the good reader reads the writer\n${(await findingsOf(writer, good)).map(told).join("\n")}\n`,
      );
    }
    await expect(`${pages.join("\n")}`).toMatchFileSnapshot("transcripts/protobuf-rules.txt");
  });

  it.each(kinds)("%s has a fixture that fires it, and a good reader that does not", (kind) => {
    const fixture = fixtures.find(({ name }) => name === kind);
    expect(fixture, `fixtures/protobuf/${kind}`).toBeDefined();
    if (fixture === undefined) return;
    expect(kindsOf(changesOf(fixture.writer, fixture.reader))).toContain(kind);
    const good = kindsOf(changesOf(fixture.writer, fixture.good));
    expect(good).not.toContain(kind);
    expect(good.filter(objects(kind) ? objects : breaks)).toEqual([]);
  });

  it("find nothing between a schema and itself", () => {
    for (const { writer, reader, good } of fixtures) {
      for (const text of [writer, reader, good]) expect(changesOf(text, text)).toEqual([]);
    }
  });

  it("find something wherever two schemas differ in more than white space and comments", () => {
    for (const { name, writer, reader, good } of fixtures) {
      expect(changesOf(writer, reader), name).not.toEqual([]);
      const isSame = protobuf.identity(writer) === protobuf.identity(good);
      expect(changesOf(writer, good).length === 0, name).toBe(isSame);
    }
  });

  it("do not tell what is safe to a gate that does not ask for it, and all the rest", () => {
    for (const { writer, reader } of fixtures) {
      const [from, to] = [schemaOf(writer), schemaOf(reader)];
      const objections = diff(from, to).filter(({ kind }) => objects(kind));
      expect(diff(from, to, "strict", { safe: false })).toEqual(objections);
    }
  });
});

describe("the table", () => {
  it.each(kinds)("%s is explained by an example", (kind) => {
    const { example } = PROTOBUF_RULES[kind];
    expect(kindsOf(changesOf(example.writer, example.bad))).toContain(kind);
    expect(kindsOf(changesOf(example.writer, example.good))).not.toContain(kind);
    expect(kindsOf(changesOf(example.writer, example.good)).filter(objects(kind) ? objects : breaks)).toEqual([]);
  });

  it.each(kinds)("%s speaks in clauses", (kind) => {
    const { message, remedy, summary, meaning } = PROTOBUF_RULES[kind];
    expect(summary).toMatch(/^[a-z].*[^.]$/);
    expect(meaning).toMatch(/^[A-Z][\s\S]*\.$/);
    for (const { writer, reader } of fixtures) {
      for (const change of changesOf(writer, reader).filter((found) => found.kind === kind)) {
        const clauses = [message(change.args as never)];
        for (const side of ["reader", "writer"] as const)
          clauses.push(remedy?.(change.args as never, side) ?? "keep it");
        for (const clause of clauses) expect(clause).toMatch(/^(?=.*\w)[a-z`][^\n]*[^.\s]$/);
        expect(clauses[0]).toMatch(/reader|writer/);
        if (objects(kind)) expect(remedy).toBeDefined();
      }
    }
  });

  it("says who notices whatever is not safe", () => {
    for (const kind of kinds.filter(objects)) expect(PROTOBUF_RULES[kind].notices, kind).not.toHaveLength(0);
  });

  it("names the registry's own words as the registry does", () => {
    const named = Object.entries(PROTOBUF_RULES).filter(([, rule]) => rule.errorType !== undefined);
    expect(named.map(([kind, rule]) => [kind.toUpperCase().replaceAll("-", "_"), rule.errorType])).toEqual(
      named.map(([, rule]) => [rule.errorType, rule.errorType]),
    );
    expect(named).toHaveLength(26);
    expect(named.filter(([kind]) => breaks(kind as Kind))).toHaveLength(11);
  });
});

describe("remedies", () => {
  const remedyOf = (kind: Kind, writer: string, reader: string, side: "reader" | "writer" = "reader"): string => {
    const change = changesOf(writer, reader).find((found) => found.kind === kind);
    if (change === undefined) throw new Error(`no ${kind}`);
    return PROTOBUF_RULES[kind].remedy?.(change.args as never, side) ?? "";
  };
  const file = (...statements: readonly string[]): string =>
    [
      'syntax = "proto2";',
      "package llm;",
      "message Usage {",
      ...statements,
      "}",
      "enum Stop { END = 0; LENGTH = 1; }",
    ].join("\n");

  /** What a remedy says to write, put in the place of the reader's statement, leaves nothing to object to. */
  it.each([
    ["field-kind-changed", "optional string model = 1;", "map<string, string> model = 1;", /keep (.+;)/],
    ["field-scalar-kind-changed", "optional int64 tokens = 1;", "optional string tokens = 1;", /keep (.+;)/],
    ["field-numeric-label-changed", "optional int64 tokens = 1;", "repeated int64 tokens = 1;", /: (.+;)/],
    ["required-field-added", "", "required int64 tokens = 1;", /: (.+;)/],
    ["required-field-removed", "required int64 tokens = 1;", "", /: (.+;)/],
    ["integer-narrowed", "optional int64 tokens = 1;", "optional int32 tokens = 1;", /keep (.+;)/],
    ["bytes-to-string", "optional bytes content = 1;", "optional string content = 1;", /keep (.+;)/],
    ["singular-to-repeated", "optional string model = 1;", "repeated string model = 1;", /: (.+;)/],
    ["repeated-to-singular", "repeated string model = 1;", "optional string model = 1;", /: (.+;)/],
    ["field-became-required", "optional string model = 1;", "required string model = 1;", /: (.+;)/],
    ["field-removed-unreserved", "optional string model = 1;", "", /: (.+;)/],
  ] as const)("of %s mend it", (kind, writer, reader, written) => {
    const text = written.exec(remedyOf(kind, file(writer), file(reader)))?.[1];
    expect(text).toBeDefined();
    expect(kindsOf(changesOf(file(writer), file(text ?? ""))).filter(objects)).toEqual([]);
  });

  it("keep the name in JSON, the default, and the number of an enum value", () => {
    const [older, newer] = [file("optional string model = 1;"), file("optional string model_id = 1;")];
    const option = /\[.+\]$/.exec(remedyOf("json-name-changed", older, newer))?.[0];
    const kept = newer.replace("= 1;", `= 1 ${option};`);
    expect(kindsOf(changesOf(older, kept)).filter(objects)).toEqual([]);
    const limits = [5, 7].map((limit) => file(`optional int32 limit = 1 [default = ${limit}];`));
    expect(remedyOf("default-changed", limits[0] ?? "", limits[1] ?? "")).toBe(
      "keep the default of `limit`: [default = 5]",
    );
    const moved = file().replace("LENGTH = 1", "LENGTH = 2");
    expect(remedyOf("enum-value-renumbered", file(), moved)).toBe("keep the number: LENGTH = 1;");
    expect(remedyOf("enum-value-renumbered", file(), moved, "writer")).toBe("keep the number: LENGTH = 2;");
  });

  it("speak to the side that can still change", () => {
    const [older, newer] = [file("optional int64 tokens = 1;"), file("optional string tokens = 1;")];
    // The candidate is the writer here: what its readers have is the old schema.
    expect(remedyOf("field-scalar-kind-changed", newer, older, "writer")).toBe(
      "keep optional int64 tokens = 1; and send the string in a field of its own",
    );
    expect(remedyOf("required-field-added", file(), file("required int64 tokens = 1;"), "writer")).toBe(
      "keep `tokens` in the writer: the readers that there are cannot do without it",
    );
  });
});
