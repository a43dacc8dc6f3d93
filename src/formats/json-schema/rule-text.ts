import type { Rule } from "../format.ts";

/** What the table says of a kind of change; its effect, and the registry's name for it, follow from the kind. */
export type RuleText<Args> = Omit<Rule<Args>, "effect" | "errorType" | "notices" | "bump"> &
  Partial<Pick<Rule<Args>, "bump">>;

/** One text for each kind of change. */
export type RuleTexts<Changes> = { readonly [Kind in keyof Changes & string]: RuleText<Changes[Kind]> };

export const core = "JSON Schema 2020-12 Core";
export const validation = "JSON Schema 2020-12 Validation";
