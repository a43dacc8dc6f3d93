import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createRepository,
  removeFolders,
  repositoryAt,
  type TestRepository,
  temporaryFolder,
} from "./support/repository.ts";
import { type Run, run, transcript } from "./support/run.ts";

const record = (name: string, fields: readonly unknown[], more: object = {}): object => ({
  type: "record",
  name,
  namespace: "llm.cost",
  ...more,
  fields,
});
const field = (name: string, type: unknown, more: object = {}): object => ({ name, type, ...more });

const usage = record("TokenUsage", [field("model_id", "string"), field("tokens", "int")]);
const wider = record("TokenUsage", [field("model_id", "string"), field("tokens", "long")]);
const priced = record("TokenUsage", [
  field("model_id", "string"),
  field("tokens", "long"),
  field("cost_usd", "double"),
]);
const money = (type: string): object => record("Money", [field("amount", type), field("currency", "string")]);
const invoice = record("Invoice", [field("total", "llm.cost.Money")]);

let repository: TestRepository;
beforeAll(() => {
  repository = createRepository();
  repository.commit("token usage", {
    "schemas/cost/usage.avsc": usage,
    "schemas/cost/invoice.avsc": invoice,
    "schemas/money.avsc": money("long"),
  });
  repository.write({ "schemas/cost/usage.avsc": wider });
  repository.git("add", "--all");
  repository.write({ "schemas/cost/usage.avsc": priced, "schemas/money.avsc": money("string") });
});
afterAll(removeFolders);

const diffIn = (cwd: string, ...args: readonly string[]): Promise<Run> => run(["diff", ...args], { cwd });
const diff = (...args: readonly string[]): Promise<Run> => diffIn(repository.path, ...args);

/** Two files in a folder outside of any repository. */
function folderWith(files: Readonly<Record<string, object | string>>): string {
  const folder = temporaryFolder();
  repositoryAt(folder).write(files);
  return folder;
}

interface Document {
  readonly bump: string;
  readonly compatible: { readonly backward: boolean; readonly forward: boolean };
  readonly old: string | null;
  readonly new: string | null;
  readonly changes: readonly {
    readonly direction: string;
    readonly rule: string;
    readonly effect: string;
    readonly at: readonly string[];
    readonly old: { readonly line: number; readonly file?: string };
    readonly new: { readonly line: number; readonly file?: string };
    readonly proof?: { readonly kind: string };
  }[];
}

async function document(...args: readonly string[]): Promise<Document> {
  const { stdout, stderr, code } = await diff(...args, "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Document;
}

describe("what the arguments name", () => {
  test("a file and a commit's: every change in both directions, on both sides' lines", async () => {
    const line = "schemactl diff HEAD:schemas/cost/usage.avsc schemas/cost/usage.avsc";
    const result = await diff("HEAD:schemas/cost/usage.avsc", "schemas/cost/usage.avsc");
    expect(result.code).toBe(0);
    await expect(transcript(line, result)).toMatchFileSnapshot("transcripts/diff-usage.txt");
  });

  test("the same for a machine", async () => {
    const { stdout } = await diff("HEAD:schemas/cost/usage.avsc", "schemas/cost/usage.avsc", "--format", "json");
    await expect(stdout).toMatchFileSnapshot("transcripts/diff-usage.json.txt");
  });

  test("the index is neither the commit nor the work tree", async () => {
    const staged = await document("HEAD:schemas/cost/usage.avsc", ":schemas/cost/usage.avsc");
    expect(staged).toMatchObject({ bump: "major", compatible: { backward: true, forward: false } });
    expect(JSON.stringify(staged)).not.toContain("cost_usd");
    const unstaged = await document(":schemas/cost/usage.avsc", "schemas/cost/usage.avsc");
    expect(JSON.stringify(unstaged)).toContain("cost_usd");
  });

  test("`./` and `../` start from here, anything else from the root", async () => {
    const from = (cwd: string, ...args: readonly string[]) => diffIn(`${repository.path}/${cwd}`, ...args);
    const here = await from("schemas/cost", "HEAD:./usage.avsc", "usage.avsc");
    expect(here.stdout).toContain("cost_usd");
    expect((await from("schemas/cost", ":../money.avsc", "HEAD:schemas/money.avsc")).stdout).toContain(
      "nothing differs",
    );
    expect((await from("schemas", "HEAD:schemas/cost/usage.avsc", "cost/usage.avsc")).stdout).toBe(
      here.stdout.replace("HEAD:./usage.avsc → usage.avsc", "HEAD:schemas/cost/usage.avsc → cost/usage.avsc"),
    );
  });

  test("a dash is the standard input", async () => {
    const { stdout } = await run(["diff", "-", "schemas/cost/usage.avsc"], {
      cwd: repository.path,
      stdin: JSON.stringify(priced),
    });
    expect(stdout).toContain("nothing differs");
  });

  test("/dev/null is nothing: a schema is new, or gone", async () => {
    expect(await document("/dev/null", "schemas/cost/usage.avsc")).toMatchObject({
      old: null,
      bump: "minor",
      changes: [],
    });
    expect(await document("schemas/cost/usage.avsc", "/dev/null")).toMatchObject({ new: null, bump: "major" });
    expect(await document("/dev/null", "/dev/null", "--as", "avro")).toMatchObject({ bump: "none" });
  });

  test("a file outside of any repository", async () => {
    const folder = folderWith({ "old.avsc": usage, "invoice.avsc": invoice, "money.avsc": money("long") });
    const { stdout } = await diffIn(folder, "old.avsc", `${repository.path}/schemas/cost/usage.avsc`);
    expect(stdout).toContain("cost_usd");
    const whole = await diffIn(folder, "invoice.avsc", "invoice.avsc");
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing differs") });
  });

  test("each side's references are those of its own tree", async () => {
    const { changes, bump } = await document("HEAD:schemas/cost/invoice.avsc", "schemas/cost/invoice.avsc");
    expect(bump).toBe("major");
    expect(changes).toContainEqual(
      expect.objectContaining({
        direction: "backward",
        effect: "breaks",
        old: expect.objectContaining({ file: "schemas/money.avsc" }),
        new: expect.objectContaining({ file: "schemas/money.avsc" }),
      }),
    );
    const staged = await document("HEAD:schemas/cost/invoice.avsc", ":schemas/cost/invoice.avsc");
    expect(staged).toMatchObject({ bump: "none", changes: [] });
  });
});

describe("the bump", () => {
  const changed = async (old: object | string, now: object | string): Promise<Document> => {
    const folder = folderWith({ "old.avsc": old, "new.avsc": now });
    const { stdout } = await diffIn(folder, "old.avsc", "new.avsc", "--format", "json");
    return JSON.parse(stdout) as Document;
  };
  const latency = (symbols: readonly string[], more: object = {}): object => ({
    type: "enum",
    name: "LatencyClass",
    symbols,
    ...more,
  });

  test.each([
    { what: "a field without a default", old: usage, now: priced, bump: "major" },
    { what: "a type that only new readers read", old: usage, now: wider, bump: "major" },
    {
      what: "a field with a default",
      old: usage,
      now: record("TokenUsage", [
        field("model_id", "string"),
        field("tokens", "int"),
        field("cached", "int", { default: 0 }),
      ]),
      bump: "minor",
    },
    {
      what: "a symbol that readers have a default for",
      old: latency(["FAST", "SLOW"], { default: "SLOW" }),
      now: latency(["FAST", "SLOW", "BATCH"], { default: "SLOW" }),
      bump: "minor",
    },
    {
      what: "a doc",
      old: usage,
      now: record("TokenUsage", [field("model_id", "string", { doc: "as billed" }), field("tokens", "int")]),
      bump: "patch",
    },
    {
      what: "an unknown property",
      old: usage,
      now: record("TokenUsage", [field("model_id", "string"), field("tokens", "int")], { owner: "finops" }),
      bump: "patch",
    },
    {
      what: "the order of fields",
      old: usage,
      now: record("TokenUsage", [field("tokens", "int"), field("model_id", "string")]),
      bump: "patch",
    },
    {
      what: "white space and key order",
      old: usage,
      now: JSON.stringify({
        fields: [field("model_id", "string"), field("tokens", "int")],
        name: "TokenUsage",
        namespace: "llm.cost",
        type: "record",
      }),
      bump: "none",
    },
    { what: "nothing", old: usage, now: usage, bump: "none" },
  ])("$what: $bump", async ({ old, now, bump }) => {
    expect((await changed(old, now)).bump).toBe(bump);
    const back = (await changed(now, old)).bump;
    expect(back).toBe(bump);
  });

  test("each direction's verdict is the other's, when the sides change places", async () => {
    const there = await changed(usage, priced);
    const back = await changed(priced, usage);
    expect(there.compatible).toEqual({ backward: back.compatible.forward, forward: back.compatible.backward });
    const facts = ({ changes }: Document, direction: string): string[] =>
      changes
        .filter((change) => change.direction === direction)
        .map(({ rule, at }) => JSON.stringify([rule, at]))
        .sort();
    expect(facts(there, "backward")).toEqual(facts(back, "forward"));
    expect(facts(there, "forward")).toEqual(facts(back, "backward"));
  });
});

describe("proof", () => {
  test("is looked for when asked", async () => {
    const args = ["HEAD:schemas/cost/usage.avsc", "schemas/cost/usage.avsc"];
    const breaks = ({ changes }: Document) => changes.filter(({ effect }) => effect === "breaks");
    expect(breaks(await document(...args)).map(({ proof }) => proof)).toEqual([undefined, undefined]);
    expect(breaks(await document(...args, "--prove")).map(({ proof }) => proof?.kind)).toEqual(["witness", "witness"]);
  });
});

describe("what cannot be compared", () => {
  beforeAll(() => {
    repository.write({
      "broken.avsc": '{"type": "record",\n  "name": "Broken"\n}',
      "usage.proto": 'syntax = "proto3";',
      "usage.txt": usage,
    });
  });

  test.each([
    { args: ["nowhere.avsc", "schemas/cost/usage.avsc"], code: 3, says: "there is no file `nowhere.avsc`" },
    { args: ["HEAD:nowhere.avsc", "schemas/cost/usage.avsc"], code: 3, says: "`HEAD:nowhere.avsc` names no file" },
    { args: ["schemas/cost/usage.avsc", ":nowhere.avsc"], code: 3, says: "`:nowhere.avsc` names no file" },
    { args: ["v9:usage.avsc", "schemas/cost/usage.avsc"], code: 2, says: "there is no commit `v9`" },
    { args: ["broken.avsc", "schemas/cost/usage.avsc"], code: 3, says: "at broken.avsc:1:1" },
    { args: ["schemas/cost/usage.avsc", "usage.proto"], code: 2, says: "`usage.proto` is not Avro" },
    { args: ["usage.txt", "schemas/cost/usage.avsc"], code: 2, says: "write --as avro" },
    { args: ["-", "/dev/null"], code: 2, says: "nothing says which language `-` and `/dev/null` are written in" },
    { args: ["schemas", "schemas/cost/usage.avsc", "--as", "avro"], code: 3, says: "there is no file `schemas`" },
    { args: ["a.proto", "usage.proto", "--as", "protobuf"], code: 3, says: "there is no file `a.proto`" },
  ])("$args", async ({ args, code, says }) => {
    const result = await diff(...args);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(says) });
    expect(result.stderr).not.toContain("internal error");
    const asJson = await diff(...args, "--format", "json");
    expect({ code: asJson.code, stderr: asJson.stderr }).toEqual({ code, stderr: "" });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ schemaVersion: 1, exitCode: code, subjects: [] });
  });

  test("--as says what a name does not", async () => {
    expect(await document("usage.txt", "schemas/cost/usage.avsc", "--as", "avro")).toMatchObject({ bump: "major" });
  });
});
