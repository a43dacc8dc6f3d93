import type { Rule, Rules } from "../format.ts";
import { addedPropertyTexts } from "./added-property-rules.ts";
import { annotationTexts } from "./annotation-rules.ts";
import { blindTexts } from "./blind-spot-rules.ts";
import { boundTexts } from "./bound-rules.ts";
import type { JsonSchemaChanges, RegistryChanges } from "./changes.ts";
import { combinedTexts } from "./combined-rules.ts";
import { registryEffects } from "./effects.ts";
import type { FactChanges } from "./fact-changes.ts";
import { itemTexts } from "./item-rules.ts";
import { noteTexts } from "./note-rules.ts";
import { objectTexts } from "./object-rules.ts";
import { remainderTexts } from "./remainder-rules.ts";
import { removedPropertyTexts } from "./removed-property-rules.ts";
import { riskRules } from "./risk-rules.ts";
import type { RuleTexts } from "./rule-text.ts";
import { typeTexts } from "./type-rules.ts";
import { valueTexts } from "./value-rules.ts";

const registryTexts: RuleTexts<RegistryChanges> = {
  ...typeTexts,
  ...valueTexts,
  ...boundTexts,
  ...objectTexts,
  ...addedPropertyTexts,
  ...removedPropertyTexts,
  ...remainderTexts,
  ...itemTexts,
  ...combinedTexts,
  ...annotationTexts,
};

/** What each kind of change means, for the registry and beyond it. */
export const JSON_SCHEMA_RULES: Rules<JsonSchemaChanges> = {
  ...tableOf<RegistryChanges>(registryTexts, (kind) => {
    const { strict, lenient } = registryEffects[kind];
    return {
      effect: strict === lenient ? strict : { strict, lenient },
      errorType: kind.toUpperCase().replaceAll("-", "_"),
    };
  }),
  ...riskRules,
  ...tableOf<FactChanges>({ ...noteTexts, ...blindTexts }, () => ({ effect: "safe" })),
};

type Verdict = Pick<Rule<never>, "effect" | "errorType">;

/** Every reader of JSON notices what is said here; there are no bytes of another form. */
function tableOf<Changes>(
  texts: RuleTexts<Changes>,
  verdictOf: (kind: keyof Changes & string) => Verdict,
): Rules<Changes> {
  const kinds = Object.keys(texts) as (keyof Changes & string)[];
  const rules = kinds.map((kind) => [kind, { ...verdictOf(kind), notices: ["json"], bump: "minor", ...texts[kind] }]);
  return Object.fromEntries(rules) as Rules<Changes>;
}
