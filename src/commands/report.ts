import { SchemactlError } from "../errors.ts";
import { colorOption, defineCommand, type Io, reportFormatOption, reportOption } from "./command.ts";
import { present } from "./present.ts";

/** Shows a saved report anew. */
export const report = defineCommand(
  {
    name: "report",
    summary: "show a saved report anew, in any format",
    description: [
      "Reads what `schemactl check --format json` or `--report FILE.json` wrote, and checks nothing again: one run is enough for every platform that wants to be told.",
      "The exit code is 0 when the report could be shown, whatever its verdict: that was the exit code of the run itself.",
    ].join("\n\n"),
    args: [{ name: "FILE", summary: "the saved JSON report; - for the standard input" }],
    options: { format: reportFormatOption, report: reportOption, color: colorOption },
    examples: [
      { command: "schemactl report report.json --format markdown", shows: "a page for a job summary or a comment" },
      {
        command: "schemactl report report.json --report out.sarif --report junit=tests.xml",
        shows: "two files, and the text for people",
      },
    ],
  },
  async ({ args: [file = ""], values, io }) => {
    const { deliver, readTargets } = await import("./report-targets.ts");
    const targets = readTargets(values.report);
    const { readReport } = await import("./report-document.ts");
    const saved = readReport(await bytesOf(file, io), file);
    await deliver(saved, targets, io);
    await present(saved, { format: values.format, color: values.color, saved: true }, io);
    return 0;
  },
);

async function bytesOf(file: string, io: Io): Promise<Uint8Array> {
  if (file === "-") return io.stdin();
  try {
    return await io.readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemactlError("usage", `the report \`${file}\` cannot be read: ${reason}`, { cause });
  }
}
