import { inspect, inspectShare } from "../inspection/inspect.ts";
import type { Report } from "../model.ts";
import { type CheckValues, checkSpec } from "./check-options.ts";
import { defineCommand, type Io } from "./command.ts";
import { present } from "./present.ts";

/** `schemactl check`: asks, shows, and answers with the gate's exit code. */
export const check = defineCommand(checkSpec, async ({ values, args, io }) => {
  const deliver = await deliveryOf(values, io);
  const report = await inspected(values, args, io).catch(async (error: unknown) => {
    // What could not be checked is told in every file too: who reads only the file must not take its absence for a pass.
    await deliver((await import("./error-report.ts")).reportOf(error));
    throw error;
  });
  await deliver(report);
  return present(report, { format: values.format, color: values.color, quiet: values.staged || values.pushed }, io);
});

/** The engine whose verdicts are reproduced; a verdict may change with its line. */
const engine = "Confluent Schema Registry 8.5";

async function inspected(values: CheckValues, paths: readonly string[], io: Io): Promise<Report> {
  const inspection = {
    ...{ cwd: io.cwd, env: io.env, paths, against: values.against, staged: values.staged, pushed: values.pushed },
    ...{ mode: values.mode, policy: values.policy, failOn: values["fail-on"] ?? "breaks", config: values.config },
    today: io.today(),
    proof: values.prove === undefined ? "yes" : values.prove ? "longer" : "no",
  } as const;
  const found = await inspect(inspection, io.elsewhere);
  if (found.outcome === "error") return found;
  const report = { ...found, engine };
  const isClean = report.subjects.every(({ findings }) => findings.length === 0);
  return isClean ? report : await (await import("./provenance.ts")).withRules(report);
}

/** What writes the files that were asked for; a mistake in asking is told before anything runs. */
async function deliveryOf({ report: words }: CheckValues, io: Io): Promise<(report: Report) => Promise<void>> {
  if (words.length === 0) return async () => {};
  const { deliver, readTargets } = await import("./report-targets.ts");
  const targets = readTargets(words);
  return (report) => deliver(report, targets, io, io.elapsed());
}

export { inspectShare };
