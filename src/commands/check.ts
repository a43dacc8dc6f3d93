import { inspect, inspectShare } from "../inspection/inspect.ts";
import { checkSpec } from "./check-options.ts";
import { defineCommand } from "./command.ts";
import { present } from "./present.ts";

/** `schemactl check`: asks, shows, and answers with the gate's exit code. */
export const check = defineCommand(checkSpec, async ({ values, args, io }) => {
  const inspection = {
    ...{ cwd: io.cwd, env: io.env, paths: args, against: values.against, staged: values.staged === true },
    ...{ mode: values.mode, policy: values.policy, failOn: values["fail-on"] ?? "breaks", config: values.config },
    proof: values.prove === undefined ? "yes" : values.prove ? "longer" : "no",
  } as const;
  const report = await inspect(inspection, io.elsewhere);
  return present(report, { format: values.format, color: values.color, quiet: values.staged === true }, io);
});

export { inspectShare };
