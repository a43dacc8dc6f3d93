import type { ProtobufChange } from "./changes.ts";
import type { Place } from "./note.ts";
import type { Message, ProtobufFile } from "./types.ts";

/** The registry's walk. */
export interface Verdict {
  readonly found: ProtobufChange[];
  /** Whether what it accepts is noted too. */
  readonly safe: boolean;
  /** The writer's messages whose fields are being compared now: met again, they are passed over. */
  readonly open: Set<Message>;
  readonly sameVersion: (writer: ProtobufFile, reader: ProtobufFile) => boolean;
  readonly compareMessages: (place: Place) => void;
  /** Where in `found` the refusals are, as far as `counted`. */
  readonly refusals: number[];
  counted: number;
  depth: number;
  /** How many pairs of messages were compared. */
  compared: number;
  /** The pairs that are compared once and no more, by the writer's, and what was refused in them. */
  readonly late: Map<Message, Map<Message, readonly ProtobufChange[]>>;
}
