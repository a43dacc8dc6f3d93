import type { Rules } from "../format.ts";
import type { AvroChanges } from "./changes.ts";
import { refusalRules } from "./refusal-rules.ts";
import { riskRules } from "./risk-rules.ts";
import { safeRules } from "./safe-rules.ts";

/** What each kind of change means, complete: the compiler counts. */
export const AVRO_RULES = { ...refusalRules, ...riskRules, ...safeRules } satisfies Rules<AvroChanges>;
