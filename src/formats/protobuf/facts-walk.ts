import type { ProtobufChange } from "./changes.ts";
import { inGroup } from "./kinds.ts";
import type { Place } from "./note.ts";
import type { EnumType, Message, ProtobufFile } from "./types.ts";

/** A walk over two schemas that looks for what the registry does not speak of. */
export interface Facts {
  readonly found: ProtobufChange[];
  /** Whether safe changes are told too; the others are looked for in any case. */
  readonly safe: boolean;
  /** The fields and oneofs of which the registry has spoken. */
  readonly told: ReadonlySet<object>;
  /** Each pair of messages, and of enums, is told once: the place where it is first met stands for all. */
  readonly seen: Map<object, Set<object>>;
  /** Messages that were met through fields and rpcs, and not in the files themselves. */
  readonly waiting: Place[];
  readonly sameVersion: (writer: ProtobufFile, reader: ProtobufFile) => boolean;
}

/** Whether two elements meet for the first time; from now on they have met. */
export function isNew(walk: Facts, writer: object, reader: object): boolean {
  const seen = walk.seen.get(writer) ?? new Set<object>();
  if (seen.has(reader)) return false;
  walk.seen.set(writer, seen.add(reader));
  return true;
}

/** Whether both are compared where they stand, in the schemas' own texts, or are the same version of one. */
export function isComparedElsewhere(walk: Facts, writer: Message | EnumType, reader: Message | EnumType): boolean {
  const areLocal = writer.file.origin === "local" && reader.file.origin === "local";
  if (areLocal) return !(inGroup(bodyOf(writer)) || inGroup(bodyOf(reader)));
  return walk.sameVersion(writer.file, reader.file);
}

const bodyOf = (type: Message | EnumType): Message | undefined => (type.kind === "message" ? type : type.parent);
