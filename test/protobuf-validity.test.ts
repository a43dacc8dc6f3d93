import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import type { SchemaSource } from "../src/model.ts";
import { protobufCases } from "./support/protobuf-cases.ts";
import { hasProtoc, protoc } from "./support/protoc.ts";

/** Where and why a text is refused; undefined for one that is not. */
function refusalOf(source: SchemaSource, strictness: "strict" | "lenient" = "strict"): string | undefined {
  try {
    parse(source, { strictness });
    return undefined;
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "schema") throw error;
    const { file, line, column, message } = error;
    return `${file === undefined ? "" : `${file}:`}${line}:${column} ${message}`;
  }
}

describe("small schemas", () => {
  it.each(protobufCases)("$what", ({ refused, ...source }) => {
    const named = { ...source, file: "root.proto" };
    expect(refusalOf(named)).toBe(refused);
    expect(refusalOf(named, "lenient")).toBe(refused);
  });

  it.skipIf(!hasProtoc)(
    "are valid exactly where protoc compiles them (skipped where it has no binary for the machine)",
    { timeout: 120_000 },
    () => {
      const valid = protobufCases.filter(({ text, references }) => protoc(text, references) === "");
      expect(valid.map(({ what }) => what)).toEqual(
        protobufCases.filter(({ refused }) => refused === undefined).map(({ what }) => what),
      );
      expect(protobufCases.length - valid.length).toBeGreaterThan(250);
      expect(valid.length).toBeGreaterThan(150);
    },
  );
});

interface Pair {
  readonly id: number;
  readonly old: string;
  readonly new: string;
  readonly oldReferences?: SchemaSource["references"];
  readonly newReferences?: SchemaSource["references"];
  readonly valid: { readonly old: boolean; readonly new: boolean };
}

const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "protobuf-pairs.jsonl");
const present = existsSync(file);

describe.skipIf(!present)(`${present ? "" : `skipped, because there is no ${file}: `}pairs judged by protoc`, () => {
  it("are as valid here as there", { timeout: 60_000 }, () => {
    const pairs = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line): Pair => JSON.parse(line));
    const answers = pairs.map((pair) => ({
      id: pair.id,
      old: refusalOf({ text: pair.old, references: pair.oldReferences ?? [] }) === undefined,
      new: refusalOf({ text: pair.new, references: pair.newReferences ?? [] }) === undefined,
    }));
    expect(answers).toEqual(pairs.map(({ id, valid }) => ({ id, old: valid.old, new: valid.new })));
    const refused = answers.filter((answer) => !answer.new).length;
    console.log(`${pairs.length * 2} Protobuf texts: all as valid as protoc says, ${refused} refused by both`);
    expect(refused).toBeGreaterThan(50);
  });
});
