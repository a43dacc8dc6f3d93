import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "../src/compatibility/fingerprint.ts";
import { formatByName } from "../src/formats/index.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Side {
  readonly writer: Json;
  readonly reader: Json;
}

const avro = await formatByName("avro");

/** What breaks between two texts: each rule with its fingerprint, as `check` would make it. */
async function prints(writer: string, reader: string, subject = "llm.cost.Usage"): Promise<readonly string[]> {
  const read = (text: string) => avro.parse({ text }, { strictness: "lenient" });
  const { findings } = await avro.compare(read(writer), read(reader), { policy: "strict", prove: false });
  const breaking = findings.filter(({ effect }) => effect === "breaks");
  return breaking.map(({ rule, place }) => `${rule} ${fingerprintOf(subject, rule, "backward", place)}`);
}

const usage = (...fields: Json[]): Json => ({ type: "record", name: "Usage", namespace: "llm.cost", fields });
const field = (name: string, type: Json, more: { [key: string]: Json } = {}): Json => ({ name, type, ...more });
const status = (...symbols: string[]): Json => ({ type: "enum", name: "Status", symbols });
const span = (...fields: Json[]): Json => ({ type: "record", name: "Span", fields });

/** One break of each kind, with an edit at its place that makes it another break of the same kind. */
const breaks: readonly (Side & { readonly rule: string; readonly other: Side })[] = [
  {
    rule: "reader-field-missing-default-value",
    ...{ writer: usage(field("model", "string")), reader: usage(field("model", "string"), field("cost", "double")) },
    other: { writer: usage(field("model", "string")), reader: usage(field("model", "string"), field("cost", "float")) },
  },
  {
    rule: "type-mismatch",
    ...{ writer: usage(field("tokens", "string")), reader: usage(field("tokens", "int")) },
    other: { writer: usage(field("tokens", "string")), reader: usage(field("tokens", "long")) },
  },
  {
    rule: "missing-enum-symbols",
    ...{ writer: usage(field("status", status("OK", "LIMIT"))), reader: usage(field("status", status("OK"))) },
    other: {
      writer: usage(field("status", status("OK", "LIMIT"))),
      reader: usage(field("status", status("OK", "OTHER"))),
    },
  },
  {
    rule: "missing-union-branch",
    ...{ writer: usage(field("note", ["null", "string"])), reader: usage(field("note", ["null", "int"])) },
    other: { writer: usage(field("note", ["null", "string"])), reader: usage(field("note", ["null", "long"])) },
  },
  {
    rule: "name-mismatch",
    ...{
      writer: usage(field("span", span(field("id", "string")))),
      reader: usage(field("span", { ...(span(field("id", "string")) as object), name: "Trace" })),
    },
    other: {
      writer: usage(field("span", span(field("id", "string")))),
      reader: usage(field("span", { ...(span(field("id", "string")) as object), name: "Root" })),
    },
  },
  {
    rule: "fixed-size-mismatch",
    ...{
      writer: usage(field("hash", { type: "fixed", name: "Hash", size: 16 })),
      reader: usage(field("hash", { type: "fixed", name: "Hash", size: 32 })),
    },
    other: {
      writer: usage(field("hash", { type: "fixed", name: "Hash", size: 16 })),
      reader: usage(field("hash", { type: "fixed", name: "Hash", size: 20 })),
    },
  },
];

/** Edits of one side that concern another place, or nothing at all. */
const docs = fc.string({ minLength: 1, maxLength: 12 });

/** Documents every type and field, in another order of keys. */
function documented(node: Json, doc: string): Json {
  if (Array.isArray(node)) return node.map((item) => documented(item, doc));
  if (node === null || typeof node !== "object") return node;
  const members = Object.entries(node).map(([key, value]) => [key, documented(value, doc)] as const);
  const named = "name" in node ? [["doc", doc] as const] : [];
  return Object.fromEntries([...named, ...members.toReversed()]);
}

/** A field with a default that both sides have, in front of or behind the others. */
function beside(node: Json, name: string, first: boolean): Json {
  const { fields, ...rest } = node as { fields: Json[]; [key: string]: Json };
  const added = field(name, ["null", "string"], { default: null });
  return { ...rest, fields: first ? [added, ...fields] : [...fields, added] };
}

describe.each(breaks)("the fingerprint of $rule", ({ rule, writer, reader, other }) => {
  const plain = () => prints(JSON.stringify(writer), JSON.stringify(reader));

  it("stands for one break", async () => {
    const [print, ...more] = await plain();
    expect(print).toMatch(new RegExp(`^avro/${rule} [0-9a-f]{64}$`));
    expect(more).toEqual([]);
  });

  it("is not changed by layout, docs, the order of keys, or fields added beside", async () => {
    const expected = await plain();
    await fc.assert(
      fc.asyncProperty(
        docs,
        docs,
        fc.constantFrom(0, 1, 2, "\t"),
        fc.boolean(),
        fc.boolean(),
        async (mine, theirs, indent, first, both) => {
          const added = (node: Json) => beside(node, "team", first);
          const edited = {
            writer: both ? added(documented(writer, mine)) : documented(writer, mine),
            reader: added(documented(reader, theirs)),
          };
          const text = (node: Json) => `// ${JSON.stringify(mine)}\n${JSON.stringify(node, null, indent)}\n`;
          expect(await prints(text(edited.writer), text(edited.reader))).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is changed by any other change at its place, by the direction and by the subject", async () => {
    const expected = await plain();
    const changed = await prints(JSON.stringify(other.writer), JSON.stringify(other.reader));
    expect(changed.map((print) => print.split(" ")[0])).toEqual([`avro/${rule}`]);
    expect(changed).not.toEqual(expected);
    expect(await prints(JSON.stringify(writer), JSON.stringify(reader), "llm.cost.Other")).not.toEqual(expected);
  });
});

describe("the fingerprint", () => {
  it("tells the same difference at two places apart", async () => {
    const writer = usage(field("a", "string"), field("b", "string"));
    const found = await prints(JSON.stringify(writer), JSON.stringify(usage(field("a", "int"), field("b", "int"))));
    expect(new Set(found).size).toBe(2);
  });

  it("goes by names, not by positions: branches and fields in another order keep it", async () => {
    const writer = usage(field("note", ["null", "string", "bytes"]), field("model", "string"));
    const reader = (branches: string[], ...more: Json[]) => JSON.stringify(usage(...more, field("note", branches)));
    const before = await prints(JSON.stringify(writer), reader(["null", "int"], field("model", "string")));
    const moved = usage(field("model", "string"), field("note", ["null", "string", "bytes"]));
    expect(await prints(JSON.stringify(moved), reader(["null", "int"], field("model", "string")))).toEqual(before);
  });
});
