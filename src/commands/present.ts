import type { Report } from "../model.ts";
import { coloured, type Palette, plain, wantsColour } from "../reporters/colour.ts";
import type { Io, ReportFormat } from "./command.ts";

/** How a person asked to be answered. */
export interface Presentation {
  readonly format: ReportFormat;
  readonly color: "auto" | "always" | "never";
  /** Says nothing at all when the run passed; a document is written all the same. */
  readonly quiet?: boolean;
  /** The report is a saved one: how long its run took is not known. */
  readonly saved?: boolean;
}

/** Shows a report in the format that was asked for, and answers with its exit code. */
export async function present(report: Report, how: Presentation, io: Io): Promise<number> {
  if (how.format !== "text") {
    const { render } = await import("./render.ts");
    io.stdout(await render(report, how.format));
    return report.exitCode;
  }
  if (how.quiet === true && report.outcome === "passed" && report.enforcement === undefined) return report.exitCode;
  const { text } = await import("../reporters/text.ts");
  const palettes = { stdout: paletteFor("stdout", how, io), stderr: paletteFor("stderr", how, io) };
  const elapsed = how.saved === true ? undefined : io.elapsed();
  const { stdout, stderr } = text(report, { ...palettes, quiet: how.quiet ?? false, elapsed });
  if (stdout !== "") io.stdout(stdout);
  if (stderr !== "") io.stderr(stderr);
  return report.exitCode;
}

/** The colours of one stream. */
export function paletteFor(stream: "stdout" | "stderr", how: Pick<Presentation, "color">, io: Io): Palette {
  return wantsColour(how.color, io.env, () => io.isTTY(stream)) ? coloured : plain;
}
