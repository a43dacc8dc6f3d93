import type { Report } from "../model.ts";
import { plain } from "../reporters/colour.ts";
import type { ReportFormat } from "./command.ts";

type Renderer = (report: Report) => string;

/** Every format but `text`, which has two streams and colours; each is loaded when it is asked for. */
const renderers: Readonly<Record<Exclude<ReportFormat, "text">, () => Promise<Renderer>>> = {
  json: async () => (await import("../reporters/json.ts")).json,
  markdown: async () => (await import("../reporters/markdown.ts")).markdown,
  github: async () => (await import("../reporters/github.ts")).github,
  sarif: async () => (await import("../reporters/sarif.ts")).sarif,
  junit: async () => (await import("../reporters/junit.ts")).junit,
  gitlab: async () => (await import("../reporters/gitlab.ts")).gitlab,
};

/** The report as one text, with nothing of a terminal in it. */
export async function render(report: Report, format: ReportFormat, elapsed?: number): Promise<string> {
  if (format !== "text") return (await renderers[format]())(report);
  const { text } = await import("../reporters/text.ts");
  const { stdout, stderr } = text(report, { stdout: plain, stderr: plain, quiet: false, elapsed });
  return stdout + stderr;
}
