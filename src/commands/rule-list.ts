import { allFormats } from "../formats/index.ts";
import { gateRules } from "../gate.ts";
import type { RuleInfo } from "../model.ts";

/** Every rule there is: those of the formats, then the gate's own. */
export async function allRules(): Promise<readonly RuleInfo[]> {
  return [...(await allFormats()).flatMap((format) => format.rules), ...gateRules];
}

/**
 * The rules that a person means by a word: a rule's whole name, its name without the format, or the registry's own name, for which there may be
 * several.
 */
export function rulesNamed(word: string, rules: readonly RuleInfo[]): readonly RuleInfo[] {
  const typed = word.toLowerCase();
  const exact = rules.filter((rule) => rule.id === typed);
  if (exact.length > 0) return exact;
  return rules.filter((rule) => bareName(rule) === typed || rule.errorType?.toLowerCase() === typed);
}

/** Every word that names a rule. */
export function wordsFor(rules: readonly RuleInfo[]): readonly string[] {
  const words = rules.flatMap((rule) => [
    rule.id,
    bareName(rule),
    ...(rule.errorType === undefined ? [] : [rule.errorType]),
  ]);
  return [...new Set(words)];
}

function bareName(rule: RuleInfo): string {
  return rule.id.slice(rule.id.indexOf("/") + 1);
}
