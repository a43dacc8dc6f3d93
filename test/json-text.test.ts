import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { deepestNesting, duplicateMembers, memberOf, positions, readJson } from "../src/formats/json-text.ts";
import { sortedJson } from "../src/formats/sorted-json.ts";

function faultOf(
  text: string,
  file?: string,
): Partial<Pick<SchemactlError, "message" | "line" | "column" | "file">> | undefined {
  try {
    readJson(text, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof SchemactlError) || error.code !== "schema") throw error;
    return error;
  }
}

describe("readJson", () => {
  it("keeps numbers as they are written, and the order of members", () => {
    const { root } = readJson('{"b": 9223372036854775807, "a": [1.50, -0, 1E400], "b": null}');
    expect(sortedJson(root)).toBe('{"a":[1.50,-0,1E400],"b":null}');
    expect(root.kind === "object" && root.members.map((member) => member.key)).toEqual(["b", "a", "b"]);
  });

  it("takes comments, and a byte order mark, which has no column", () => {
    const { root, positionOf } = readJson('\ufeff// usage\n/* of\ntokens */ {"a": // count\r\n "x"}');
    expect(sortedJson(root)).toBe('{"a":"x"}');
    expect(positionOf(root.offset)).toEqual({ line: 3, column: 11 });
    expect(readJson('\ufeff"a"').positionOf(1)).toEqual({ line: 1, column: 1 });
  });

  it("takes as many comments as there are", () => {
    expect(sortedJson(readJson(`${"/**/ // \n".repeat(100_000)}[]`).root)).toBe("[]");
  });

  it("takes names that objects of the language have", () => {
    const { root } = readJson('{"__proto__": 1, "constructor": {"toString": 2}}');
    expect(memberOf(root, "__proto__")?.value).toMatchObject({ kind: "number", text: "1" });
    expect(memberOf(root, "hasOwnProperty")).toBeUndefined();
    expect(sortedJson(root)).toBe('{"__proto__":1,"constructor":{"toString":2}}');
  });

  it.each([
    ["", 1, 1, "the text is empty"],
    [" // nothing", 1, 1, "the text is empty"],
    ['{"a": 1,}', 1, 9, "expected a key in double quotes, found `}`"],
    ['{"a" 1}', 1, 6, "expected `:`, found `1`"],
    ["[1 2]", 1, 4, "expected `,` or `]`, found `2`"],
    ['{"a": 1', 1, 8, "expected `,` or `}`, found the end of the text"],
    ["[\n  nul\n]", 2, 3, "expected a value, found `nul`"],
    ["[01]", 1, 3, "expected `,` or `]`, found `1`"],
    ["[1.]", 1, 2, "a number is not complete"],
    ["[-]", 1, 2, "expected a value, found `-`"],
    ["[NaN]", 1, 2, "expected a value, found `NaN`"],
    ['["a', 1, 2, "a string is not closed"],
    ['["a\nb"]', 1, 2, "a string is not closed"],
    ['["\u0000"]', 1, 2, "a string has a control character; write it as an escape"],
    ['["\\x"]', 1, 2, "a string has an escape that JSON does not know"],
    ['["\\u12"]', 1, 2, "a \\u escape needs four hexadecimal digits"],
    ['["a\\', 1, 2, "a string is not closed"],
    ["[1] /* open", 1, 5, "a comment is not closed"],
    ["[/ 1]", 1, 2, "expected a value, found `/`"],
    ["[1]/", 1, 4, "there is text after the end of the JSON value"],
    ["{} {}", 1, 4, "there is text after the end of the JSON value"],
    ["{}\u0000", 1, 3, "there is text after the end of the JSON value"],
    ["{'a': 1}", 1, 2, "expected a key in double quotes, found `'a'`"],
    [`[${"1".repeat(1001)}]`, 1, 2, "a number has more than 1000 digits"],
    [`{"${"k".repeat(50_001)}": 1}`, 1, 2, "a key is longer than 50000 characters"],
  ])("refuses %j at %i:%i", (text, line, column, message) => {
    expect(faultOf(text)).toMatchObject({ line, column, message: `not valid JSON: ${message}` });
  });

  it("refuses what is nested too deeply, and nothing less", () => {
    expect(faultOf("[".repeat(deepestNesting) + "]".repeat(deepestNesting))).toBeUndefined();
    expect(faultOf("[".repeat(100_000))).toMatchObject({
      message: "not valid JSON: it is nested deeper than 1000 levels",
      column: deepestNesting + 1,
    });
  });

  it("names the file of a fault", () => {
    expect(faultOf("{", "money.avsc")).toMatchObject({ file: "money.avsc", line: 1, column: 2 });
    expect(faultOf("{")?.file).toBeUndefined();
  });

  it("reads what JSON.parse reads, as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, pretty) => {
        const text = JSON.stringify(value, null, pretty ? 2 : 0);
        expect(JSON.parse(sortedJson(readJson(text).root))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses what JSON.parse refuses, for texts without comments", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "1",
      "-",
      "0",
      ".5",
      "e1",
      "true",
      "nul",
      " ",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(faultOf(text) === undefined).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("positions", () => {
  it("counts UTF-16 units, and ends lines at LF, CRLF and CR", () => {
    const text = "a\n\u{1f600}b\r\nc\rd";
    const positionOf = positions(text);
    expect(positionOf(0)).toEqual({ line: 1, column: 1 });
    expect(positionOf(text.indexOf("b"))).toEqual({ line: 2, column: 3 });
    expect(positionOf(text.indexOf("c"))).toEqual({ line: 3, column: 1 });
    expect(positionOf(text.indexOf("d"))).toEqual({ line: 4, column: 1 });
    expect(positionOf(text.length)).toEqual({ line: 4, column: 2 });
  });

  it("names the file", () => {
    expect(positions("{}", "usage.avsc")(1)).toEqual({ line: 1, column: 2, file: "usage.avsc" });
  });
});

describe("duplicateMembers", () => {
  it("finds the second of two equal keys, at any depth, in the order of the text", () => {
    const { root } = readJson('{"a": [{"b": 1, "b": 2}], "c": {"a": 1}, "a": 3}');
    expect(duplicateMembers(root).map(({ key, keyOffset }) => [key, keyOffset])).toEqual([
      ["b", 16],
      ["a", 41],
    ]);
    expect(memberOf(root, "a")?.value).toMatchObject({ text: "3" });
  });
});

describe("sortedJson", () => {
  it("sorts keys at any depth, and takes the last of those that stand twice", () => {
    const { root } = readJson('{"doc": 1, "b": {"doc": 2, "a": 3, "doc": 4}, "a": [{}, []], "doc": "d"}');
    expect(sortedJson(root)).toBe('{"a":[{},[]],"b":{"a":3,"doc":4},"doc":"d"}');
  });
});
