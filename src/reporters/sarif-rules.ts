import type { Effect, Report, RuleInfo } from "../model.ts";
import { paragraphs, verbatim } from "./markdown-text.ts";
import { shown } from "./plain-text.ts";

export interface Descriptors {
  readonly rules: readonly object[];
  readonly indexOf: (rule: string) => number;
}

/** GitHub takes so many rules of a run. */
const mostRules = 25_000;

/** A descriptor with its help for every rule that occurs; a report that does not tell about a rule has its name alone. */
export function descriptorsOf({ subjects, rules = [] }: Report): Descriptors {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set(subjects.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  const kept = ids.slice(0, mostRules);
  const index = new Map(kept.map((id, i) => [id, i]));
  return {
    rules: kept.map((id) => {
      const rule = known.get(id);
      return rule === undefined ? { id: shown(id), shortDescription: { text: shown(id) } } : descriptorOf(rule);
    }),
    indexOf: (rule) => index.get(rule) ?? -1,
  };
}

const levels: Readonly<Record<Effect, "error" | "warning" | "note">> = {
  breaks: "error",
  risks: "warning",
  safe: "note",
};

function descriptorOf(rule: RuleInfo): object {
  const { id, format, effect, summary, meaning } = rule;
  return {
    id: shown(id),
    shortDescription: { text: shown(summary) },
    fullDescription: { text: meaning.split("\n\n").map(shown).join("\n\n") },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level: levels[effect] },
    properties: { tags: [format, effect, ...(rule.notices ?? [])] },
  };
}

const labels = ["written with", "shows it", "keeps it"] as const;

function examplesOf({ example }: RuleInfo): readonly (readonly [string, string])[] {
  return [example.writer, example.bad, example.good].map((text, i) => [labels[i] ?? "", text] as const);
}

function helpText(rule: RuleInfo): string {
  const { meaning, specification } = rule;
  return [
    meaning.split("\n\n").map(shown).join("\n\n"),
    examplesOf(rule)
      .map(([label, text]) => `${label}:\n${text.split("\n").map(shown).join("\n")}`)
      .join("\n\n"),
    `Laid down in: ${shown(specification)}`,
  ].join("\n\n");
}

function helpMarkdown(rule: RuleInfo): string {
  return [
    paragraphs(rule.meaning.split("\n\n")),
    ...examplesOf(rule).map(([label, text]) => `${label}:\n\n${verbatim(text)}`),
    paragraphs([`Laid down in: ${rule.specification}`]),
  ].join("\n\n");
}
