import { describe, expect, test } from "vitest";
import { type Config, defaultConfig } from "../src/config/config.ts";
import { describeOrigin, describeSubjects, idleEntries } from "../src/config/listing.ts";
import { parseConfig } from "../src/config/parse.ts";
import type { Placed, Placement } from "../src/config/placement.ts";
import { createPlacer, type SchemaFile } from "../src/config/subjects.ts";
import { contentDerived, expandTemplate, placeholdersOf, valuesOf } from "../src/config/templates.ts";

function configOf(text: string): Config {
  const { config, problems } = parseConfig(`version: 1\n${text}`, "schemactl.yaml");
  if (config === undefined) throw new Error(problems.map(({ message }) => message).join("; "));
  return config;
}

const file = (path: string, name?: string): SchemaFile => ({ path, format: "avro", name });
const usage = file("schemas/cost/usage.avsc", "llm.cost.TokenUsage");

async function place(text: string, of: SchemaFile): Promise<Placement> {
  return (await createPlacer(configOf(text))).place(of);
}

async function placed(text: string, of: SchemaFile): Promise<Placed> {
  const placement = await place(text, of);
  if (placement.kind !== "placed") throw new Error(JSON.stringify(placement));
  return placement;
}

describe("a subject template", () => {
  const cost = valuesOf("schemas/cost/usage.v1.avsc", "llm.cost.TokenUsage");
  const root = valuesOf("usage.avsc", "TokenUsage");
  test.each([
    ["{namespace}.{name}-value", cost, "llm.cost.TokenUsage-value"],
    ["{path}", cost, "schemas/cost/usage.v1"],
    ["{dir}/{name}", cost, "schemas/cost/TokenUsage"],
    ["{dir}", cost, "schemas/cost"],
    ["{file}", cost, "usage.v1"],
    ["orders-value", cost, "orders-value"],
    ["{namespace}.{name}-value", root, "TokenUsage-value"],
    ["{dir}/{file}", root, "usage"],
    ["llm-{namespace}-{name}", root, "llm-TokenUsage"],
    ["{name}.{namespace}", root, "TokenUsage"],
    ["{dir}/{namespace}.{name}", root, "TokenUsage"],
    ["{name}{namespace}", root, "TokenUsage"],
    ["{namespace} of {name}", root, " of TokenUsage"],
    ["{namespace}..{name}", root, ".TokenUsage"],
    ["{namespace}", root, ""],
    ["{path}", root, "usage"],
    ["{file}", valuesOf("schemas/.avsc", undefined), ".avsc"],
    ["{path}", valuesOf("schemas.v2/usage", undefined), "schemas.v2/usage"],
    ["{name}", valuesOf("a.avsc", "llm.__proto__"), "__proto__"],
  ])("%s of %o is %s", (template, values, subject) => {
    expect(expandTemplate(template, values)).toBe(subject);
  });

  test("comes from the content when it asks for nothing of the path", () => {
    expect(contentDerived("{namespace}.{name}-value")).toBe(true);
    expect(contentDerived("orders-value")).toBe(true);
    expect(contentDerived("{name}-{dir}")).toBe(false);
    expect(placeholdersOf("{name}-{dir}{file}")).toEqual(["name", "dir", "file"]);
  });
});

describe("a file's place", () => {
  test("without configuration is its full name, or its path without the extension", async () => {
    const placer = await createPlacer(defaultConfig);
    const byDefault = { kind: "default" };
    expect(placer.place(usage)).toEqual({
      kind: "placed",
      path: "schemas/cost/usage.avsc",
      subject: "llm.cost.TokenUsage",
      was: [],
      mode: "BACKWARD",
      policy: "strict",
      tags: [],
      contentDerived: true,
      decidedBy: { subject: byDefault, was: byDefault, mode: byDefault, policy: byDefault, owner: byDefault, tags: [] },
    });
    expect(placer.place(file("schemas/models.avsc"))).toMatchObject({
      subject: "schemas/models",
      contentDerived: false,
    });
    expect(placer.ignored("schemas/models.avsc")).toBeUndefined();
  });

  test("of a schema without a name is its path without its root and ending", async () => {
    const proto = (path: string) => ({ path, format: "protobuf", name: undefined }) as const;
    const json = (path: string) => ({ ...proto(path), format: "json-schema" }) as const;
    const subjectIn = async (config: string, path: string) =>
      (await placed(config, path.endsWith(".proto") ? proto(path) : json(path))).subject;
    const roots = "protobuf:\n  roots: [contracts, contracts/v1, .]\n";
    expect(await subjectIn("", "proto/llm/cost/usage.proto")).toBe("llm/cost/usage");
    expect(await subjectIn("", "services/proto/usage.proto")).toBe("services/proto/usage");
    expect(await subjectIn(roots, "proto/llm/cost/usage.proto")).toBe("proto/llm/cost/usage");
    expect(await subjectIn(roots, "contracts/v1/usage.proto")).toBe("usage");
    expect(await subjectIn("", "proto/trace.schema.json")).toBe("proto/trace");
    expect(await subjectIn("", "schemas/v1.2/trace.json")).toBe("schemas/v1.2/trace");
    expect(await placed(roots, proto("contracts/usage.proto"))).toMatchObject({
      subject: "usage",
      elsewhere: ["contracts/v1/usage.proto", "usage.proto"],
    });
  });

  const layered = `compatibility: FULL
schemas:
  - files: "schemas/**"
    subject: "{name}-value"
    owner: platform
    tags: [llm, pii]
  - files: ["schemas/cost/**", "!schemas/cost/drafts/**"]
    compatibility: BACKWARD_TRANSITIVE
    policy: lenient
    was: ["{name}", "usage-{file}", "TokenUsage-value"]
    tags: [money, llm]
  - files: schemas/cost/usage.avsc
    owner: billing
  - files: schemas/policy/**
    compatibility: NONE
`;

  test("is what every entry that matches says, in order: later keys win, tags add up", async () => {
    expect(await placed(layered, usage)).toEqual({
      kind: "placed",
      path: "schemas/cost/usage.avsc",
      subject: "TokenUsage-value",
      was: ["TokenUsage", "usage-usage"],
      mode: "BACKWARD_TRANSITIVE",
      policy: "lenient",
      owner: "billing",
      tags: ["llm", "pii", "money"],
      contentDerived: true,
      decidedBy: {
        subject: { kind: "entry", index: 0, line: 5 },
        was: { kind: "entry", index: 1, line: 11 },
        mode: { kind: "entry", index: 1, line: 9 },
        policy: { kind: "entry", index: 1, line: 10 },
        owner: { kind: "entry", index: 2, line: 14 },
        tags: [
          { kind: "entry", index: 0, line: 7 },
          { kind: "entry", index: 1, line: 12 },
        ],
      },
    });
  });

  test("leaves out what an entry takes out again, and falls back to the file's own keys", async () => {
    const draft = await placed(layered, file("schemas/cost/drafts/usage.avsc", "llm.cost.TokenUsage"));
    expect(draft).toMatchObject({ mode: "FULL", owner: "platform", tags: ["llm", "pii"], policy: "strict" });
    expect(draft.decidedBy).toMatchObject({ mode: { kind: "file", line: 2 }, policy: { kind: "default" } });
    expect(await placed(layered, file("schemas/policy/decision.avsc", "llm.policy.Decision"))).toMatchObject({
      mode: "NONE",
    });
  });

  test("is none where it is ignored", async () => {
    const ignoring = 'ignore: ["third_party/**", "!third_party/ours/**"]\n';
    const offset = file("third_party/kafka/offset.avsc", "kafka.Offset");
    expect(await place(ignoring, offset)).toEqual({
      kind: "ignored",
      path: "third_party/kafka/offset.avsc",
      glob: "third_party/**",
      line: 2,
    });
    expect(await place(ignoring, file("third_party/ours/offset.avsc", "llm.Offset"))).toMatchObject({ kind: "placed" });
  });

  test.each([
    [
      'schemas: [{ files: "**", subject: "{name}-value" }]',
      file("schemas/models.avsc"),
      "`schemas/models.avsc`: `{name}` has no value: the schema has no name",
    ],
    [
      'schemas: [{ files: "**", subject: "{file}.{namespace}" }]',
      file("schemas/models.avsc"),
      "`schemas/models.avsc`: `{namespace}` has no value: the schema has no name",
    ],
    [
      'schemas: [{ files: "**", was: ["old-{name}"] }]',
      file("schemas/models.avsc"),
      "`schemas/models.avsc`: `{name}` has no value: the schema has no name",
    ],
    [
      'schemas: [{ files: "**", subject: "{dir}" }]',
      file("models.avsc"),
      "`models.avsc`: `{dir}` leaves the subject empty",
    ],
    [
      'schemas: [{ files: "**", subject: "{namespace}" }]',
      file("models.avsc", "Models"),
      "`models.avsc`: `{namespace}` leaves the subject empty",
    ],
    [
      'schemas: [{ files: "**", subject: "{file}" }]',
      file("a\nb.avsc", "Models"),
      "`a\\nb.avsc`: `{file}` puts a control character into the subject",
    ],
  ])("that cannot be is a problem on the template's line: %s", async (text, of, message) => {
    expect(await place(text, of)).toEqual({
      kind: "misplaced",
      path: of.path,
      problem: {
        severity: "error",
        code: "config",
        message,
        hint: expect.any(String),
        file: "schemactl.yaml",
        line: 2,
        column: text.search(/"[^",]*\{/) + 1,
      },
    });
  });

  test("that would hold a control character without any template is a problem of the file", async () => {
    expect(await place("", file("a\tb.avsc"))).toMatchObject({
      kind: "misplaced",
      problem: { file: "a\tb.avsc", message: "`a\\tb.avsc`: the subject would hold a control character" },
    });
  });
});

describe("the list of subjects", () => {
  const config = configOf(`baseline: "tags:v*"
ignore: third_party/**
schemas:
  - { files: "schemas/**", subject: "{name}-value", owner: platform }
  - { files: "schema/**", tags: [pii] }
  - { files: ["*.avro", "events/**"], tags: [pii] }
`);
  const files = [
    file("schemas/policy/decision.avsc", "llm.policy.Decision"),
    file("schemas/models.avsc"),
    file("third_party/offset.avsc", "kafka.Offset"),
    file("archive/usage.avsc", "llm.cost.Usage"),
    usage,
    file("schemas/a/decision.avsc", "llm.policy.Decision"),
  ];

  test("has every file with its subject, and who decided", async () => {
    const { rows, ignored, problems } = describeSubjects(config, await createPlacer(config), files);
    expect(
      rows.map((row) => [row.subject, row.file, row.mode, row.owner, describeOrigin(row.decidedBy.subject, config)]),
    ).toEqual([
      ["Decision-value", "schemas/a/decision.avsc", "BACKWARD", "platform", "schemactl.yaml:5 (entry 1)"],
      ["Decision-value", "schemas/policy/decision.avsc", "BACKWARD", "platform", "schemactl.yaml:5 (entry 1)"],
      ["TokenUsage-value", "schemas/cost/usage.avsc", "BACKWARD", "platform", "schemactl.yaml:5 (entry 1)"],
      ["llm.cost.Usage", "archive/usage.avsc", "BACKWARD", undefined, "default"],
    ]);
    expect(rows[0]).toMatchObject({
      baseline: ["tags:v*"],
      decidedBy: { baseline: { kind: "file", line: 2 }, mode: { kind: "default" } },
    });
    expect(describeOrigin({ kind: "file", line: 2 }, config)).toBe("schemactl.yaml:2");
    expect(ignored).toEqual([{ kind: "ignored", path: "third_party/offset.avsc", glob: "third_party/**", line: 3 }]);
    expect(problems).toMatchObject([
      { message: "`schemas/models.avsc`: `{name}` has no value: the schema has no name", line: 5 },
    ]);
  });

  test("names the entries that match nothing", async () => {
    const idle = idleEntries(
      config,
      await createPlacer(config),
      files.map(({ path }) => path),
    );
    expect(idle).toMatchObject([
      {
        severity: "warning",
        message: "`schema/**` matches no schema file",
        file: "schemactl.yaml",
        line: 6,
        column: 14,
      },
      { severity: "warning", message: "`*.avro`, `events/**` matches no schema file", line: 7 },
    ]);
  });
});
