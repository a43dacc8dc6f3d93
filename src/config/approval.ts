import type { Approval, Position, Problem } from "../model.ts";
import { approvalPath } from "./approval-path.ts";
import type { Key, Keys } from "./definition.ts";
import { readDocument } from "./parse.ts";

const findingKeys = {
  rule: {
    shape: { kind: "text", syntax: "words" },
    required: true,
    description: "Its rule.",
    example: "subject/deleted",
  },
  subject: {
    shape: { kind: "text", syntax: "words" },
    required: true,
    description: "Its subject.",
    example: "llm.Usage",
  },
  file: { shape: { kind: "text", syntax: "name" }, required: true, description: "Its file.", example: "usage.avsc" },
  message: {
    shape: { kind: "text", syntax: "name" },
    required: true,
    description: "What it says.",
    example: "it says",
  },
} as const satisfies Keys & { readonly [Property in keyof Approval["finding"]]: Key };

const approvalKeys = {
  version: {
    shape: { kind: "constant", value: 1 },
    required: true,
    description: "The version of this file's form.",
    example: "1",
  },
  fingerprint: {
    shape: { kind: "text", syntax: "fingerprint" },
    required: true,
    description: "The finding that passes.",
    example: `"${"0".repeat(64)}"`,
  },
  who: {
    shape: { kind: "text", syntax: "words" },
    required: true,
    description: "Who approved it.",
    example: "Ada",
    also: ["by", "author"],
  },
  when: {
    shape: { kind: "text", syntax: "date" },
    required: true,
    description: "The day of the approval.",
    example: "2026-11-23",
    also: ["date", "on"],
  },
  until: {
    shape: { kind: "text", syntax: "date" },
    required: true,
    description: "The last day on which it counts, UTC.",
    example: "2026-12-31",
    also: ["expires", "end", "expiry"],
  },
  against: {
    shape: { kind: "text", syntax: "words" },
    required: true,
    description: "The version that the finding is against.",
    example: "main@3f2c1a9",
  },
  reason: {
    shape: { kind: "text", syntax: "words" },
    required: true,
    description: "Why it may pass.",
    example: "no reader is left",
    also: ["why", "because"],
  },
  finding: {
    shape: { kind: "record", keys: findingKeys },
    required: true,
    description: "What the finding is, for whoever reviews this file.",
    example: "{ rule: …, subject: …, file: …, message: … }",
  },
} as const satisfies Keys & { readonly [Property in keyof Omit<Approval, "file"> | "version"]: Key };

export interface ApprovalReading {
  /** Undefined where the file does not parse: then it lets nothing through. */
  readonly approval: Approval | undefined;
  readonly problems: readonly Problem[];
  /** Where each value stands, by JSON pointer. */
  readonly positions: ReadonlyMap<string, Position>;
}

/** Reads the text of an approval that stands at `file`; what is wrong with it is told on its line. */
export function parseApproval(source: Uint8Array | string, file: string): ApprovalReading {
  const { values, positions, problems } = readDocument(source, file, approvalKeys);
  if (values === undefined) return { approval: undefined, positions, problems };
  const { version: _, ...rest } = values as unknown as Omit<Approval, "file"> & { readonly version: 1 };
  if (file === approvalPath(rest.fingerprint)) return { approval: { ...rest, file }, positions, problems };
  const misnamed: Problem = {
    severity: "error",
    code: "config",
    message: "the file's name is another finding's: it approves nothing",
    hint: `an approval of this finding is \`${approvalPath(rest.fingerprint)}\``,
    file,
    ...positions.get("/fingerprint"),
  };
  return { approval: undefined, positions, problems: [...problems, misnamed] };
}

/** The text of an approval, as `schemactl approve` writes it. */
export function approvalText(approval: Omit<Approval, "file">): string {
  const { fingerprint, who, when, until, against, reason, finding } = approval;
  return [
    "# Lets one finding of schemactl pass, once: it counts in the change that adds it, and lets nothing through after that.",
    "version: 1",
    `fingerprint: ${quoted(fingerprint)}`,
    `who: ${quoted(who)}`,
    `when: ${when}`,
    `until: ${until}`,
    `against: ${quoted(against)}`,
    `reason: ${quoted(reason)}`,
    "finding:",
    ...Object.entries(finding).map(([key, value]) => `  ${key}: ${quoted(value)}`),
    "",
  ].join("\n");
}

/** One line, whatever a schema or a person put into it; a JSON string is a YAML one. */
function quoted(text: string): string {
  const line = text.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]+\s*/gu, " ").trim();
  return JSON.stringify([...line].slice(0, 1000).join("") || "-");
}
