import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { canonical, fingerprint, typeText } from "../src/formats/protobuf/canonical.ts";
import { identity } from "../src/formats/protobuf/identity.ts";
import { outline } from "../src/formats/protobuf/outline.ts";
import { nameOfSchema, parse } from "../src/formats/protobuf/parse.ts";
import { paths } from "../src/formats/protobuf/paths.ts";
import { type EnumType, type Field, type Message, type ProtobufFile, placeOf } from "../src/formats/protobuf/types.ts";
import { wellKnown } from "../src/formats/protobuf/well-known.ts";
import type { SchemaReference, SchemaSource } from "../src/model.ts";
import { protocInclude } from "./support/protoc.ts";

const read = (text: string, references: readonly SchemaReference[] = []) =>
  parse({ text, references }, { strictness: "strict" });

function refusal(source: SchemaSource): SchemactlError {
  try {
    parse(source, { strictness: "strict" });
  } catch (error) {
    if (error instanceof SchemactlError) return error;
    throw error;
  }
  throw new Error("it was read");
}

const fieldOf = (message: Message | undefined, name: string): Field => {
  const field = message?.fields.find((each) => each.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return field;
};

const usage = `// What an inference cost.
syntax = "proto2";
package llm.cost;

message Usage {
  required string model_id = 1;
  optional int64 tokens = 2 [default = 0x10, json_name = "tokenCount"];
  repeated int32 samples = 3 [packed = true];
  map<string, Price> prices = 4;
  oneof payer {
    string team = 5;
    group Account = 6 {
      optional string id = 1;
    }
  }
  reserved 8, 10 to 12;
  reserved "prompt", 'completion';
  extensions 100 to 199, 500 to max;
  enum Tier { option allow_alias = true; FREE = 0; BASIC = 1; STARTER = 1; }
  optional Tier tier = 7 [default = BASIC];
  extend Usage { optional string note = 100; }
}
message Price { optional double usd = 1 [default = -inf]; }
service Meter {
  rpc Report(stream Usage) returns (.llm.cost.Price) { option deprecated = true; }
}
`;

describe("a proto2 file", () => {
  const { root } = read(usage);
  const [message] = root.messages;

  it("has fields with labels, numbers, types, defaults and names in JSON", () => {
    const rows = message?.fields.map((field) =>
      [field.label ?? "-", typeText(field.type), field.name, field.number, field.default, field.jsonName].join(" "),
    );
    expect(rows).toEqual([
      "required string model_id 1  modelId",
      "optional int64 tokens 2 16 tokenCount",
      "repeated int32 samples 3  samples",
      "- map<string, .llm.cost.Price> prices 4  prices",
      "- string team 5  team",
      "- .llm.cost.Usage.Account account 6  account",
      "optional .llm.cost.Usage.Tier tier 7 BASIC tier",
    ]);
    expect(fieldOf(root.messages[1], "usd").default).toBe("-inf");
  });

  it("tells presence, packing, oneofs and groups", () => {
    expect(message?.fields.map(({ presence }) => presence)).toEqual([
      ...["required", "explicit", "repeated", "repeated", "explicit", "explicit", "explicit"],
    ]);
    expect(fieldOf(message, "samples").packed).toBe(true);
    expect(message?.fields.map(({ oneof }) => oneof?.name ?? "-").join(" ")).toBe("- - - - payer payer -");
    expect(message?.fields.filter(({ group }) => group).map(({ name }) => name)).toEqual(["account"]);
    expect(message?.messages.map(({ name, group }) => [name, group])).toEqual([["Account", true]]);
  });

  it("has reserved numbers and names, ranges for extensions, extensions, and a closed enum with aliases", () => {
    expect(message?.reservedRanges.map(({ start, end }) => [start, end])).toEqual([
      [8, 8],
      [10, 12],
    ]);
    expect(message?.reservedNames.map(({ name }) => name)).toEqual(["prompt", "completion"]);
    expect(message?.extensionRanges.map(({ start, end }) => [start, end])).toEqual([
      [100, 199],
      [500, 536_870_911],
    ]);
    expect(message?.extensions.map(({ fullName, extendee }) => [fullName, extendee === message])).toEqual([
      ["llm.cost.Usage.note", true],
    ]);
    const [tier] = message?.enums ?? [];
    expect([tier?.closed, tier?.allowAlias, tier?.values.length]).toEqual([true, true, 3]);
  });

  it("has services", () => {
    const [method] = root.services[0]?.methods ?? [];
    expect([method?.name, method?.input.fullName, method?.clientStreaming]).toEqual(["Report", "llm.cost.Usage", true]);
    expect([method?.output.fullName, method?.serverStreaming]).toEqual(["llm.cost.Price", false]);
  });

  it("says on which line and column everything stands", () => {
    const at = (offset: number | undefined): string => {
      const { line, column, file } = placeOf({ file: root }, offset ?? 0);
      return `${line}:${column}${file ?? ""}`;
    };
    expect(at(message?.at)).toBe("5:9");
    const { at: name, typeAt, numberAt } = fieldOf(message, "tokens");
    expect([name, typeAt, numberAt].map(at)).toEqual(["7:18", "7:12", "7:27"]);
    expect(at(message?.oneofs[0]?.at)).toBe("10:9");
    expect(at(message?.enums[0]?.values[1]?.at)).toBe("19:52");
    expect(at(fieldOf(message, "account").at)).toBe("12:11");
    expect(at(root.packageAt)).toBe("3:9");
  });

  it("is known by its first message", () => {
    expect(nameOfSchema(read(usage))).toBe("llm.cost.Usage");
    expect(nameOfSchema(read('syntax = "proto3";'))).toBeUndefined();
  });
});

describe("presence and packing", () => {
  const presences = (text: string): readonly string[] =>
    (read(text).root.messages[0]?.fields ?? []).map(({ presence, packed }) => `${presence}${packed ? " packed" : ""}`);

  it("follow the syntax in proto3", () => {
    const body = "int32 a = 1; optional int32 b = 2; repeated int32 c = 3; repeated string d = 4; Usage e = 5;";
    expect(presences(`syntax = "proto3"; message Usage { ${body} oneof f { int32 g = 6; } }`)).toEqual([
      ...["implicit", "explicit", "repeated packed", "repeated", "explicit", "explicit"],
    ]);
  });

  it("are inherited from the file down in editions", () => {
    const text = `edition = "2023";
      option features = { repeated_field_encoding: EXPANDED };
      option features.field_presence = IMPLICIT;
      message Usage {
        int32 tokens = 1;
        int32 seed = 2 [features.field_presence = EXPLICIT];
        string model_id = 3 [features.field_presence = LEGACY_REQUIRED];
        repeated int32 samples = 4;
        repeated int32 scores = 5 [features.repeated_field_encoding = PACKED];
        Usage parent = 6 [features.message_encoding = DELIMITED];
      }
      enum Tier { option features.enum_type = CLOSED; BASIC = 1; }
      enum Region { EU = 0; }`;
    expect(presences(text)).toEqual(["implicit", "explicit", "required", "repeated", "repeated packed", "explicit"]);
    const { root } = read(text);
    expect(root.enums.map(({ closed }) => closed)).toEqual([true, false]);
    expect(fieldOf(root.messages[0], "parent").features.message_encoding).toBe("DELIMITED");
  });
});

describe("imports", () => {
  const money: SchemaReference = {
    name: "llm/money.proto",
    text: 'syntax = "proto3"; package llm; message Money { double usd = 1; }',
  };
  const cost = 'syntax = "proto3"; import "llm/money.proto"; message Cost { llm.Money sum = 1; }';

  it("lead to the references, which are told apart from the schema's own text and from built-in files", () => {
    const text = `${cost} import "google/protobuf/timestamp.proto"; message Bill { google.protobuf.Timestamp at = 1; Cost cost = 2; }`;
    const { root, files } = read(text, [money]);
    expect(files.map(({ name, origin }) => [name, origin])).toEqual([
      ["", "local"],
      ["llm/money.proto", "reference"],
      ["google/protobuf/timestamp.proto", "built-in"],
    ]);
    const { type } = fieldOf(root.messages[0], "sum");
    expect(type.kind === "message" && type.target.file.origin).toBe("reference");
    expect(type.kind === "message" && placeOf(type.target, type.target.at)).toEqual({
      line: 1,
      column: 41,
      file: "llm/money.proto",
    });
  });

  it("prefer what the caller hands in to what is built in", () => {
    const own = { name: "google/type/money.proto", text: 'syntax = "proto3"; package google.type; message Money {}' };
    const text = 'syntax = "proto3"; import "google/type/money.proto"; message Cost { google.type.Money sum = 1; }';
    const fields = (references: readonly SchemaReference[]): number | undefined => {
      const { type } = fieldOf(read(text, references).root.messages[0], "sum");
      return type.kind === "message" ? type.target.fields.length : undefined;
    };
    expect([fields([]), fields([own])]).toEqual([3, 0]);
  });

  it("that lead nowhere name the import, its line, and where it was looked for", () => {
    const error = refusal({ text: cost, references: [{ name: "money.proto", text: money.text }] });
    expect([error.message, error.line, error.column]).toEqual(["the import `llm/money.proto` is not found", 1, 27]);
    expect(error.hint).toBe(
      "it is looked for by that name among the references `money.proto` and among the built-in files",
    );
  });

  it("that form a cycle are refused with the whole cycle, in the file that closes it", () => {
    const link = (name: string, next: string): SchemaReference => ({
      name,
      text: `import "${next}";`,
      file: `proto/${name}`,
    });
    const error = refusal({
      text: 'import "a.proto";',
      references: [link("a.proto", "b.proto"), link("b.proto", "a.proto")],
    });
    expect(error.message).toBe("the imports form a cycle: `a.proto` → `b.proto` → `a.proto`");
    expect([error.file, error.line, error.column]).toEqual(["proto/b.proto", 1, 8]);
  });

  it("show the faults of a reference in its own file, and leave what nothing imports unread", () => {
    const broken = { name: "llm/money.proto", text: "message {", file: "proto/llm/money.proto" };
    expect(refusal({ text: cost, references: [broken] }).file).toBe("proto/llm/money.proto");
    expect(read('syntax = "proto3";', [broken]).files).toHaveLength(1);
  });

  it("give one schema what was read for another only where all of it is the same", () => {
    const other = { ...money, text: money.text.replace("usd", "eur") };
    const via = { name: "via.proto", text: 'import public "llm/money.proto";' };
    const text = 'import "via.proto"; message Cost { optional llm.Money sum = 1; }';
    const nameIn = (reference: SchemaReference): string | undefined => {
      const { type } = fieldOf(read(text, [via, reference]).root.messages[0], "sum");
      return type.kind === "message" ? type.target.fields[0]?.name : undefined;
    };
    expect([nameIn(money), nameIn(other), nameIn(money)]).toEqual(["usd", "eur", "usd"]);
  });

  it("a thousand files deep are refused", () => {
    const references = Array.from({ length: 1_500 }, (_, i) => ({
      name: `${i}.proto`,
      text: `import "${i + 1}.proto";`,
    }));
    expect(refusal({ text: 'import "0.proto";', references }).message).toBe(
      "the imports lead more than 1000 files deep",
    );
  });
});

describe("built-in files", () => {
  const names = [
    ...["any", "api", "descriptor", "duration", "empty", "field_mask", "source_context", "struct", "timestamp", "type"],
    ...["wrappers", "compiler/plugin", "cpp_features", "java_features", "go_features"],
  ].map((name) => `google/protobuf/${name}.proto`);

  const flat = (around: ProtobufFile | Message): readonly (Message | EnumType)[] => [
    ...around.enums,
    ...around.messages.flatMap((message) => [message, ...flat(message)]),
  ];
  const facts = (file: ProtobufFile): readonly string[] =>
    flat(file)
      .flatMap((type) =>
        type.kind === "message"
          ? type.fields.map(
              (f) => `${type.fullName} ${f.label} ${typeText(f.type)} ${f.name} ${f.number} ${f.oneof?.name}`,
            )
          : type.values
              .filter(({ name }) => !name.endsWith("_TEST_ONLY"))
              .map((v) => `${type.fullName} ${v.name} ${v.number}`),
      )
      .sort();

  it.each(names)("%s has the types that protoc's own copy has", (name) => {
    const include = (each: string): SchemaReference => ({
      name: each,
      text: readFileSync(join(protocInclude, each), "utf8"),
    });
    const theirs = read(include(name).text, names.map(include)).root;
    const ours = read(wellKnown(name) ?? "").root;
    expect(facts(ours)).toEqual(facts(theirs));
    expect([ours.package, ours.syntax]).toEqual([theirs.package, theirs.syntax]);
  });

  it.each([
    "google/type/money.proto",
    "google/type/datetime.proto",
    "confluent/meta.proto",
    "confluent/type/decimal.proto",
  ])("%s can be imported", (name) => {
    expect(read(`syntax = "proto3"; import "${name}";`).files.map((file) => file.name)).toContain(name);
  });
});

describe("bad input", () => {
  it("with a million fields is read in seconds", { timeout: 60_000 }, () => {
    const fields = Array.from({ length: 1_000_000 }, (_, i) => `int32 f${i} = ${i < 18_999 ? i + 1 : i + 1_002};`);
    const text = `syntax = "proto3"; message Usage { ${fields.join("\n")}`;
    expect(read(`${text} }`).root.messages[0]?.fields).toHaveLength(1_000_000);
  });

  it("nested without end is refused: messages, options, and what is never closed", () => {
    const open = (word: string, times: number): string => `syntax = "proto2"; ${word.repeat(times)}`;
    expect(refusal({ text: open("message Usage {", 100_000) }).message).toBe(
      "the messages are nested deeper than 31 levels",
    );
    const option = `option (note) = ${"{ a ".repeat(100_000)}`;
    expect(refusal({ text: option }).message).toBe("this option is nested deeper than 1000 levels");
    const list = `option (note) = { a: ${"[".repeat(100_000)}`;
    expect(refusal({ text: list }).message).toBe("a value is expected here, not `[`");
  });
});

describe("an outline", () => {
  it("names what a file imports, without the built-in files, wherever the imports stand", () => {
    const text = `/* import "no.proto"; */ syntax = "proto3";
import "llm/money.proto"; import public 'llm/' "tokens.proto";
import "google/protobuf/timestamp.proto";
message Usage { string import = 1; }
import weak "late.proto";`;
    expect(outline(text)?.nameAt()).toEqual({ line: 4, column: 9 });
    expect(outline(text)).toMatchObject({
      name: undefined,
      defines: [],
      needs: [
        { names: ["llm/money.proto"], line: 2, column: 8 },
        { names: ["llm/tokens.proto"], line: 2, column: 41 },
        { names: ["late.proto"], line: 5, column: 13 },
      ],
    });
    expect(outline(usage)?.nameAt()).toEqual({ line: 3, column: 9 });
    expect(outline("")?.nameAt()).toBeUndefined();
    expect(outline("/* never closed")).toBeUndefined();
  });
});

describe("paths", () => {
  it("are looked for under the roots that are named, or under the folders around the file and the usual roots", () => {
    expect(paths.candidates("llm/money.proto", "src/api/cost.proto", ["proto", "./third_party/", "."])).toEqual([
      ...["proto/llm/money.proto", "third_party/llm/money.proto", "llm/money.proto"],
    ]);
    expect(paths.candidates("llm/money.proto", "src/api/cost.proto", undefined)).toEqual([
      ...["src/api/llm/money.proto", "src/llm/money.proto", "llm/money.proto"],
      ...["proto/llm/money.proto", "protos/llm/money.proto", "third_party/llm/money.proto"],
    ]);
    expect(paths.candidates("money.proto", "cost.proto", undefined)).toEqual([
      ...["money.proto", "proto/money.proto", "protos/money.proto", "third_party/money.proto"],
    ]);
  });

  it("do not lead out of a root, and not to what is built in", () => {
    for (const name of ["../money.proto", "/money.proto", "a//money.proto", "a\\money.proto", ""])
      expect(paths.candidates(name, "proto/cost.proto", undefined)).toEqual([]);
    expect(paths.candidates("google/protobuf/any.proto", "proto/cost.proto", undefined)).toEqual([]);
    expect(paths.needle("proto/llm/money.proto")).toBe("money.proto");
  });
});

describe("identity and canonical form", () => {
  it("pass over white space and comments, and over nothing else", () => {
    const spaced = usage.replaceAll(" ", " /* cost */ ").replaceAll("\n", "\r\n\t// tokens\n");
    expect(identity(spaced)).toBe(identity(usage));
    expect(identity(usage.replace("tokens = 2", "tokens = 9"))).not.toBe(identity(usage));
    expect(identity("ab c")).not.toBe(identity("a bc"));
    expect(identity('"a b"')).not.toBe(identity('"a  b"'));
  });

  it("has types by their full names, fields by number, and sorted options", () => {
    const text = `syntax = "proto3"; package llm;
      import "google/protobuf/any.proto";
      message Usage { Tier tier = 2; map<string, Usage> by_model = 1 [json_name = "m", deprecated = true]; }
      enum Tier { FREE = 0; }`;
    expect(canonical(read(text)).split("\n")).toEqual([
      'syntax = "proto3";',
      "package llm;",
      'import "google/protobuf/any.proto";',
      "message Usage {",
      '  map<string, .llm.Usage> by_model = 1 [deprecated = true, json_name = "m"];',
      "  .llm.Tier tier = 2;",
      "}",
      "enum Tier {",
      "  FREE = 0;",
      "}",
      "",
    ]);
    expect(fingerprint(read(text))).toMatch(/^[0-9a-f]{8,16}$/);
    expect(fingerprint(read(usage))).not.toBe(fingerprint(read(text)));
  });
});
