import { SchemactlError } from "../errors.ts";
import { colorOption, defineCommand, formatOption } from "./command.ts";
import { paletteFor } from "./present.ts";

/** Tells everything there is to know about one rule. */
export const explain = defineCommand(
  {
    name: "explain",
    summary: "tell what a rule means, with an example that breaks and one that does not",
    args: [
      {
        name: "RULE",
        summary: "a rule's name, with or without its format, or the registry's own name for it",
        completes: "rules",
      },
    ],
    options: { format: formatOption, color: colorOption },
    examples: [
      { command: "schemactl explain avro/reader-field-missing-default-value", shows: "one rule" },
      { command: "schemactl explain READER_FIELD_MISSING_DEFAULT_VALUE", shows: "the same, by the registry's name" },
    ],
  },
  async ({ args, values, io }) => {
    const { allRules, rulesNamed, wordsFor } = await import("./rule-list.ts");
    const rules = await allRules();
    const word = args[0] ?? "";
    const found = rulesNamed(word, rules);
    if (found.length === 0) {
      const { suggest } = await import("../config/suggest.ts");
      const meant = suggest(word, wordsFor(rules));
      const hint = meant === undefined ? "`schemactl rules` lists them all" : `did you mean \`${meant}\`?`;
      throw new SchemactlError("usage", `there is no rule \`${word}\``, { hint });
    }
    if (values.format === "json") {
      const { document, ruleOf } = await import("../reporters/json.ts");
      io.stdout(document({ schemaVersion: 1, rules: found.map(ruleOf) }));
    } else {
      const { ruleText } = await import("../reporters/rule-text.ts");
      const palette = paletteFor("stdout", values, io);
      io.stdout(found.map((rule) => ruleText(rule, palette)).join("\n"));
    }
    return 0;
  },
);
