import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askOf, compareWithHistory } from "../src/compatibility/compare.ts";
import type { Rule } from "../src/formats/format.ts";
import type { ProtobufChange } from "../src/formats/protobuf/changes.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { protobuf } from "../src/formats/protobuf/index.ts";
import { PROTOBUF_RULES } from "../src/formats/protobuf/rules.ts";
import type { PlacedFinding } from "../src/model.ts";
import { changesOf, fixtures, type Source, schemaOf } from "./support/protobuf-fixtures.ts";

const effectOf = ({ kind }: ProtobufChange) => PROTOBUF_RULES[kind].effect;
const told = (changes: readonly ProtobufChange[]) => changes.map(({ kind, path }) => `${kind} ${path}`);
const breaksOf = (writer: Source, reader: Source) =>
  told(changesOf(writer, reader).filter((change) => effectOf(change) === "breaks"));
const risksOf = (writer: Source, reader: Source) =>
  told(changesOf(writer, reader).filter((change) => effectOf(change) === "risks"));
const proto3 = (...body: readonly string[]): string => ['syntax = "proto3";', "package llm;", ...body].join("\n");
const proto2 = (...body: readonly string[]): string => ['syntax = "proto2";', "package llm;", ...body].join("\n");
const usage3 = (...fields: readonly string[]): string => proto3(`message Usage { ${fields.join(" ")} }`);
const usage2 = (...fields: readonly string[]): string => proto2(`message Usage { ${fields.join(" ")} }`);

describe("the registry's paths", () => {
  it("lead through names to a number, and through the oneof that the reader has", () => {
    const trace = (field: string) => proto3(`message Trace { message Span { message Step { ${field} } } }`);
    expect(breaksOf(trace("string id = 4;"), trace("int32 id = 4;"))).toEqual([
      "field-scalar-kind-changed #/Trace/Span/Step/4",
    ]);
    expect(breaksOf(trace("oneof key { string id = 4; }"), trace("oneof name { int32 id = 4; }"))).toEqual([
      "field-scalar-kind-changed #/Trace/Span/Step/name/4",
    ]);
    expect(
      breaksOf(trace("oneof key { string id = 4; bytes hash = 5; }"), trace("oneof key { bytes hash = 5; }")),
    ).toEqual(["oneof-field-removed #/Trace/Span/Step/key/4"]);
  });

  it("tell a package that is missing from one that is set", () => {
    const bare = 'syntax = "proto3"; message Usage { int32 tokens = 1; }';
    expect(breaksOf(bare, usage3("int32 tokens = 1;"))).toEqual(["package-changed #/"]);
    expect(breaksOf(usage3("int32 tokens = 1;"), bare)).toEqual(["package-changed #/"]);
  });

  it("tell both types of a map under one number", () => {
    expect(breaksOf(usage3("map<string, float> cost = 1;"), usage3("map<int32, double> cost = 1;"))).toEqual([
      "field-scalar-kind-changed #/Usage/1",
      "field-scalar-kind-changed #/Usage/1",
    ]);
    const changes = changesOf(usage3("map<string, float> cost = 1;"), usage3("map<int32, double> cost = 1;"));
    expect(changes.slice(0, 2).map(({ place }) => place.names)).toEqual([
      ["Usage", "cost", "key"],
      ["Usage", "cost", "value"],
    ]);
  });
});

describe("oneofs", () => {
  const event = (body: string) => proto3(`message Event { ${body} }`);
  it.each([
    ["one field goes into a new one", "string a = 1;", "oneof x { string a = 1; }", []],
    ["one is renamed", "oneof x { string a = 1; string b = 2; }", "oneof y { string a = 1; string b = 2; }", []],
    ["one goes with all its members", "string c = 3; oneof x { string a = 1; }", "string c = 3;", []],
    ["one is taken apart", "oneof x { string a = 1; string b = 2; }", "string a = 1; string b = 2;", []],
    [
      "two fields join",
      "string a = 1; string b = 2;",
      "oneof x { string a = 1; string b = 2; }",
      ["multiple-fields-moved-to-oneof #/Event/x"],
    ],
    [
      "two oneofs join",
      "oneof x { string a = 1; } oneof y { string b = 2; }",
      "oneof x { string a = 1; string b = 2; }",
      ["field-moved-to-existing-oneof #/Event/x"],
    ],
    [
      "one goes by name, and a member of it stays",
      "oneof x { string a = 1; string b = 2; }",
      "string b = 2;",
      ["oneof-field-removed #/Event/x/1"],
    ],
  ])("%s", (_, writer, reader, expected) => {
    expect(breaksOf(event(writer), event(reader))).toEqual(expected);
  });
});

describe("imports", () => {
  const root = (path = "llm/common.proto") =>
    proto3(`import "${path}";`, "message Bill { llm.common.Money total = 1; }");
  const common = (body: string, more = "") =>
    `syntax = "proto3"; package llm.common; ${more} message Money { ${body} }`;
  const withCommon = (text: string, more: readonly { name: string; text: string }[] = []): Source => ({
    text: root(),
    references: [{ name: "llm/common.proto", text }, ...more],
  });

  it("are compared where a field leads into them, and break the field too", () => {
    const changes = changesOf(withCommon(common("int64 cents = 1;")), withCommon(common("string cents = 1;")));
    expect(told(changes.filter((change) => effectOf(change) === "breaks"))).toEqual([
      "field-scalar-kind-changed #/Money/1",
      "field-named-type-changed #/Bill/1",
    ]);
    expect(changes[0]?.readerAt).toEqual({ file: "llm/common.proto", line: 1, column: 57 });
    expect(changes[1]?.readerAt).toEqual({ line: 4, column: 16 });
  });

  it("may change what no field leads to, and add what breaks nothing", () => {
    const older = withCommon(common("int64 cents = 1;", "message Rate { string name = 1; }"));
    expect(breaksOf(older, withCommon(common("int64 cents = 1; string currency = 2;")))).toEqual([]);
  });

  it("are one version only if everything that they import is", () => {
    const importing = common("llm.unit.Unit unit = 1;", 'import "llm/unit.proto";');
    const unit = (type: string) => ({
      name: "llm/unit.proto",
      text: `syntax = "proto3"; package llm.unit; message Unit { ${type} name = 1; }`,
    });
    const older = withCommon(importing, [unit("string")]);
    expect(breaksOf(older, withCommon(importing, [unit("string")]))).toEqual([]);
    expect(breaksOf(older, withCommon(importing, [unit("int32")]))).toEqual([
      "field-scalar-kind-changed #/Unit/1",
      "field-named-type-changed #/Money/1",
      "field-named-type-changed #/Bill/1",
    ]);
  });

  it("may stand in another package, and take over a message only into the file itself", () => {
    const other = common("int64 cents = 1;").replace("llm.common", "llm.money");
    const moved = {
      text: root("llm/money.proto").replace("llm.common.", "llm.money."),
      references: [{ name: "llm/money.proto", text: other }],
    };
    expect(breaksOf(withCommon(common("int64 cents = 1;")), moved)).toEqual([]);
    const inside = proto3("message Bill { Money total = 1; }", "message Money { int64 cents = 1; }");
    expect(breaksOf(withCommon(common("int64 cents = 1;")), inside)).toEqual([]);
    expect(breaksOf(inside, withCommon(common("int64 cents = 1;")))).toEqual(["message-removed #/Money"]);
  });

  it("may be recursive", () => {
    const node = (type: string) => common(`${type} cents = 1; Money next = 2; map<string, Money> more = 3;`);
    expect(breaksOf(withCommon(node("int64")), withCommon(node("string")))).toEqual([
      "field-scalar-kind-changed #/Money/1",
      "field-named-type-changed #/Bill/1",
    ]);
  });

  it("that only an rpc leads to are looked into as well, where the registry is blind", () => {
    const service = proto3(
      'import "llm/common.proto";',
      "service Billing { rpc Pay(llm.common.Money) returns (llm.common.Money); }",
    );
    const source = (text: string): Source => ({ text: service, references: [{ name: "llm/common.proto", text }] });
    const [older, newer] = [source(common("int64 cents = 1;")), source(common("string cents = 1;"))];
    expect(breaksOf(older, newer)).toEqual([]);
    expect(risksOf(older, newer)).toEqual(["field-number-reused #/Money/1"]);
  });
});

describe("groups", () => {
  const group = (body: string) => usage2(`optional group Batch = 1 { ${body} }`);

  it("are nothing to the registry, and fields to everybody else", () => {
    expect(breaksOf(group("optional string note = 1;"), usage2(""))).toEqual([]);
    expect(risksOf(group("optional string note = 1;"), group("optional int32 note = 1;"))).toEqual([
      "field-number-reused #/Usage/Batch/1",
    ]);
    expect(risksOf(group("optional string note = 1;"), group("required string note = 1;"))).toEqual([
      "field-became-required #/Usage/Batch/1",
    ]);
    expect(risksOf(usage2(""), usage2("required group Batch = 1 { }"))).toEqual(["field-became-required #/Usage/1"]);
  });

  it("are read as the messages that an edition makes of them", () => {
    const edition = `edition = "2023"; package llm;
      message Usage { message Batch { string note = 1; } Batch batch = 1 [features.message_encoding = DELIMITED]; }`;
    expect(risksOf(group("optional string note = 1;"), edition)).toEqual([]);
    expect(risksOf(group("optional string note = 1;"), edition.replace("DELIMITED", "LENGTH_PREFIXED"))).toEqual([
      "message-encoding-changed #/Usage/1",
    ]);
  });
});

describe("risks of one field", () => {
  it.each([
    ["int64", "int32", ["integer-narrowed"]],
    ["int64", "uint32", ["integer-narrowed"]],
    ["uint64", "uint32", ["integer-narrowed"]],
    ["sint64", "sint32", ["integer-narrowed"]],
    ["int32", "bool", ["integer-narrowed"]],
    ["int32", "uint32", ["integer-sign-changed"]],
    ["uint32", "int32", ["integer-sign-changed"]],
    ["int32", "uint64", ["integer-sign-changed"]],
    ["fixed32", "sfixed32", ["integer-sign-changed"]],
    ["sfixed64", "fixed64", ["integer-sign-changed"]],
    ["int32", "int64", []],
    ["uint32", "int64", []],
    ["uint32", "uint64", []],
    ["sint32", "sint64", []],
    ["bool", "int32", ["json-form-changed"]],
    ["bytes", "string", ["bytes-to-string"]],
    ["string", "bytes", ["json-form-changed"]],
    ["Stop", "int32", ["json-form-changed"]],
    ["Stop", "uint64", ["json-form-changed"]],
    ["int32", "Stop", ["json-form-changed"]],
    ["int64", "Stop", ["integer-narrowed"]],
    ["uint32", "Stop", ["integer-sign-changed"]],
    ["bool", "Stop", ["json-form-changed"]],
    ["Stop", "bool", ["integer-narrowed"]],
    ["repeated int32", "int32", ["repeated-to-singular"]],
    ["int32", "repeated int32", ["singular-to-repeated"]],
    ["Inner", "repeated Inner", ["singular-to-repeated"]],
    ["optional Inner", "Inner", []],
    ["int32", "optional int32", ["presence-changed"]],
    ["optional string", "string", ["presence-changed"]],
    ["map<string, int64>", "map<string, int32>", ["integer-narrowed"]],
    ["map<int64, string>", "map<int32, bytes>", ["integer-narrowed", "json-form-changed"]],
    ["string", "int32", ["field-number-reused"]],
  ] as const)("%s, read as %s", (writer, reader, expected) => {
    const file = (type: string) =>
      proto3(`message Usage { ${type} x = 1; } message Inner {}`, "enum Stop { END = 0; LENGTH = 1; FILTER = 2; }");
    expect(risksOf(file(writer), file(reader))).toEqual(expected.map((kind) => `${kind} #/Usage/1`));
  });

  it("are those of a closed enum too, which keeps only what it names", () => {
    const file = (type: string) =>
      proto2(`message Usage { optional ${type} x = 1; } enum Stop { END = 0; LENGTH = 1; }`);
    expect(risksOf(file("int32"), file("Stop"))).toEqual(["integer-narrowed #/Usage/1"]);
    expect(risksOf(file("bool"), file("Stop"))).toEqual(["json-form-changed #/Usage/1"]);
  });

  it.each([
    ["optional int32 x = 1 [default = 5];", "optional int32 x = 1 [default = 0x5];", []],
    ["optional int32 x = 1;", "optional int32 x = 1 [default = 0];", []],
    ["optional int32 x = 1;", "optional int32 x = 1 [default = 5];", ["default-changed"]],
    ["optional int32 x = 1 [default = 5];", "optional int64 x = 1 [default = 5];", []],
    ["required string x = 1 [default = 'a'];", "required string x = 1 [default = 'b'];", []],
    ["optional string x = 1;", "required string x = 1;", ["field-became-required"]],
    ["required string x = 1;", "optional string x = 1;", []],
    ["optional int32 x = 1;", "required int32 x = 1;", []],
  ] as const)("%s, read as %s", (writer, reader, expected) => {
    expect(risksOf(usage2(writer), usage2(reader))).toEqual(expected.map((kind) => `${kind} #/Usage/1`));
  });

  it("are a default too, where the first value of an enum changes", () => {
    const file = (...values: readonly string[]) =>
      proto2("message Usage { optional Stop x = 1; }", `enum Stop { ${values.join(" ")} }`);
    expect(risksOf(file("END = 0;", "LENGTH = 1;"), file("LENGTH = 1;", "END = 0;"))).toEqual([
      "default-changed #/Usage/1",
    ]);
  });
});

describe("names and numbers", () => {
  it("of JSON count where the name that is sent has changed", () => {
    expect(risksOf(usage3("int32 cost_usd = 1;"), usage3("int32 costUsd = 1;"))).toEqual([]);
    expect(risksOf(usage3("int32 cost_usd = 1;"), usage3('int32 price = 1 [json_name = "costUsd"];'))).toEqual([]);
    expect(risksOf(usage3("int32 cost = 1;"), usage3('int32 cost = 1 [json_name = "price"];'))).toEqual([
      "json-name-changed #/Usage/1",
    ]);
  });

  it("that are exchanged are two fields with other numbers, and the JSON stays", () => {
    const [ab, ba] = [usage3("int32 a = 1; int32 b = 2;"), usage3("int32 b = 1; int32 a = 2;")];
    expect(risksOf(ab, ba)).toEqual(["field-renumbered #/Usage/2", "field-renumbered #/Usage/1"]);
  });

  it("of a field that is gone are to be reserved, both", () => {
    const older = usage3("int32 a = 1; int32 b = 2;");
    const unreserved = (...more: readonly string[]) =>
      changesOf(older, usage3("int32 a = 1;", ...more)).flatMap(({ kind, args }) =>
        kind === "field-removed-unreserved" && "unreserved" in args ? [args.unreserved] : [],
      );
    expect(unreserved()).toEqual(["both"]);
    expect(unreserved("reserved 2;")).toEqual(["name"]);
    expect(unreserved('reserved "b";')).toEqual(["number"]);
    expect(unreserved('reserved "b";', "reserved 2 to max;")).toEqual([]);
    // A field that is added is none that is gone: the side that lacks it is the writer.
    expect(risksOf(usage3("int32 a = 1;"), older)).toEqual([]);
  });

  it("are reused where another type stands under a number, whatever lies between", () => {
    const [first, last] = [usage3("string model = 2;"), usage3("double cost_usd = 2;")];
    expect(risksOf(first, last)).toEqual(["field-number-reused #/Usage/2"]);
    expect(PROTOBUF_RULES["field-number-reused"].asksEveryVersion).toBe(true);
    expect(risksOf(usage3("int32 total = 2;"), usage3("int64 total = 2;"))).toEqual([]);
    expect(risksOf(usage3("int32 total = 2;"), usage3("int64 cents = 2;"))).toEqual(["field-number-reused #/Usage/2"]);
  });

  it("of enum values are asked for each by itself", () => {
    const stop = (...values: readonly string[]) => proto3(`enum Stop { ${values.join(" ")} }`);
    const older = stop("END = 0;", "LENGTH = 1;");
    expect(risksOf(older, stop("END = 0;", "MAX_TOKENS = 1;"))).toEqual(["enum-value-renamed #/Stop/1"]);
    expect(risksOf(older, stop("END = 0;", "LENGTH = 2;"))).toEqual(["enum-value-renumbered #/Stop/1"]);
    expect(risksOf(older, stop("END = 0;"))).toEqual(["enum-value-removed #/Stop/1"]);
    const aliased = stop("option allow_alias = true;", "END = 0;", "MAX_TOKENS = 1;", "LENGTH = 1;");
    expect(risksOf(older, aliased)).toEqual([]);
    // Writers send the first name of a number.
    expect(risksOf(aliased, older)).toEqual(["enum-value-renamed #/Stop/1"]);
  });
});

describe("extensions", () => {
  const policy = (...body: readonly string[]) => proto2("message Policy { extensions 100 to 199; }", ...body);
  it("are fields of what they extend", () => {
    const [older, newer] = ["int64 limit", "int32 limit"].map((field) =>
      policy(`extend Policy { optional ${field} = 100; }`),
    );
    expect(risksOf(older ?? "", newer ?? "")).toEqual(["integer-narrowed #/Policy/100"]);
    expect(risksOf(older ?? "", policy())).toEqual([]);
    const nested = policy("message Scope { extend Policy { optional string limit = 100; } }");
    expect(risksOf(older ?? "", nested)).toEqual(["field-number-reused #/Policy/100"]);
  });
});

describe("both directions", () => {
  /** What an old reader loses by what is new is told of new readers only: it is no difference between the questions. */
  const ofNewReaders = Object.entries<Rule<never>>(PROTOBUF_RULES).flatMap(([kind, { toldOfNewReaders }]) =>
    toldOfNewReaders ? `protobuf/${kind}` : [],
  );
  const plain = (findings: readonly PlacedFinding[] = []) =>
    findings.filter(({ rule }) => !ofNewReaders.includes(rule)).map(({ remedy: _, ...finding }) => finding);

  it("are the same question: FORWARD(a, b) is BACKWARD(b, a)", async () => {
    const scalar = fc.constantFrom(
      "int32",
      "int64",
      "uint32",
      "bool",
      "sint32",
      "string",
      "bytes",
      "float",
      "Stop",
      "Inner",
    );
    const field = fc.record({
      name: fc.constantFrom("tokens", "model", "cost_usd", "prompt"),
      number: fc.integer({ min: 1, max: 5 }),
      type: scalar,
      label: fc.constantFrom("", "optional ", "repeated "),
      isMember: fc.boolean(),
    });
    const fields = fc.uniqueArray(
      fc.uniqueArray(field, { selector: ({ name }) => name, maxLength: 4 }).map((list) => list),
      { maxLength: 1, minLength: 1 },
    );
    const schema = fields.map(([list = []]) => {
      const unique = list.filter(({ number }, i) => list.findIndex((other) => other.number === number) === i);
      const text = (from: typeof unique, labels: boolean) =>
        from.map(({ name, number, type, label }) => `${labels ? label : ""}${type} ${name} = ${number};`).join(" ");
      const [members, others] = [unique.filter((one) => one.isMember), unique.filter((one) => !one.isMember)];
      const oneof = members.length === 0 ? "" : `oneof payload { ${text(members, false)} }`;
      return proto3(
        `message Event { ${text(others, true)} ${oneof} }`,
        "message Inner { string id = 1; }",
        "enum Stop { END = 0; LENGTH = 1; }",
      );
    });
    await fc.assert(
      fc.asyncProperty(schema, schema, async (a, b) => {
        const read = (text: string) => protobuf.parse({ text }, { strictness: "strict" });
        const ask = async (older: string, candidate: string, mode: "FORWARD" | "BACKWARD") => {
          const history = [{ version: 1, schema: read(older) }];
          const asked = askOf(protobuf, read(candidate), { policy: "strict", prove: false });
          const { compatible, comparisons } = await compareWithHistory(history, mode, asked);
          return { compatible, findings: plain(comparisons[0]?.findings) };
        };
        expect(await ask(a, b, "FORWARD")).toEqual(await ask(b, a, "BACKWARD"));
        expect(changesOf(a, a)).toEqual([]);
        // Types that do not go together do not go together the other way round either.
        const kinds = (changes: readonly string[]) => changes.filter((text) => /kind-changed|label-changed/.test(text));
        const numbers = (texts: readonly string[]) =>
          kinds(texts)
            .map((text) => text.replace(/#.*\//, ""))
            .sort();
        expect(numbers(breaksOf(a, b))).toEqual(numbers(breaksOf(b, a)));
      }),
      { seed: 20_261_123, numRuns: 150 },
    );
  });

  it("are decided alike on every fixture", async () => {
    for (const { writer, reader } of fixtures) {
      const read = (text: string) => protobuf.parse({ text }, { strictness: "strict" });
      const options = { policy: "strict", prove: false } as const;
      const forward = await protobuf.compare(read(reader), read(writer), { ...options, editable: "writer" });
      const backward = await protobuf.compare(read(reader), read(writer), { ...options, editable: "reader" });
      expect(plain(forward.findings)).toEqual(plain(backward.findings));
    }
  });
});

describe("messages of one text", () => {
  /** The same to every reader, and no message of it has the text that it had. */
  const respaced = (text: string): string => text.replaceAll("{", "{ ");

  it("are found to differ where they do: white space inside them, after which all is compared, shows no more", () => {
    let messages = 0;
    for (const { writer, reader, good } of fixtures) {
      for (const [sent, known] of [
        [writer, reader],
        [reader, writer],
        [writer, good],
        [writer, writer],
      ] as const) {
        expect(protobuf.identity(respaced(known))).toBe(protobuf.identity(known));
        expect(told(changesOf(sent, known))).toEqual(told(changesOf(sent, respaced(known))));
        messages += schemaOf(known).root.messages.length;
      }
    }
    expect(messages).toBeGreaterThan(4 * fixtures.length);
  });

  it("differ by what holds around them", () => {
    const edition = (option: string) =>
      `edition = "2023"; ${option} message Usage { message Cost { int32 tokens = 1; } }`;
    expect(changesOf(edition(""), edition("option java_package = 'llm';")).map(({ kind }) => kind)).toEqual([
      "option-changed",
    ]);
    const implicit = "option features.field_presence = IMPLICIT;";
    expect(told(changesOf(edition(""), edition(implicit)))).toContain("presence-changed #/Usage/Cost/1");
  });

  it("differ by what their names lead to", () => {
    const bill = "message Bill { Money total = 1; map<string, Currency> by = 2; }";
    const money = (type: string) => `message Money { ${type} cents = 1; }`;
    const currency = (first: string) => `enum Currency { ${first} = 0; }`;
    const own = proto3(bill, money("int64"), currency("USD"));
    const imports = (type: string, first: string): Source => ({
      text: proto3('import "money.proto";', bill),
      references: [{ name: "money.proto", text: proto3(money(type), currency(first)) }],
    });
    expect(breaksOf(imports("int64", "USD"), imports("int64", "USD"))).toEqual([]);
    expect(breaksOf(imports("int64", "USD"), imports("string", "USD"))).toEqual([
      "field-scalar-kind-changed #/Money/1",
      "field-named-type-changed #/Bill/1",
    ]);
    expect(breaksOf(own, imports("string", "USD"))).toContain("field-named-type-changed #/Bill/1");
    expect(told(changesOf(imports("int64", "USD"), imports("int64", "EUR")))).toContain(
      "enum-value-renamed #/Currency/0",
    );
  });
});

describe("large schemas", () => {
  it("of a hundred thousand fields are compared in no time", () => {
    const many = (type: string) =>
      usage3(...Array.from({ length: 100_000 }, (_, i) => `${type} f${i} = ${i < 18_999 ? i + 1 : i + 1001};`));
    const [writer, reader] = [schemaOf(many("int64")), schemaOf(many("int32"))];
    const start = performance.now();
    expect(diff(writer, reader)).toHaveLength(100_000);
    // A walk that looks through all fields for each of them takes minutes.
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it("that mention each other endlessly over imports are compared, and not for ever", () => {
    const levels = 40;
    const chain = (leaf: string): Source => {
      const messages = Array.from({ length: levels }, (_, i) => {
        const next = i + 1 === levels ? `${leaf} x = 1;` : `M${i + 1} a = 1; M${i + 1} b = 2;`;
        return `message M${i} { ${next} }`;
      });
      const text = `syntax = "proto3"; package far; ${messages.join("\n")}`;
      return {
        text: proto3('import "far.proto";', "message Near { far.M0 first = 1; }"),
        references: [{ name: "far.proto", text }],
      };
    };
    const mentions = Array.from({ length: levels - 1 }, (_, i) => [`#/M${i}/1`, `#/M${i}/2`]).flat();
    expect(new Set(breaksOf(chain("int32"), chain("string")))).toEqual(
      new Set([
        `field-scalar-kind-changed #/M${levels - 1}/1`,
        ...["#/Near/1", ...mentions].map((path) => `field-named-type-changed ${path}`),
      ]),
    );
    expect(breaksOf(chain("int32"), chain("int64"))).toEqual([]);
  });
});
