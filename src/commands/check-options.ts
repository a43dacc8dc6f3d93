import { modeNames } from "../compatibility/modes.ts";
import { colorOption, defineSpec, reportFormatOption, reportOption, type Values } from "./command.ts";

/** What `check` is asked with; what it does stands in check.ts. */
export const checkSpec = defineSpec({
  name: "check",
  summary: "say whether the schemas changed here break anyone who reads or writes their data",
  description: [
    "Finds every schema in the repository, holds the changed ones against the baseline, and shows each break on its line with a message that proves it.",
    "The baseline is the merge-base of HEAD and the base branch unless --against or schemactl.yaml say otherwise.",
  ].join("\n\n"),
  args: [
    {
      name: "PATH",
      optional: true,
      variadic: true,
      summary: "report on these files and folders only; the whole repository unless given",
    },
  ],
  options: {
    against: {
      value: "BASELINE",
      repeatable: true,
      summary: "hold the candidates against REF, tags:GLOB or dir:PATH; may be given several times",
    },
    staged: { summary: "check what is staged for the next commit; prints nothing when it passes" },
    pushed: { summary: "check what is pushed, as a pre-push hook names it, else HEAD; prints nothing when it passes" },
    mode: {
      value: "MODE",
      choices: modeNames,
      summary: "who must be able to read whom, for every subject of this run",
    },
    policy: {
      value: "POLICY",
      choices: ["strict", "lenient"],
      summary: "how JSON Schema's open content models are judged",
    },
    "fail-on": { value: "WHAT", choices: ["breaks", "risks", "never"], summary: "what makes the run fail (exit 1)" },
    prove: { negatable: "look for no messages", summary: "look longer for a message that proves each finding" },
    config: { value: "FILE", summary: "read this configuration instead of the repository's schemactl.yaml" },
    format: reportFormatOption,
    report: reportOption,
    color: colorOption,
  },
  examples: [
    { command: "schemactl check", shows: "the work tree against the merge-base with the base branch" },
    { command: "schemactl check --staged", shows: "the index, as a pre-commit hook does" },
    {
      command: "schemactl check --against 'tags:v*' --mode FULL_TRANSITIVE",
      shows: "every release, in both directions",
    },
    { command: "schemactl check --format json schemas/cost", shows: "one folder, for a machine" },
    {
      command: "schemactl check --report out.sarif --report gitlab=gl-code-quality-report.json",
      shows: "text for people, and a file for each platform",
    },
  ],
});

export type CheckValues = Values<typeof checkSpec.options>;
