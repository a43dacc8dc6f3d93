import { colorOption, defineCommand, formatOption } from "./command.ts";
import { paletteFor } from "./present.ts";

/** Lists every rule, what it means for a run, and what it looks for. */
export const rules = defineCommand(
  {
    name: "rules",
    summary: "list every rule: what it looks for and what it does to a run",
    description:
      "A rule that breaks makes `check` fail; one that risks is a warning there; a safe one is shown by `diff` only.",
    args: [],
    options: { format: formatOption, color: colorOption },
    examples: [
      { command: "schemactl rules", shows: "the table" },
      { command: "schemactl rules --format json", shows: "everything the table knows, with examples" },
    ],
  },
  async ({ values, io }) => {
    const { allRules } = await import("./rule-list.ts");
    const rules = await allRules();
    if (values.format === "json") {
      const { document, ruleOf } = await import("../reporters/json.ts");
      io.stdout(document({ schemaVersion: 1, rules: rules.map(ruleOf) }));
      return 0;
    }
    const { rulesTable } = await import("../reporters/rule-text.ts");
    io.stdout(rulesTable(rules, paletteFor("stdout", values, io)));
    return 0;
  },
);
