import { modeNames } from "../compatibility/modes.ts";
import { defineCommand } from "./command.ts";

/** `schemactl approve`: lets findings of this change pass once, each by a small file to be reviewed with it. */
export const approve = defineCommand(
  {
    name: "approve",
    summary: "let findings of this change pass once, each by a small file to be reviewed with it",
    description: [
      "Runs the check and writes one file for each finding, `.schemactl/approvals/FINGERPRINT.yaml`: who, when, why, which finding, against which version, until when.",
      "An approval counts only in the change that adds it. Once merged it is spent: the same break made again needs a new one.",
    ].join("\n\n"),
    args: [
      {
        name: "FINGERPRINT",
        optional: true,
        variadic: true,
        summary: "the findings, by the first digits of their fingerprints",
        completes: "nothing",
      },
    ],
    options: {
      reason: { value: "TEXT", summary: "why they may pass: reviewers and reports see it" },
      until: { value: "DATE", summary: "the last day on which the approval counts, YYYY-MM-DD in UTC" },
      who: { value: "NAME", summary: "who approves: user.name and user.email of git unless given" },
      subject: {
        value: "SUBJECT",
        repeatable: true,
        summary: "every finding of this subject; may be given several times",
      },
      all: { summary: "every finding that fails this run" },
      prune: { summary: "remove the files of approvals that are spent, unused or past their date" },
      against: { value: "BASELINE", repeatable: true, summary: "as for `check`: REF, tags:GLOB or dir:PATH" },
      staged: { summary: "approve what is staged for the next commit" },
      mode: { value: "MODE", choices: modeNames, summary: "as for `check`" },
      policy: { value: "POLICY", choices: ["strict", "lenient"], summary: "as for `check`" },
      config: { value: "FILE", summary: "as for `check`" },
    },
    examples: [
      {
        command: 'schemactl approve 7c1e09 --reason "the old ingester is switched off" --until 2026-12-31',
        shows: "one finding",
      },
      {
        command: 'schemactl approve --all --reason "v2 of the billing events" --until 2026-12-31',
        shows: "all that fails",
      },
      { command: "schemactl approve --prune", shows: "what is over goes away" },
    ],
  },
  async ({ values, args, io }) => {
    const { approveFindings } = await import("./approve-findings.ts");
    const { stdout, stderr, exitCode } = await approveFindings(values, args, io);
    if (stdout !== "") io.stdout(stdout);
    if (stderr !== "") io.stderr(stderr);
    return exitCode;
  },
);
