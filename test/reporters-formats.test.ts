// Each format as a reviewer reads it, for the sample reports; what one format must keep is tested in a file of its own.
import { describe, expect, test } from "vitest";
import { reportFormats } from "../src/commands/command.ts";
import { render } from "../src/commands/render.ts";
import type { Report } from "../src/model.ts";
import * as samples from "./support/sample-reports.ts";

const { blocked, gated, hostile, misconfigured, passed, release, untouched, warned } = samples;
const shown = { blocked, gated, hostile, misconfigured, passed, release, untouched, warned };
const everyReport = Object.values(samples).filter((sample): sample is Report => "subjects" in sample);

const endings = {
  text: "plain.txt",
  json: "json.txt",
  markdown: "md",
  github: "github.txt",
  sarif: "sarif.txt",
  junit: "junit.xml",
  gitlab: "gitlab.txt",
} as const;

describe.each(reportFormats.filter((format) => format !== "text"))("%s", (format) => {
  test.each(Object.entries(shown))("shows %s", async (name, report) => {
    await expect(await render(report, format)).toMatchFileSnapshot(`transcripts/report-${name}.${endings[format]}`);
  });
});

describe("every format", () => {
  test.each(reportFormats)("%s says the same twice, and ends its last line", async (format) => {
    for (const report of everyReport) {
      const written = await render(report, format);
      expect(await render(report, format)).toBe(written);
      expect(written === "" || written.endsWith("\n")).toBe(true);
    }
  });

  test.each(reportFormats.filter((format) => format !== "json"))(
    "%s tells the loosened gate first, then what is approved, then what breaks",
    async (format) => {
      const written = await render(gated, format);
      const order = ["was held to FULL", "lacks `SAFETY`", "which the writer never sends"].map((words) =>
        bare(written).indexOf(words.replaceAll("`", "")),
      );
      expect(order.every((at) => at >= 0)).toBe(true);
      expect([...order].sort((a, b) => a - b)).toEqual(order);
    },
  );

  test.each(reportFormats)("%s says that nothing fails yet", async (format) => {
    expect(await render(warned, format)).toMatch(/warn/);
    expect(await render(warned, format)).toContain("2027-01-31");
  });

  test.each(reportFormats)("%s says what is enforced elsewhere", async (format) => {
    expect(bare(await render(gated, format))).toContain(
      "the versions in the registry prod: this run has no credentials",
    );
  });

  test.each(["text", "markdown", "sarif", "junit", "json"] as const)("%s names the engine", async (format) => {
    expect(await render(gated, format)).toContain("Confluent Schema Registry 8.5");
  });

  test.each(["text", "markdown", "sarif", "junit"] as const)(
    "%s tells standing findings by their number",
    async (format) => {
      expect(await render(gated, format)).toContain("1 finding against older versions is standing");
    },
  );

  test("what stands in the base is no annotation and no entry", async () => {
    for (const format of ["github", "gitlab"] as const)
      expect(await render(gated, format)).not.toContain("decision.avsc");
  });
});

/** The words alone: without quoting, tags and references. */
function bare(written: string): string {
  return written.replace(/<\/?code>/g, "").replace(/[`\\"]/g, "");
}
