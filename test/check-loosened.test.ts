// A change cannot loosen the gate that it has to pass.
import { afterAll, describe, expect, it } from "vitest";
import { modeNames, modes } from "../src/compatibility/modes.ts";
import { weakenings } from "../src/inspection/weakening.ts";
import type { Mode } from "../src/model.ts";
import { approveAll, checkOn, problems, statuses } from "./support/approvals.ts";
import { check, findingsOf, places, record, verdicts } from "./support/check.ts";
import { createRepository, type FileContents, removeFolders, type TestRepository } from "./support/repository.ts";

afterAll(removeFolders);

const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const cost = { name: "cost_usd", type: "double" };
const policy = record("llm.Policy", "id");

/** A repository on a branch, with that configuration on main. */
function configured(config: string | null, files: Readonly<Record<string, FileContents>> = {}): TestRepository {
  const repository = createRepository();
  const gate = config === null ? {} : { "schemactl.yaml": config };
  repository.commit("start", { "usage.avsc": usage(), "policy.avsc": policy, ...gate, ...files });
  repository.branch("work");
  return repository;
}

const yaml = (...lines: readonly string[]): string => ["version: 1", ...lines, ""].join("\n");
const entry = (rest: string, files = "usage.avsc"): string => `schemas: [{ files: "${files}", ${rest} }]`;

/** `subject: message` of every loosening. */
async function loosened(repository: TestRepository, ...args: readonly string[]): Promise<readonly string[]> {
  const { report } = await check(repository, ...args);
  return report.subjects.flatMap(({ subject, findings }) =>
    findings.filter(({ rule }) => rule === "config/loosened").map(({ message }) => `${subject}: ${message}`),
  );
}

describe("a configuration that asks less", () => {
  const weaker: readonly [string, string, string, readonly string[]][] = [
    [
      "a question",
      yaml("compatibility: FULL"),
      yaml("compatibility: BACKWARD"),
      [
        "llm.Policy: `llm.Policy` is asked less, as its compatibility goes from FULL to BACKWARD: nobody asks any more whether old readers can read new data",
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its compatibility goes from FULL to BACKWARD: nobody asks any more whether old readers can read new data",
      ],
    ],
    [
      "older versions",
      yaml(entry("compatibility: BACKWARD_TRANSITIVE")),
      yaml(entry("compatibility: BACKWARD")),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its compatibility goes from BACKWARD_TRANSITIVE to BACKWARD: versions before the latest are no longer compared",
      ],
    ],
    [
      "the other question",
      yaml(entry("compatibility: FORWARD")),
      yaml(entry("compatibility: BACKWARD")),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its compatibility goes from FORWARD to BACKWARD: nobody asks any more whether old readers can read new data",
      ],
    ],
    [
      "nothing of a frozen subject",
      yaml(entry("compatibility: DISABLED")),
      yaml(entry("compatibility: FULL")),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its compatibility goes from DISABLED to FULL: the subject accepts versions again",
      ],
    ],
    [
      "nothing of a file",
      yaml(),
      yaml('ignore: ["usage.*"]'),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its ignore goes from checked to ignored by `usage.*`: the file is no longer found, and nothing of it is checked",
      ],
    ],
    [
      "another subject",
      yaml(),
      yaml(entry("subject: usage-value")),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its subject goes from llm.cost.TokenUsage to usage-value: its versions are no longer compared, unless `was` says that they go on",
      ],
    ],
    [
      "nothing of an earlier name",
      yaml(entry('compatibility: FULL_TRANSITIVE, was: ["llm.Usage"]')),
      yaml(entry("compatibility: FULL_TRANSITIVE")),
      [
        "llm.cost.TokenUsage: `llm.cost.TokenUsage` is asked less, as its was goes from llm.Usage to nothing: versions under earlier names are no longer compared",
      ],
    ],
    [
      "a lower severity",
      yaml("soundness: error"),
      yaml(),
      [
        "llm.Policy: `llm.Policy` is asked less, as its soundness goes from error to warn: data that is lost or misread weighs less, for every subject",
      ],
    ],
    [
      "a weaker baseline",
      yaml('baseline: ["merge-base", "tags:v*"]'),
      yaml('baseline: ["merge-base"]'),
      [
        "llm.Policy: `llm.Policy` is asked less, as its baseline goes from merge-base, tags:v* to merge-base: no candidate is held against `tags:v*` any more",
      ],
    ],
    [
      "a longer approval",
      yaml(),
      yaml("approvals: { max-days: 91 }"),
      [
        "llm.Policy: `llm.Policy` is asked less, as its approvals goes from 90 days to 91 days: approvals of every subject may last longer",
      ],
    ],
    [
      "nothing that fails",
      yaml(),
      yaml("mode: warn"),
      ["llm.Policy: `llm.Policy` is asked less, as its mode goes from enforce to warn: nothing fails a run"],
    ],
    [
      "nothing that fails for longer",
      yaml("mode: warn", "enforce-from: 2026-04-01"),
      yaml("mode: warn", "enforce-from: 2026-05-01"),
      [
        "llm.Policy: `llm.Policy` is asked less, as its mode goes from warn until 2026-04-01 to warn until 2026-05-01: nothing fails a run",
      ],
    ],
  ];
  it.each(weaker)("%s is a finding, and approvable", async (_, before, after, expected) => {
    const repository = configured(before);
    repository.write({ "schemactl.yaml": after });
    expect(await loosened(repository)).toEqual(expected);
    const isWarning = before.includes("mode: warn");
    expect((await check(repository)).code).toBe(isWarning ? 0 : 1);
    await approveAll(repository);
    const checked = await check(repository);
    expect(checked.code).toBe(0);
    expect(new Set(statuses(checked))).toEqual(new Set(["config/loosened approved"]));
  });

  it("is shown on its line, and stands before all else", async () => {
    const repository = configured(yaml("compatibility: FULL"));
    repository.write({ "schemactl.yaml": yaml("policy: strict", "compatibility: NONE"), "usage.avsc": usage(cost) });
    expect(places(await check(repository))).toEqual([
      "schemactl.yaml:3:16 config/loosened",
      "schemactl.yaml:3:16 config/loosened",
      "usage.avsc:11:15 avro/reader-field-missing-default-value",
    ]);
  });

  it("does not let through what the merge-base's own objects to, until that is approved too", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": yaml(entry("compatibility: NONE")), "usage.avsc": usage(cost) });
    const checked = await check(repository);
    expect(statuses(checked)).toEqual(["config/loosened", "avro/reader-field-missing-default-value"]);
    await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });
  });

  it("is one approval for all subjects that lose the same by the same line", async () => {
    const repository = configured(yaml("compatibility: FULL"));
    repository.write({ "schemactl.yaml": yaml("compatibility: BACKWARD") });
    const prints = new Set(findingsOf(await check(repository)).map(({ fingerprint }) => fingerprint));
    expect(prints.size).toBe(1);
  });

  it("is told of twenty subjects and counted for the others", async () => {
    const names = Array.from({ length: 30 }, (_, i) => `Event${String(i).padStart(2, "0")}`);
    const schemas = Object.fromEntries(names.map((name) => [`${name}.avsc`, record(`llm.${name}`, "id")]));
    const repository = configured(yaml("compatibility: FULL"), schemas);
    repository.write({ "schemactl.yaml": yaml("compatibility: BACKWARD") });
    const told = await loosened(repository);
    expect(told.length).toBe(20);
    expect(told.filter((line) => line.endsWith("; so it is for 12 more subjects than are told")).length).toBe(1);
    await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });
  });

  it("of JSON Schema may be a policy; what that does not touch is not loosened by it", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": yaml("policy: lenient") });
    expect(await loosened(repository)).toEqual([]);
    const [strict, lenient] = [
      { mode: "FULL", policy: "strict" } as const,
      { mode: "FULL", policy: "lenient" } as const,
    ];
    expect(weakenings("json-schema", strict, lenient).map(({ key }) => key)).toEqual(["policy"]);
    expect(weakenings("json-schema", lenient, strict)).toEqual([]);
  });

  it.each(modeNames.flatMap((before) => modeNames.map((after) => [before, after] as const)))(
    "is told from every mode to every other: %s to %s",
    (before, after) => {
      const questions = (mode: Mode): readonly string[] =>
        (["backward", "forward"] as const)
          .filter((direction) => modes[mode][direction])
          .flatMap((direction) => [direction, ...(modes[mode].transitive ? [`${direction} of every version`] : [])]);
      const lost = questions(before).some((question) => !questions(after).includes(question));
      const isLess = after !== "DISABLED" && (lost || before === "DISABLED");
      const demands = (mode: Mode) => ({ mode, policy: "strict" }) as const;
      expect(weakenings("avro", demands(before), demands(after)).length).toBe(isLess ? 1 : 0);
    },
  );

  it("may be a move to where less is asked", async () => {
    const lax = yaml('schemas: [{ files: "drafts/**", compatibility: NONE }]');
    const repository = configured(lax);
    repository.git("mv", "--verbose", "policy.avsc", "kept.avsc");
    repository.write({ "drafts/usage.avsc": usage(cost), "usage.avsc": null });
    const checked = await check(repository);
    expect(checked.code).toBe(1);
    expect(places(checked)).toEqual(["drafts/usage.avsc:3:11 config/loosened"]);
  });

  it("may be a name that goes on in a file which has a past of its own", async () => {
    const repository = configured(yaml());
    repository.write({
      "usage.avsc": null,
      "policy.avsc": record("llm.Policy", "id", { name: "team", type: "string", default: "" }),
      "schemactl.yaml": yaml(entry('was: ["llm.cost.TokenUsage"]', "policy.avsc")),
    });
    expect(await loosened(repository)).toEqual([
      "llm.Policy: `llm.Policy` is asked less, as its was goes from llm.cost.TokenUsage to llm.Policy: the file of `llm.cost.TokenUsage` is gone, and this one has a past of its own, so that nothing is compared with it",
    ]);
  });

  it("may be no configuration at all", async () => {
    const repository = configured(yaml("compatibility: FULL"));
    repository.git("rm", "--quiet", "schemactl.yaml");
    expect((await loosened(repository)).length).toBe(2);
    repository.git("mv", "usage.avsc", "x.avsc");
    repository.git("mv", "x.avsc", "usage.avsc");
    expect(places(await check(repository))).toEqual([
      "policy.avsc:1:1 config/loosened",
      "usage.avsc:1:1 config/loosened",
    ]);
  });

  it("may be what a linked configuration leads to", async () => {
    const repository = createRepository();
    repository.symlink("schemactl.yaml", "gate/config.yaml");
    repository.commit("start", { "usage.avsc": usage(), "gate/config.yaml": yaml("compatibility: FULL") });
    repository.branch("work");
    repository.write({ "gate/config.yaml": yaml("compatibility: NONE") });
    expect((await loosened(repository)).length).toBe(1);
  });

  it("is seen in the index, and in the file that --config names", async () => {
    const repository = configured(yaml("compatibility: FULL"), { "gate.yaml": yaml("compatibility: FULL") });
    repository.write({ "schemactl.yaml": yaml("compatibility: NONE") });
    expect(await loosened(repository, "--staged")).toEqual([]);
    repository.git("add", "--all");
    expect((await loosened(repository, "--staged")).length).toBe(2);
    expect(await loosened(repository, "--config", "gate.yaml")).toEqual([]);
    repository.write({ "gate.yaml": yaml("compatibility: BACKWARD") });
    expect((await loosened(repository, "--config", "gate.yaml")).length).toBe(2);
  });

  it("is undecided where the baseline of the merge-base is gone, whatever the candidate compares with", async () => {
    const repository = configured(yaml("baseline: release"));
    repository.write({ "schemactl.yaml": yaml() });
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([1, ["config/loosened"]]);
    expect(problems(checked)[0]).toMatch(/^undecided: .* merge-base's configuration .*`release`/);
  });

  it("is judged from the merge-base, whatever the configuration compares with", async () => {
    const repository = configured(yaml("compatibility: FULL", 'baseline: "tags:v*"'));
    repository.tag("v1.0.0");
    repository.write({ "schemactl.yaml": yaml("compatibility: BACKWARD", 'baseline: "tags:v*"') });
    expect((await loosened(repository)).length).toBe(2);
    repository.write({ "schemactl.yaml": yaml("compatibility: NONE", "baseline: work") });
    repository.commit("all of it");
    expect((await loosened(repository)).length).toBe(3);
  });
});

describe("a configuration that asks as much", () => {
  const same: readonly [string, string, string][] = [
    ["more questions", yaml(), yaml("compatibility: FULL_TRANSITIVE")],
    ["the same in other words", yaml("compatibility: full"), yaml(entry("compatibility: FULL", "*.avsc"))],
    ["an owner", yaml(), yaml(entry("owner: platform"))],
    ["a frozen subject", yaml(), yaml(entry("compatibility: DISABLED"))],
    ["another baseline beside", yaml(), yaml('baseline: ["merge-base", "tags:v*"]')],
    ["a shorter approval", yaml(), yaml("approvals: { max-days: 7 }")],
    ["an end of the warning", yaml("mode: warn"), yaml()],
    ["a glob that matches no schema", yaml(), yaml('ignore: ["third_party/**"]')],
    ["another subject that goes on", yaml(), yaml(entry('subject: usage-value, was: ["llm.cost.TokenUsage"]'))],
  ];
  it.each(same)("passes: %s", async (_, before, after) => {
    const repository = configured(before);
    repository.write({ "schemactl.yaml": after });
    const checked = await check(repository);
    expect([checked.code, places(checked)]).toEqual([0, []]);
  });

  it("passes with a file that is new and ignored at once", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": yaml('ignore: ["fixtures/**"]'), "fixtures/broken.avsc": "{ no schema" });
    expect(await check(repository)).toMatchObject({ code: 0 });
    repository.git("mv", "policy.avsc", "fixtures/policy.avsc");
    expect(places(await check(repository))).toEqual(["policy.avsc:3:11 subject/deleted"]);
  });

  it("takes `was` of the same change as consent to a new name", async () => {
    const repository = configured(yaml());
    repository.write({
      "usage.avsc": record("llm.billing.TokenUsage", "model_id"),
      "schemactl.yaml": yaml(entry('was: ["llm.cost.TokenUsage"]')),
    });
    const checked = await check(repository);
    expect([checked.code, verdicts(checked)]).toEqual([0, { "llm.billing.TokenUsage": "compatible" }]);
  });
});

describe("without a configuration at the merge-base", () => {
  it("only what touches a schema of the same change is loosened", async () => {
    const repository = configured(null);
    repository.write({ "schemactl.yaml": yaml("compatibility: NONE", "mode: warn") });
    expect((await check(repository)).code).toBe(0);
    repository.write({ "usage.avsc": usage({ ...cost, default: 0 }) });
    const checked = await check(repository);
    expect(checked.code).toBe(1);
    expect(checked.report.subjects.map(({ subject }) => subject)).toEqual(["llm.cost.TokenUsage"]);
    expect(await loosened(repository)).toEqual([
      expect.stringContaining("compatibility goes from BACKWARD to NONE"),
      expect.stringContaining("mode goes from enforce to warn"),
    ]);
  });
});

describe("a configuration of the merge-base that cannot be used", () => {
  it.each([
    ["is no configuration", "version: 1\ncompatability: FULL\n"],
    ["is of a later version", "version: 2\ngates: {}\n"],
    ["is no YAML", "<<<<<<<\n"],
  ])("%s: the candidate's decides, and the report says so first", async (_, text) => {
    const repository = configured(text);
    repository.write({ "schemactl.yaml": yaml("compatibility: NONE"), "usage.avsc": usage(cost) });
    const checked = await check(repository);
    expect(checked.code).toBe(0);
    expect(checked.report.problems[0]).toMatchObject({ severity: "warning", code: "config/base-unusable" });
    expect(problems(checked)[0]).toContain("the candidate's configuration alone decides");
  });

  it("of the candidate is exit 2", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": "version: 2\n" });
    expect((await check(repository)).code).toBe(2);
  });
});

describe("mode: warn", () => {
  const warning = yaml("mode: warn", "enforce-from: 2026-04-01");

  it("reports everything, exits 0 and says so, until its day", async () => {
    const repository = configured(warning);
    repository.write({ "usage.avsc": usage(cost) });
    const before = await checkOn(repository, "2026-03-31");
    expect([before.code, before.report.enforcement, statuses(before).length]).toEqual([
      0,
      { mode: "warn", from: "2026-04-01" },
      1,
    ]);
    const after = await checkOn(repository, "2026-04-01");
    expect([after.code, after.report.enforcement]).toEqual([1, undefined]);
  });

  it("does not count in the change that enters it", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": warning, "usage.avsc": usage(cost) });
    const checked = await check(repository);
    expect([checked.code, checked.report.enforcement]).toEqual([1, undefined]);
  });

  it("is told from a compatibility mode that stands under its key", async () => {
    const repository = configured(yaml());
    repository.write({ "schemactl.yaml": yaml("mode: FULL") });
    const { code, report } = await check(repository);
    expect([code, report.problems[0]?.hint]).toEqual([2, "did you mean `compatibility: FULL`?"]);
  });
});

describe("a workflow that runs schemactl", () => {
  it("is named where a change touches it, and no other is", async () => {
    const gate = ".github/workflows/gate.yml";
    const repository = configured(yaml(), {
      [gate]: "on: pull_request\njobs: { gate: { steps: [{ run: schemactl check }] } }\n",
      ".github/workflows/docs.yml": "on: push\n",
    });
    repository.write({ [gate]: "on: push\n", ".github/workflows/docs.yml": "on: pull_request\n" });
    const checked = await check(repository);
    expect([checked.code, problems(checked)]).toEqual([
      0,
      ["workflow: a workflow that runs schemactl is changed here: see that the gate still runs"],
    ]);
  });
});
