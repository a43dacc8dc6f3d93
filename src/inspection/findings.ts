import { fingerprintOf, sha256 } from "../compatibility/fingerprint.ts";
import type { SchemactlError } from "../errors.ts";
import { type GateRule, gateRules } from "../gate.ts";
import type { ReportedFinding } from "../model.ts";

/** A finding of the gate's own: about a subject as a whole, not about a difference that a format knows. */
export interface GateFinding {
  readonly rule: GateRule;
  readonly subject: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly baseline?: string;
  readonly message: string;
  readonly remedy?: string;
  /** What else tells it apart from others of its subject. */
  readonly names?: readonly string[];
  /** What makes it this finding and no other: both sides, as texts. */
  readonly before: string;
  readonly after: string;
}

export function gateFinding(finding: GateFinding): ReportedFinding {
  const { rule, subject, file, line = 1, column = 1, baseline, message, remedy, names = [], before, after } = finding;
  const info = gateRules.find(({ id }) => id === rule);
  return {
    rule,
    effect: "breaks",
    ...(baseline === undefined ? {} : { baseline }),
    file,
    line,
    column,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(info !== undefined && "notices" in info ? { notices: info.notices } : {}),
    fingerprint: fingerprintOf(subject, rule, undefined, { names, writer: before, reader: after }),
  };
}

/** A candidate that is no valid schema, on the line of its fault. */
export function invalidFinding(subject: string, path: string, text: string, fault: SchemactlError): ReportedFinding {
  return gateFinding({
    rule: "schema/invalid",
    subject,
    file: fault.file ?? path,
    line: fault.line,
    column: fault.column,
    message: fault.message,
    ...(fault.hint === undefined ? {} : { remedy: fault.hint }),
    before: fault.message,
    after: sha256(text),
  });
}
