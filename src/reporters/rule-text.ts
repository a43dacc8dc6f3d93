import type { Effect, RuleInfo } from "../model.ts";
import type { Palette } from "./colour.ts";
import { noticedBy } from "./notices.ts";
import { effectWord } from "./text-finding.ts";
import { wrap } from "./wrap.ts";

const width = 96;

/** One line for each rule; those of one language stand in columns of their own. */
export function rulesTable(rules: readonly RuleInfo[], palette: Palette): string {
  const widths = new Map<RuleInfo["format"], number>();
  for (const { id, format } of rules) widths.set(format, Math.max(widths.get(format) ?? 0, id.length));
  return rules
    .map(({ id, format, effect, summary }) => {
      const pad = " ".repeat("breaks".length - effect.length);
      return `${id.padEnd(widths.get(format) ?? 0)}  ${effectWord(effect, palette)}${pad}  ${summary}\n`;
    })
    .join("");
}

/** What a rule means, an example of it and one without it, and where it is laid down. */
export function ruleText(rule: RuleInfo, palette: Palette): string {
  const { id, effect, errorType, notices, summary, meaning, example, specification } = rule;
  const facts = [
    ...(errorType === undefined || errorType.toLowerCase().replaceAll("_", "-") === id.split("/")[1]
      ? []
      : [`the registry calls it ${errorType}`]),
    ...(notices === undefined ? [] : [`noticed by ${notices.map((notice) => noticedBy[notice]).join(", ")}`]),
  ];
  const [writer, bad, good] = rule.format === "gate" ? changeLabels(effect) : readerLabels(effect);
  return [
    `${palette.strong(id)}   ${effectWord(effect, palette)}`,
    ...(facts.length === 0 ? [] : [palette.faint(`  ${facts.join(" · ")}`)]),
    "",
    ...wrap(summary, width).map((line) => `  ${line}`),
    "",
    ...meaning.split("\n\n").flatMap((paragraph) => [...wrap(paragraph, width).map((line) => `  ${line}`), ""]),
    ...exampleLines(writer, example.writer, palette.strong),
    ...exampleLines(
      bad,
      example.bad,
      effect === "breaks" ? palette.breaks : effect === "risks" ? palette.risks : palette.strong,
    ),
    ...exampleLines(good, example.good, palette.good),
    ...wrap(`laid down in: ${specification}`, width).map((line) => palette.faint(`  ${line}`)),
    "",
  ].join("\n");
}

function readerLabels(effect: Effect): readonly [string, string, string] {
  const bad = { breaks: "this reader breaks", risks: "this reader is at risk", safe: "this reader differs" }[effect];
  return ["written with", bad, effect === "risks" ? "this one is not" : "this one does not"];
}

function changeLabels(effect: Effect): readonly [string, string, string] {
  const bad = { breaks: "this change breaks", risks: "this change is a risk", safe: "this change is told" }[effect];
  return ["before", bad, effect === "breaks" ? "this one does not" : "this one is not"];
}

function exampleLines(label: string, text: string, look: (text: string) => string): readonly string[] {
  return [
    `  ${look(label)}`,
    ...laidOut(text)
      .split("\n")
      .map((line) => `    ${line}`),
    "",
  ];
}

/** A schema in one long line, spread over several where it is JSON that can be written again as it was. */
function laidOut(text: string): string {
  if (text.length <= width - 4 || text.includes("\n")) return text;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? layOut(value, "") : text;
  } catch {
    return text;
  }
}

function layOut(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null || flat.length + indent.length <= width - 8) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => layOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${layOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}
