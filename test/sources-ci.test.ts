import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  defaultBranchOfPush,
  eventWithoutChange,
  mergeQueueBase,
  pullRequestHead,
  pushedBefore,
} from "../src/sources/ci.ts";
import { eventPayload } from "./support/github-event.ts";
import { createRepository, removeFolders, temporaryFolder } from "./support/repository.ts";
import { run } from "./support/run.ts";

afterAll(removeFolders);

/** What GitHub's runner says of an event. */
function github(name: string, commits: Readonly<Record<string, string>> = {}, event = name): Record<string, string> {
  const path = join(temporaryFolder(), "event.json");
  writeFileSync(path, JSON.stringify(eventPayload(name, commits)));
  return { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path };
}

const [head, base, before] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [string, string, string];

describe("GitHub's events", () => {
  test("name the head of a pull request, and base.sha counts nowhere", () => {
    expect(pullRequestHead(github("pull_request", { head, "stale-base": base }))).toBe(head);
    expect(pullRequestHead(github("pull_request_fork", { head }, "pull_request"))).toBe(head);
    expect(pullRequestHead(github("pull_request", { head }, "pull_request_target"))).toBeUndefined();
    expect(pullRequestHead(github("push", { head }))).toBeUndefined();
  });

  test("name where a push came from and goes to", () => {
    const push = { ...github("push", { before, head }), GITHUB_REF: "refs/heads/costs" };
    expect([pushedBefore(push), defaultBranchOfPush(push)]).toEqual([before, { branch: "main", isPushed: false }]);
    expect(defaultBranchOfPush({ ...push, GITHUB_REF: "refs/heads/main" })).toEqual({ branch: "main", isPushed: true });
    expect(defaultBranchOfPush({ ...push, GITHUB_REF: "refs/tags/main" })).toEqual({ branch: "main", isPushed: false });
    expect(defaultBranchOfPush(github("pull_request"))).toBeUndefined();
    expect(pushedBefore(github("push", { before: "0".repeat(40) }))).toBeUndefined();
  });

  test("name the base of a merge queue, and none where nothing changed", () => {
    expect(mergeQueueBase(github("merge_group", { base }))).toBe(base);
    expect(mergeQueueBase(github("push", { base }))).toBeUndefined();
    expect(["schedule", "workflow_dispatch", "push"].map((name) => eventWithoutChange(github(name)))).toEqual([
      "schedule",
      "workflow_dispatch",
      undefined,
    ]);
  });
});

describe("the merge commit of a pull request", () => {
  const baseOf = async (cwd: string, env: Record<string, string>): Promise<readonly string[]> => {
    const { stdout } = await run(["check", "--format", "json"], { cwd, env });
    const { baselines } = JSON.parse(stdout) as { baselines: readonly { rule: string; commits: readonly string[] }[] };
    return baselines.flatMap(({ rule, commits }) => [rule, ...commits]);
  };

  test("has its base on whichever side the head is not", async () => {
    const made = createRepository();
    const a = made.commit("a", { "schemas/usage.avsc": { type: "record", name: "TokenUsage", fields: [] } });
    made.branch("costs", a);
    const c = made.commit("c", { "README.md": "costs\n" });
    made.git("checkout", "--quiet", "main");
    const b = made.commit("b", { LICENSE: "Apache-2.0\n" });
    made.git("checkout", "--quiet", "--detach", c);
    made.merge(b);
    const words = (parent: string): string => `${parent}, as HEAD is the merge commit of a pull request`;
    expect(await baseOf(made.path, github("pull_request", { head: c }))).toEqual([words("HEAD^2"), b]);
    expect(await baseOf(made.path, github("pull_request", { head: b }))).toEqual([words("HEAD^1"), c]);
    // Neither parent is the head: the job has checked out something else, such as a head that is a merge itself.
    const own = { ...github("pull_request", { head }), GITHUB_BASE_REF: "main" };
    expect(await baseOf(made.path, own)).toEqual(["the merge-base of HEAD and main", b]);
  });
});
