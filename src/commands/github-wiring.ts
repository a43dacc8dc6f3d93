import type { CiFile, Finding, Wiring } from "./health.ts";
import { type View, yamlView } from "./yaml-view.ts";

/** What a workflow of GitHub Actions says of the gate; undefined where it does not run schemactl. */
export function githubWiring({ path, text }: CiFile): Wiring | undefined {
  if (!text.includes("schemactl")) return undefined;
  const file = yamlView(text);
  const jobs = (file?.get("jobs").entries ?? []).filter(([, job]) => runsGate(job));
  if (file === undefined || jobs.length === 0) return undefined;
  const events = eventsOf(file.get("on"));
  const request = events.get("pull_request");
  const findings = [
    ...(request === undefined ? [] : triggerFindings(request, events)),
    ...(events.has("pull_request_target") ? targetFindings(events.get("pull_request_target"), jobs) : []),
    ...jobs.flatMap(([name, job]) => jobFindings(name, job)),
  ];
  return { path, onPullRequests: request !== undefined, findings: findings.map((one) => ({ ...one, file: path })) };
}

function eventsOf(on: View): ReadonlyMap<string, View> {
  if (on.entries.length > 0) return new Map(on.entries);
  return new Map(on.items.map((item) => [item.text, item]));
}

const gateAction = /(?:^|\/)schemactl(?:@|$)/;
const gateCommand = /\bschemactl(?:\.js)?\b.*\bcheck\b/;

function runsGate(job: View): boolean {
  return (
    gateAction.test(job.get("uses").text) ||
    /\/schemactl\.ya?ml@/.test(job.get("uses").text) ||
    gateSteps(job).length > 0
  );
}

/** `./` is the action of the repository itself. */
function gateSteps(job: View): readonly View[] {
  return job.get("steps").items.filter((step) => {
    const uses = step.get("uses").text;
    return gateAction.test(uses) || uses === "./" || gateCommand.test(step.get("run").text);
  });
}

const wrong = (line: number, message: string, fix: string): Finding => ({
  state: "wrong",
  about: "gate",
  message,
  line,
  fix,
});
const note = (line: number, message: string, fix: string): Finding => ({
  state: "note",
  about: "gate",
  message,
  line,
  fix,
});

function triggerFindings(request: View, events: ReadonlyMap<string, View>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const key of ["paths", "paths-ignore"]) {
    const filter = request.get(key);
    if (filter.isThere)
      findings.push(
        wrong(
          filter.line,
          `\`${key}\` keeps the check from running, and a required check that never runs blocks the pull request for ever`,
          `remove \`${key}\`: where no schema changed the check passes at once, and says so`,
        ),
      );
  }
  const types = request.get("types");
  const kinds = types.items.map(({ text }) => text);
  if (types.isThere && !["opened", "synchronize", "reopened"].every((kind) => kinds.includes(kind)))
    findings.push(
      wrong(
        types.line,
        "`types` leaves out some of opened, synchronize and reopened, so that later commits go unchecked",
        "remove `types`",
      ),
    );
  const branches = ["branches", "branches-ignore"].map(request.get).find(({ isThere }) => isThere);
  if (branches !== undefined)
    findings.push(
      note(branches.line, "pull requests into other branches are not checked", "remove `branches` if they matter"),
    );
  if (!events.has("merge_group"))
    findings.push(
      note(
        request.line,
        "it does not run in a merge queue, where a required check would never conclude",
        "add `merge_group:` under `on:`",
      ),
    );
  return findings;
}

function targetFindings(event: View | undefined, jobs: readonly (readonly [string, View])[]): readonly Finding[] {
  const checksOut = jobs.some(([, job]) =>
    job.get("steps").items.some((step) => step.get("uses").text.startsWith("actions/checkout")),
  );
  if (event === undefined || !checksOut) return [];
  return [
    wrong(
      event.line,
      "`pull_request_target` with a checkout hands the repository's secrets to whoever opens a pull request",
      "run it on `pull_request`: without secrets it checks all the same",
    ),
  ];
}

/** Conditions that hold whatever happened before. */
const unconditional = /^(?:\$\{\{)?\s*(?:always\(\)|!\s*cancelled\(\)|true)\s*(?:\}\})?$/;

function jobFindings(name: string, job: View): readonly Finding[] {
  const always = unconditional.test(job.get("if").text);
  const needs = job.get("needs");
  const skipped =
    needs.isThere && !always
      ? [
          wrong(
            needs.line,
            `the job \`${name}\` is skipped when ${needs.items.map(({ text }) => `\`${text}\``).join(" or ")} fails, and a skipped check counts as passed`,
            "remove `needs`, or add `if: always()`",
          ),
        ]
      : [];
  const parts = [[`the job \`${name}\``, job] as const, ...gateSteps(job).map((step) => ["the step", step] as const)];
  return [...skipped, ...parts.flatMap(([what, part]) => partFindings(what, part))];
}

function partFindings(what: string, part: View): readonly Finding[] {
  const findings: Finding[] = [];
  const [condition, tolerated, uses, run] = ["if", "continue-on-error", "uses", "run"].map(part.get) as [
    View,
    View,
    View,
    View,
  ];
  if (condition.isThere && !unconditional.test(condition.text))
    findings.push(
      wrong(
        condition.line,
        `${what} may be skipped by its \`if\`, and a skipped check counts as passed`,
        "remove the `if`",
      ),
    );
  if (tolerated.isThere && tolerated.text !== "false")
    findings.push(
      wrong(tolerated.line, `${what} may fail and the run passes: \`continue-on-error\``, "remove `continue-on-error`"),
    );
  if (
    /\|\|\s*(?:true|:|exit 0)\b|--fail-on[= ]never/.test(run.text) ||
    part.get("with").get("fail-on").text === "never"
  )
    findings.push(
      wrong(
        run.isThere ? run.line : part.line,
        `${what} passes whatever is found`,
        "let it fail; to adopt step by step write `mode: warn` in schemactl.yaml",
      ),
    );
  if (gateAction.test(uses.text) && !/@[0-9a-f]{40}$/.test(uses.text))
    findings.push(
      note(uses.line, `\`${uses.text}\` is a name that can be moved`, "pin it by the full SHA of a release"),
    );
  return findings;
}
