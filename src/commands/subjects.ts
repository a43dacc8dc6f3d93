import { colorOption, defineCommand, formatOption } from "./command.ts";
import { paletteFor } from "./present.ts";

/** Lists every schema file with its subject, mode and baseline, and which line decided each. */
export const subjects = defineCommand(
  {
    name: "subjects",
    summary: "list every schema file with its subject, mode and baseline, and which line decided each",
    args: [{ name: "PATH", optional: true, variadic: true, summary: "list these files and folders only" }],
    options: {
      against: {
        value: "BASELINE",
        repeatable: true,
        summary: "as for `check`: REF, tags:GLOB or dir:PATH; may be given several times",
      },
      config: { value: "FILE", summary: "read this configuration instead of the repository's schemactl.yaml" },
      format: formatOption,
      color: colorOption,
    },
    examples: [
      { command: "schemactl subjects", shows: "what `check` calls each file, and how it judges it" },
      {
        command: "schemactl subjects --config next.yaml schemas/telemetry",
        shows: "what another configuration would do",
      },
    ],
  },
  async ({ values, args, io }) => {
    const { listSubjects } = await import("./subject-list.ts");
    const { cwd, env } = io;
    const asked = { cwd, env, paths: args, against: values.against, config: values.config };
    const report = await listSubjects(asked);
    const { subjectsJson, subjectsText } = await import("../reporters/subjects-text.ts");
    if (values.format === "json") {
      io.stdout(subjectsJson(report));
      return report.exitCode;
    }
    const palettes = { stdout: paletteFor("stdout", values, io), stderr: paletteFor("stderr", values, io) };
    const { stdout, stderr } = subjectsText(report, palettes);
    if (stdout !== "") io.stdout(stdout);
    if (stderr !== "") io.stderr(stderr);
    return report.exitCode;
  },
);
