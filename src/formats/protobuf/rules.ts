import type { Rules } from "../format.ts";
import type { ProtobufChanges } from "./changes.ts";
import { refusalRules } from "./refusal-rules.ts";
import { riskFieldRules } from "./risk-field-rules.ts";
import { riskServiceRules } from "./risk-service-rules.ts";
import { riskTypeRules } from "./risk-type-rules.ts";
import { safeRules } from "./safe-rules.ts";
import { unseenRules } from "./unseen-rules.ts";

/** What each kind of change means, complete: the compiler counts. */
export const PROTOBUF_RULES = {
  ...refusalRules,
  ...riskTypeRules,
  ...riskFieldRules,
  ...riskServiceRules,
  ...safeRules,
  ...unseenRules,
} satisfies Rules<ProtobufChanges>;
