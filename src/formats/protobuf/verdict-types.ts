import type { ProtobufChange } from "./changes.ts";
import { groupOf, inGroup, kindOf, localName } from "./kinds.ts";
import { fieldSpot, note, type Place, scopeOf } from "./note.ts";
import { refused } from "./refused.ts";
import type { Field, FieldType } from "./types.ts";
import type { Verdict } from "./verdict-walk.ts";

interface Pair {
  readonly place: Place;
  readonly writerField: Field;
  readonly readerField: Field;
  readonly part: "field" | "key" | "value";
  readonly writerType: FieldType;
  readonly readerType: FieldType;
}

/** The types of two fields of one number, and their labels where the types are scalars that go together. */
export function compareFieldTypes(walk: Verdict, place: Place, writerField: Field, readerField: Field): void {
  const [writerType, readerType] = [writerField.type, readerField.type];
  const go = compareTypes(walk, { place, writerField, readerField, part: "field", writerType, readerType });
  const [before, after] = [writerField.label, readerField.label];
  if (!go || before === undefined || after === undefined || before === after) return;
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField };
  const isNumeric = groupOf(readerType) !== "length";
  if (!isNumeric && !walk.safe) return;
  const kind = isNumeric ? "field-numeric-label-changed" : "field-string-or-bytes-label-changed";
  note(walk.found, kind, args, fieldSpot(place, writerField, readerField));
}

/** True for scalars and enums of one group. */
function compareTypes(walk: Verdict, pair: Pair): boolean {
  const { writerType, readerType } = pair;
  const kind = kindOf(writerType);
  if (kind !== kindOf(readerType)) refuse(walk, pair, "field-kind-changed");
  else if (kind === "scalar") {
    if (groupOf(writerType) === groupOf(readerType)) return true;
    refuse(walk, pair, "field-scalar-kind-changed");
  } else if (writerType.kind === "map" && readerType.kind === "map") {
    const scalar = (name: typeof writerType.key) => ({ kind: "scalar", name }) as const;
    const [writerKey, readerKey] = [scalar(writerType.key), scalar(readerType.key)];
    compareTypes(walk, { ...pair, part: "key", writerType: writerKey, readerType: readerKey });
    compareTypes(walk, { ...pair, part: "value", writerType: writerType.value, readerType: readerType.value });
  } else compareNames(walk, pair);
  return false;
}

function refuse(walk: Verdict, pair: Pair, kind: "field-kind-changed" | "field-scalar-kind-changed"): void {
  const { place, writerField, readerField, part, writerType, readerType } = pair;
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField, part, writerType, readerType };
  note(walk.found, kind, args, typeSpot(pair));
}

/** Where the types of two fields differ. */
export function typeSpot({
  place,
  writerField,
  readerField,
  part,
}: Pick<Pair, "place" | "writerField" | "readerField" | "part">) {
  const at = fieldSpot(place, writerField, readerField, "typeAt");
  return part === "field" ? at : { ...at, names: [...at.names, part] };
}

function compareNames(walk: Verdict, pair: Pair): void {
  const { writerType, readerType } = pair;
  if (writerType.kind === "scalar" || writerType.kind === "map") return;
  if (readerType.kind === "scalar" || readerType.kind === "map") return;
  const [sent, known] = [writerType.target, readerType.target];
  if (sent.kind === "enum" || known.kind === "enum" || inGroup(sent) || inGroup(known)) {
    // One of them is a name that the registry does not find: what is written counts.
    if (writerType.written !== readerType.written) renamed(walk, pair, []);
    return;
  }
  const name = localName(sent);
  if (name !== localName(known)) {
    renamed(walk, pair, []);
    return;
  }
  if (sent.file.origin === "local" && known.file.origin === "local") return;
  if (walk.sameVersion(sent.file, known.file)) return;
  const before = walk.found.length;
  walk.compareMessages({ ...scopeOf(name), judged: true, writer: sent, reader: known });
  const late = walk.late.get(sent);
  const refusals = refusalsSince(walk, before);
  const reasons = refusals.length > 0 ? refusals : (late?.get(known) ?? []);
  late?.set(known, reasons);
  if (reasons.length > 0) renamed(walk, pair, reasons);
}

// A message that is mentioned everywhere may break in more places than anybody reads.
const mostReasons = 100;

/** What was refused since that many changes were found, the first of it. No change is looked at twice. */
function refusalsSince(walk: Verdict, before: number): readonly ProtobufChange[] {
  const { found, refusals } = walk;
  for (; walk.counted < found.length; walk.counted += 1) {
    const change = found[walk.counted];
    if (change !== undefined && refused(change)) refusals.push(walk.counted);
  }
  let [first, end] = [0, refusals.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((refusals[middle] ?? 0) < before) first = middle + 1;
    else end = middle;
  }
  return refusals.slice(first, first + mostReasons).flatMap((i) => found[i] ?? []);
}

function renamed(walk: Verdict, pair: Pair, reasons: readonly ProtobufChange[]): void {
  const { place, writerField, readerField, part, writerType, readerType } = pair;
  const { writer, reader } = place;
  const args = { writer, reader, writerField, readerField, part, writerType, readerType, reasons };
  note(walk.found, "field-named-type-changed", args, typeSpot(pair));
}
