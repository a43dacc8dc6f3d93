// What an approval's file must say to count, and what becomes of one that does not.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { approve, approveAll, approveOn, checkOn, problems, soon, statuses, today } from "./support/approvals.ts";
import { check, findingsOf, record } from "./support/check.ts";
import { createRepository, removeFolders, type TestRepository } from "./support/repository.ts";

afterAll(removeFolders);

const rule = "avro/reader-field-missing-default-value";
const usage = (...more: readonly (string | object)[]) => record("llm.cost.TokenUsage", "model_id", ...more);
const cost = { name: "cost_usd", type: "double" };
const region = { name: "region", type: "string" };

let repository: TestRepository;
let print: string;
let path: string;
beforeEach(async () => {
  repository = createRepository();
  repository.commit("start", { "usage.avsc": usage(), "policy.avsc": record("llm.Policy", "id") });
  repository.branch("work");
  repository.write({ "usage.avsc": usage(cost) });
  print = findingsOf(await check(repository))[0]?.fingerprint ?? "";
  path = `.schemactl/approvals/${print}.yaml`;
});

const why = ["--reason", "no reader is left", "--until", soon] as const;
const edit = (change: (text: string) => string) => repository.write({ [path]: change(repository.read(path)) });

describe("an approval", () => {
  it("is a small file that says who, when, why, what, against what and until when", async () => {
    const start = repository.git("rev-parse", "--short=7", "HEAD");
    expect(await approve(repository, print, ...why, "--who", "Ada")).toMatchObject({ code: 0 });
    expect(
      repository.read(path),
    ).toBe(`# Lets one finding of schemactl pass, once: it counts in the change that adds it, and lets nothing through after that.
version: 1
fingerprint: "${print}"
who: "Ada"
when: ${today}
until: ${soon}
against: "${start}"
reason: "no reader is left"
finding:
  rule: "${rule}"
  subject: "llm.cost.TokenUsage"
  file: "usage.avsc"
  message: "the reader needs \`cost_usd\`, which the writer never sends, and it has no default"
`);
  });

  it("lets through that finding and no other", async () => {
    await approveAll(repository);
    repository.write({ "usage.avsc": usage(cost, region) });
    const checked = await check(repository);
    expect([checked.code, [...statuses(checked)].sort()]).toEqual([1, [rule, `${rule} approved`]]);
  });

  it("lets through nothing that is another schema at that place", async () => {
    await approveAll(repository);
    repository.write({ "usage.avsc": usage({ ...cost, type: "float" }) });
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([1, [rule]]);
    expect(problems(checked)).toEqual(["approval: the approval is unused: this change has no such finding"]);
  });

  it("counts to the end of its last day in UTC", async () => {
    await approveAll(repository);
    expect(await checkOn(repository, soon)).toMatchObject({ code: 0 });
    expect(await checkOn(repository, "2026-04-01")).toMatchObject({ code: 1 });
  });

  it("that ends more than 90 days ahead lets nothing through, whoever wrote the date", async () => {
    await approveAll(repository);
    edit((text) => text.replace(soon, "2026-05-30"));
    expect(await checkOn(repository, today)).toMatchObject({ code: 0 });
    edit((text) => text.replace("2026-05-30", "2026-05-31"));
    const checked = await checkOn(repository, today);
    expect([checked.code, problems(checked)]).toEqual([
      1,
      ["approval: the approval ends on 2026-05-31, more than 90 days ahead: it lets nothing through"],
    ]);
    expect(checked.report.problems[0]).toMatchObject({ file: path, line: 6 });
  });

  it("may last as long as the merge-base's configuration says, not as the candidate's does", async () => {
    repository.git("stash", "--quiet");
    repository.git("checkout", "--quiet", "main");
    repository.commit("limit", { "schemactl.yaml": "version: 1\napprovals:\n  max-days: 10\n" });
    repository.git("checkout", "--quiet", "-B", "work");
    repository.git("stash", "pop", "--quiet");
    expect((await approve(repository, "--all", ...why, "--who", "Ada")).stderr).toMatch(
      /2026-03-31 is more than 10 days ahead[\s\S]*the latest that is allowed is 2026-03-11/,
    );
    repository.write({ "schemactl.yaml": "version: 1\napprovals:\n  max-days: 365\n" });
    expect((await approve(repository, print, ...why, "--who", "Ada")).stderr).toContain("more than 10 days ahead");
    await approve(repository, print, "--reason", "x1", "--until", "2026-03-11", "--who", "Ada");
    edit((text) => text.replace("2026-03-11", "2026-03-12"));
    const checked = await checkOn(repository, today);
    expect(checked.code).toBe(1);
    expect(statuses(checked)).toEqual(expect.arrayContaining([rule, "config/loosened"]));
  });

  it("of the merge-base is spent, and a later end or a new reason does not make it new", async () => {
    await approveAll(repository);
    repository.commit("break");
    repository.git("checkout", "--quiet", "main");
    repository.merge("work");
    repository.commit("revert", { "usage.avsc": usage() });
    repository.branch("again");
    repository.write({ "usage.avsc": usage(cost) });
    expect(await check(repository)).toMatchObject({ code: 1 });
    edit((text) => text.replace(soon, "2026-04-30").replace("switched off", "still switched off"));
    const edited = await check(repository);
    expect([edited.code, statuses(edited)]).toEqual([1, [rule]]);
    expect(problems(edited)).toEqual([
      "approval: the approval is spent: the merge-base has it already, and it lets nothing through",
    ]);
    await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });
  });

  it("counts where it is staged, with --staged, and not where git ignores it", async () => {
    await approveAll(repository);
    repository.git("add", "usage.avsc");
    expect(await check(repository, "--staged")).toMatchObject({ code: 1 });
    repository.git("add", ".schemactl");
    expect(await check(repository, "--staged")).toMatchObject({ code: 0 });
    repository.git("reset", "--quiet");
    repository.write({ ".gitignore": ".schemactl/\n" });
    expect(await check(repository)).toMatchObject({ code: 1 });
  });

  it("lets through an objection of the gate's own", async () => {
    repository.write({ "usage.avsc": usage(), "policy.avsc": null });
    expect(await check(repository)).toMatchObject({ code: 1 });
    await approveAll(repository);
    const checked = await check(repository);
    expect([checked.code, statuses(checked)]).toEqual([0, ["subject/deleted approved"]]);
  });
});

describe("a hand-edited approval", () => {
  const spoilt: readonly [string, (text: string) => string, string, number][] = [
    ["with a conflict", (text) => text.replace("who:", "<<<<<<< ours\nwho: x\n=======\nwho:"), "this is no YAML", 4],
    ["without a reason", (text) => text.replace(/reason: .*\n/, ""), "has no `reason`", 2],
    ["with an empty reason", (text) => text.replace(/reason: .*/, 'reason: "  "'), "says nothing", 8],
    ["without an end", (text) => text.replace(/until: .*\n/, ""), "has no `until`", 2],
    ["with an end that is no day", (text) => text.replace(soon, "2026-02-30"), "is no day", 6],
    ["with an end that is never", (text) => text.replace(soon, "never"), "is no day", 6],
    ["with a key too many", (text) => `${text}forever: true\n`, "unknown key `forever`", 14],
    ["of a later version", (text) => text.replace("version: 1", "version: 2"), "the file is of version 2", 2],
    [
      "of another finding",
      (text) => text.replace(/fingerprint: "...../, 'fingerprint: "00000'),
      "another finding's",
      3,
    ],
    ["that is empty", () => "", "has no `version`", 1],
    ["that is binary", () => "\u0000\u0001", "NUL", 1],
    ["that is a list", () => "- all\n", "must be a map", 1],
  ];
  it.each(spoilt)("%s is an error on its line, never an open gate", async (_, change, says, line) => {
    await approveAll(repository);
    edit(change);
    const { code, report } = await check(repository);
    expect(code).toBe(2);
    expect(report.problems[0]).toMatchObject({ severity: "error", file: path, line });
    expect(report.problems.map(({ message }) => message).join("\n")).toContain(says);
  });

  it("that is a link, or has a name of its own, is an error too", async () => {
    await approveAll(repository);
    repository.write({ "elsewhere.yaml": repository.read(path) });
    repository.symlink(path, "../../elsewhere.yaml");
    expect((await check(repository)).report.problems[0]?.message).toContain("is a link");
    repository.write({ [path]: null, ".schemactl/approvals/all.yml": repository.read("elsewhere.yaml") });
    const named = await check(repository);
    expect([named.code, named.report.problems[0]?.message]).toEqual([
      2,
      "the file's name is another finding's: it approves nothing",
    ]);
  });

  it("that is in the merge-base fails nobody", async () => {
    repository.write({ "usage.avsc": usage() });
    repository.git("checkout", "--quiet", "main");
    repository.commit("nonsense", { [path]: "<<<<<<<\n" });
    repository.git("checkout", "--quiet", "-B", "work");
    repository.write({ "usage.avsc": usage({ ...cost, default: 0 }) });
    expect(await check(repository)).toMatchObject({ code: 0 });
  });
});

describe("schemactl approve", () => {
  const failing = async (...args: readonly string[]) => {
    const { code, stderr } = await approve(repository, ...args);
    return `${code} ${stderr}`;
  };

  it("takes the shortest prefix that means one finding", async () => {
    const fields = Array.from({ length: 40 }, (_, i) => ({ name: `cost_${i}`, type: "double" }));
    repository.write({ "usage.avsc": usage(...fields) });
    const prints = [...new Set(findingsOf(await check(repository)).map(({ fingerprint }) => fingerprint))];
    const [twice = ""] = prints.map((one) => one.slice(0, 1)).filter((one, i, all) => all.indexOf(one) !== i);
    expect(await failing(twice, ...why, "--who", "Ada")).toMatch(
      /^2 [\s\S]*may be \d+ findings[\s\S]*give more digits/,
    );
    const [one = ""] = prints;
    expect(await approve(repository, one.slice(0, 12), ...why, "--who", "Ada")).toMatchObject({ code: 0 });
    expect(repository.read(`.schemactl/approvals/${one}.yaml`)).toContain(one);
  });

  it("says what it lacks", async () => {
    expect(await failing(...why)).toMatch(/^2 [\s\S]*needs to know what/);
    expect(await failing(print, "--until", soon)).toMatch(/^2 [\s\S]*needs a reason/);
    expect(await failing(print, "--reason", " . ", "--until", soon)).toMatch(/^2 [\s\S]*needs a reason/);
    expect(await failing(print, "--reason", "gone")).toMatch(/^2 [\s\S]*needs an end/);
    expect(await failing(print, "--reason", "gone", "--until", "2026-02-30")).toMatch(/^2 [\s\S]*is no day/);
    expect(await failing(print, "--reason", "gone", "--until", "2026-02-28")).toMatch(/^2 [\s\S]*is over/);
    expect(await failing("fffffffffffff", ...why)).toMatch(/^2 [\s\S]*has no finding[\s\S]*there is [0-9a-f]{12}/);
    expect(await failing("usage.avsc", ...why)).toMatch(/^2 [\s\S]*has no finding `usage\.avsc`/);
    expect(await failing("--subject", "llm.Other", ...why)).toMatch(/^2 [\s\S]*`llm\.Other` has no finding/);
    expect(await failing(print, ...why)).toMatch(/^2 [\s\S]*nobody knows who approves/);
    expect(await failing("--prune", print)).toMatch(/^2 [\s\S]*approves nothing/);
    repository.write({ "usage.avsc": usage() });
    expect(await failing("--all", ...why)).toMatch(/^2 [\s\S]*no finding to approve/);
  });

  it("knows from git who approves", async () => {
    repository.git("config", "user.name", "Grace");
    repository.git("config", "user.email", "grace@example.com");
    await approve(repository, print, ...why);
    expect(repository.read(path)).toContain('who: "Grace <grace@example.com>"');
  });

  it("takes all findings of a subject, or all that fail", async () => {
    repository.write({ "usage.avsc": usage(cost, region), "policy.avsc": record("llm.Policy", "id", "rule") });
    await approve(repository, "--subject", "llm.cost.TokenUsage", ...why, "--who", "Ada");
    const some = await check(repository);
    expect([...statuses(some)].sort()).toEqual([rule, `${rule} approved`, `${rule} approved`]);
    await approveAll(repository);
    expect(await check(repository)).toMatchObject({ code: 0 });
  });

  it("writes what a schema calls itself as one line that YAML reads back", async () => {
    const name = 'a"b: # {x}';
    repository.write({ "schemactl.yaml": `version: 1\nschemas:\n  - { files: usage.avsc, subject: 'a"b: # x' }\n` });
    repository.git("stash", "--quiet", "--include-untracked");
    repository.git("checkout", "--quiet", "main");
    repository.commit("named", {
      "schemactl.yaml": `version: 1\nschemas:\n  - { files: usage.avsc, subject: 'a"b: # x' }\n`,
    });
    repository.git("checkout", "--quiet", "-B", "work");
    repository.write({ "usage.avsc": usage(cost) });
    expect(
      await approve(repository, "--all", "--reason", `${name}\n- \u2028 \u{1f600}`, "--until", soon, "--who", "Ada"),
    ).toMatchObject({
      code: 0,
    });
    const checked = await check(repository);
    expect([checked.code, findingsOf(checked)[0]?.approval?.reason]).toEqual([0, `${name} - \u{1f600}`]);
  });

  it("removes what is spent, unused or past its date, and nothing else", async () => {
    await approveAll(repository);
    repository.commit("break");
    repository.git("checkout", "--quiet", "main");
    repository.merge("work");
    repository.branch("next");
    repository.write({ "usage.avsc": usage(cost, region) });
    await approveAll(repository);
    const live = findingsOf(await check(repository)).find(({ status }) => status === "approved")?.fingerprint ?? "";
    const unused = "0".repeat(64);
    repository.write({
      [`.schemactl/approvals/${unused}.yaml`]: repository
        .read(`.schemactl/approvals/${live}.yaml`)
        .replaceAll(live, unused),
      ".schemactl/approvals/README.md": "how we approve\n",
    });
    const pruned = await approve(repository, "--prune");
    expect(pruned.stdout.trim().split("\n").sort()).toEqual(
      [`.schemactl/approvals/${unused}.yaml   unused`, `${path}   spent`].sort(),
    );
    expect(pruned.stderr).toBe("2 removed, 1 left\n");
    expect(await check(repository)).toMatchObject({ code: 0 });
    expect((await approveOn(repository, "2026-04-01", "--prune")).stdout).toContain("past its date");
    expect(repository.read(".schemactl/approvals/README.md")).toContain("how");
    expect((await approve(repository, "--prune")).stderr).toBe("no approval is over, 0 left\n");
  });
});
