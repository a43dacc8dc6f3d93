import type { Policy } from "../../model.ts";
import type { ProtobufChange } from "./changes.ts";
import { facts } from "./facts.ts";
import type { ProtobufSchema } from "./types.ts";
import { verdict } from "./verdict.ts";

export type * from "./changes.ts";

/**
 * Everything that differs on the way from writer to reader: first what the registry sees, then what it does not look at. A gate over a long
 * history leaves out what is safe.
 */
export function diff(
  writer: ProtobufSchema,
  reader: ProtobufSchema,
  _policy: Policy = "strict",
  { safe = true }: { readonly safe?: boolean } = {},
): readonly ProtobufChange[] {
  const seen = verdict(writer, reader, safe);
  return [...seen, ...facts(writer, reader, seen, safe)];
}
