import { promotes, sameName, writerFieldsOf } from "./matching.ts";
import { rivalsOf } from "./pruned.ts";
import type { SizeOf } from "./sizes.ts";
import type { Turn, Turns } from "./turns.ts";
import type { AvroType } from "./types.ts";

/** Whether a reader reads all data of a writer, leaving aside the names of records. */
export type Readable = (writer: AvroType, reader: AvroType) => boolean;

/** Remembers what it has judged; a pair in progress counts as readable. */
export function readability(): Readable {
  const known = new Map<AvroType, Map<AvroType, boolean>>();
  const readable: Readable = (writer, reader) => {
    const answers = known.get(writer) ?? new Map<AvroType, boolean>();
    known.set(writer, answers);
    const before = answers.get(reader);
    if (before !== undefined) return before;
    answers.set(reader, true);
    const answer = judge(writer, reader);
    answers.set(reader, answer);
    return answer;
  };
  const judge: Readable = (writer, reader) => {
    if (writer.kind === "union") return writer.branches.every((branch) => readable(branch, reader));
    if (reader.kind === "union") return rivalsOf(writer, reader).some((branch) => readable(writer, branch));
    if (refusesAll(writer, reader) || missingSymbols(writer, reader).length > 0) return false;
    return partsOf(writer, reader).every((part) => readable(part.writer, part.reader));
  };
  return readable;
}

/** Whether a reader, no union, fails on every datum of a writer, whatever its parts. */
function refusesAll(writer: AvroType, reader: AvroType): boolean {
  if (writer.kind === "record" && reader.kind === "record") {
    return reader.fields.some((field) => {
      const found = writerFieldsOf(writer, field).length;
      return found > 1 || (found === 0 && field.default === undefined);
    });
  }
  if (writer.kind === "enum" && reader.kind === "enum") return !sameName(writer, reader);
  if (writer.kind === "fixed" && reader.kind === "fixed") {
    return !sameName(writer, reader) || writer.size !== reader.size;
  }
  return writer.kind !== reader.kind && !promotes(writer.kind, reader.kind);
}

/** The symbols that an enum's writer may send and its reader takes for nothing. */
export function missingSymbols(writer: AvroType, reader: AvroType): readonly string[] {
  if (writer.kind !== "enum" || reader.kind !== "enum" || reader.default !== undefined) return [];
  const own = new Set(reader.symbols.map((symbol) => symbol.name));
  return writer.symbols.map((symbol) => symbol.name).filter((name) => !own.has(name));
}

interface Part {
  readonly turn: Turn;
  readonly writer: AvroType;
  readonly reader: AvroType;
}

/** The parts of a writer's data that a reader of the same kind reads. */
export function partsOf(writer: AvroType, reader: AvroType): readonly Part[] {
  if (writer.kind === "record" && reader.kind === "record") {
    return reader.fields.flatMap((to) =>
      writerFieldsOf(writer, to).map((field) => part({ kind: "field", field }, field.type, to.type)),
    );
  }
  if (writer.kind === "array" && reader.kind === "array") return [part({ kind: "item" }, writer.items, reader.items)];
  if (writer.kind === "map" && reader.kind === "map") return [part({ kind: "item" }, writer.values, reader.values)];
  return [];
}

const part = (turn: Turn, writer: AvroType, reader: AvroType): Part => ({ turn, writer, reader });

interface Judgement {
  readonly sizeOf: SizeOf;
  readonly readable: Readable;
}

/** Ways to data that a reader is likely to fail on; each pair of types is entered once. */
export function breakages(writer: AvroType, reader: AvroType, { sizeOf, readable }: Judgement): Iterable<Turns> {
  const entered = new Map<AvroType, Set<AvroType>>();
  function* enter(writer: AvroType, reader: AvroType): Generator<Turns> {
    const readers = entered.get(writer) ?? new Set();
    entered.set(writer, readers);
    if (readers.has(reader) || readable(writer, reader) || sizeOf(writer) === Number.POSITIVE_INFINITY) return;
    readers.add(reader);
    if (writer.kind === "union") {
      for (const [index, branch] of writer.branches.entries()) yield* within({ kind: "branch", index }, branch, reader);
    } else if (reader.kind === "union") {
      const rivals = rivalsOf(writer, reader);
      if (rivals.length === 0) yield [];
      for (const rival of rivals) yield* enter(writer, rival);
    } else if (refusesAll(writer, reader)) yield [];
    else {
      for (const name of missingSymbols(writer, reader)) yield [{ kind: "symbol", name }];
      for (const { turn, ...inner } of partsOf(writer, reader)) yield* within(turn, inner.writer, inner.reader);
    }
  }
  function* within(turn: Turn, writer: AvroType, reader: AvroType): Generator<Turns> {
    for (const turns of enter(writer, reader)) yield [turn, ...turns];
  }
  return enter(writer, reader);
}
