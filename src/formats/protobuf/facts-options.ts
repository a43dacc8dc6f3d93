import type { Facts } from "./facts-walk.ts";
import { note, type Whereabouts } from "./note.ts";
import type { NumberRange, OptionSetting, ReservedName } from "./types.ts";

/** Options that are added, gone or set otherwise, but for those in `told`. */
export function optionFacts(
  walk: Facts,
  owner: string,
  writer: readonly OptionSetting[],
  reader: readonly OptionSetting[],
  at: Whereabouts,
  told: ReadonlySet<string> = new Set(),
): void {
  if (writer.length + reader.length === 0) return;
  const [sent, known] = [textsByName(writer), textsByName(reader)];
  for (const option of new Set([...sent.keys(), ...known.keys()])) {
    const [before, after] = [sent.get(option), known.get(option)];
    if (before === after || told.has(option)) continue;
    const args = { owner, option, before, after };
    const names = [...at.names, option];
    note(walk.found, "option-changed", args, { ...at, names, writerText: before ?? "", readerText: after ?? "" });
  }
}

/** An option that is set several times is a list. */
function textsByName(options: readonly OptionSetting[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { name, text } of options) {
    const before = texts.get(name);
    texts.set(name, before === undefined ? text : `${before}, ${text}`);
  }
  return texts;
}

interface Reserving {
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly ReservedName[];
}

/** Numbers and names that are reserved on one side only. */
export function reservedFacts(walk: Facts, owner: string, writer: Reserving, reader: Reserving, at: Whereabouts): void {
  attributeFacts(walk, "reserved-changed", owner, reservedText(writer), reservedText(reader), at);
}

/** A change of a list that is told as one text. */
export function attributeFacts(
  walk: Facts,
  kind: "reserved-changed" | "extension-ranges-changed",
  owner: string,
  before: string | undefined,
  after: string | undefined,
  at: Whereabouts,
): void {
  if (before === after) return;
  const texts = { writerText: before ?? "", readerText: after ?? "", names: [...at.names, kind] };
  note(walk.found, kind, { owner, before, after }, { ...at, ...texts });
}

function reservedText({ reservedRanges, reservedNames }: Reserving): string | undefined {
  const names = reservedNames.map(({ name }) => name).sort();
  return joined([...rangeTexts(reservedRanges), ...names]);
}

/** Ranges as one text; undefined for none. */
export function rangesText(ranges: readonly NumberRange[]): string | undefined {
  return joined(rangeTexts(ranges));
}

function rangeTexts(ranges: readonly NumberRange[]): readonly string[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  return sorted.map(({ start, end }) => (start === end ? String(start) : `${start} to ${end}`));
}

const joined = (parts: readonly string[]): string | undefined => (parts.length === 0 ? undefined : parts.join(", "));

/** Elements of one sort that both sides have, and that stand in another order. */
export function orderFacts(
  walk: Facts,
  owner: string,
  what: string,
  writer: readonly string[],
  reader: readonly string[],
  at: Whereabouts,
): void {
  if (writer.length === reader.length && writer.every((name, i) => name === reader[i])) return;
  const [sent, known] = [new Set(writer), new Set(reader)];
  const [before, after] = [writer.filter((name) => known.has(name)), reader.filter((name) => sent.has(name))];
  if (before.every((name, i) => name === after[i])) return;
  const texts = { writerText: before.join(" "), readerText: after.join(" "), names: [...at.names, what] };
  note(walk.found, "declarations-reordered", { owner, what }, { ...at, ...texts });
}
