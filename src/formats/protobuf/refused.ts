import type { ProtobufChange, ProtobufChanges } from "./changes.ts";

/** The kinds of change that the registry refuses. */
export type Refusal =
  | "package-changed"
  | "message-removed"
  | "field-kind-changed"
  | "field-scalar-kind-changed"
  | "field-named-type-changed"
  | "field-numeric-label-changed"
  | "required-field-added"
  | "required-field-removed"
  | "oneof-field-removed"
  | "multiple-fields-moved-to-oneof"
  | "field-moved-to-existing-oneof";

const refusals: ReadonlySet<keyof ProtobufChanges> = new Set<Refusal>([
  "package-changed",
  "message-removed",
  "field-kind-changed",
  "field-scalar-kind-changed",
  "field-named-type-changed",
  "field-numeric-label-changed",
  "required-field-added",
  "required-field-removed",
  "oneof-field-removed",
  "multiple-fields-moved-to-oneof",
  "field-moved-to-existing-oneof",
]);

/** Whether the registry refuses a change. */
export function refused(change: ProtobufChange): boolean {
  return refusals.has(change.kind);
}
