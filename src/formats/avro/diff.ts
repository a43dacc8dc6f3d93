import type { Policy } from "../../model.ts";
import type { AvroChange } from "./changes.ts";
import { facts } from "./facts.ts";
import { withinStack } from "./nesting.ts";
import { refusals } from "./refusals.ts";
import type { AvroSchema } from "./types.ts";

export type * from "./changes.ts";

/**
 * Everything that differs on the way from writer to reader: first what the registry refuses, in its order, then what it
 * accepts. A gate over a long history leaves out what is safe.
 */
export function diff(
  writer: AvroSchema,
  reader: AvroSchema,
  _policy: Policy = "strict",
  { safe = true }: { readonly safe?: boolean } = {},
): readonly AvroChange[] {
  return withinStack(() => [...refusals(writer, reader), ...facts(writer, reader, safe)]);
}
