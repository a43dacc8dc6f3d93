import type { Palette } from "../reporters/colour.ts";
import { visible } from "../reporters/visible.ts";
import { colorOption, defineCommand, formatOption } from "./command.ts";
import type { Finding } from "./health.ts";
import { paletteFor } from "./present.ts";

/** `schemactl doctor`: whether the gate stands. */
export const doctor = defineCommand(
  {
    name: "doctor",
    summary: "say whether the gate is wired, runs on each pull request, and can decide",
    description:
      "Looks at the configuration, the base, the workflows, the hooks and the approvals; whatever is not as it should be is told with its fix. Exits 1 when something is wrong; a note alone fails nothing.",
    args: [],
    options: {
      config: { value: "FILE", summary: "read this configuration instead of the repository's schemactl.yaml" },
      format: formatOption,
      color: colorOption,
    },
    examples: [{ command: "schemactl doctor", shows: "what keeps the gate from holding, and what to do about it" }],
  },
  async ({ values, io }) => {
    const { examination } = await import("./examination.ts");
    const findings = await examination(io, values.config);
    const isWell = findings.every(({ state }) => state !== "wrong");
    if (values.format === "json") {
      const { document } = await import("../reporters/json.ts");
      io.stdout(document({ schemaVersion: 1, outcome: isWell ? "passed" : "failed", findings }));
    } else io.stdout(findings.map((one) => lines(one, paletteFor("stdout", values, io))).join(""));
    return isWell ? 0 : 1;
  },
);

function lines({ state, about, message, file, line, fix }: Finding, palette: Palette): string {
  const paint = { ok: palette.good, note: palette.risks, wrong: palette.breaks }[state];
  const place = file === undefined ? "" : `${visible(file)}${line === undefined ? "" : `:${line}`}  `;
  const told = `${paint(state.padEnd(5))}  ${about.padEnd(13)}  ${place}${visible(message)}\n`;
  return fix === undefined ? told : `${told}${" ".repeat(7)}${"fix".padEnd(13)}  ${visible(fix)}\n`;
}
