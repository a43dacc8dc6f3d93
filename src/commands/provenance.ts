import { formatByName } from "../formats/index.ts";
import { gateRules } from "../gate.ts";
import type { FormatName, Report, RuleInfo } from "../model.ts";

/** A report with what its rules tell about themselves: whoever renders it later needs nothing else. */
export async function withRules(report: Report): Promise<Report> {
  const ids = new Set(report.subjects.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  if (ids.size === 0) return report;
  const prefixes = new Set([...ids].map((id) => id.slice(0, id.indexOf("/"))));
  const names = [...new Set(report.subjects.map(({ format }) => format))].filter((name) => prefixes.has(name));
  const known = [...(await Promise.all(names.map(rulesOf))).flat(), ...gateRules];
  return { ...report, rules: known.filter(({ id }) => ids.has(id)) };
}

async function rulesOf(name: FormatName): Promise<readonly RuleInfo[]> {
  return (await formatByName(name)).rules;
}
