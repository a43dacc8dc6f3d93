import { type DefaultJudge, judgeDefaults } from "./defaults.ts";
import { noDefault, unfinished } from "./fields.ts";
import { type Reading, refuse } from "./reading.ts";
import { type AvroType, type Field, isNamed, type RecordType } from "./types.ts";

/** Puts the types in place that are mentioned before they are defined. */
export function resolveForward(reading: Reading, root: AvroType): void {
  const { pending, strict } = reading;
  if (pending.length === 0) return;
  if (strict) requireOrder(reading, root);
  const copies = new Map<AvroType, AvroType>();
  // What stands in records goes first: the copies are made of what is in place.
  for (const { stand, inRecord, put } of pending) if (inRecord) put(targetOf(reading, stand));
  // Outside of any record Avro Java puts a copy in place, and its verdict tells a type from its copy.
  for (const { stand, inRecord, put } of pending) if (!inRecord) put(copyOf(targetOf(reading, stand), copies));
  for (const { check } of pending) check?.();
}

function targetOf(reading: Reading, type: AvroType): AvroType {
  if (type.kind !== "record" || !reading.stands.has(type)) return type;
  return reading.known.get(type.fullName) ?? refuse(reading, type.at, `\`${type.fullName}\` is not defined`);
}

/** A type in which whatever holds other types is new, and the rest is shared. */
function copyOf(type: AvroType, copies: Map<AvroType, AvroType>): AvroType {
  const made = copies.get(type);
  if (made !== undefined) return made;
  switch (type.kind) {
    case "record": {
      const fields: Field[] = [];
      const copy: RecordType = { ...type, fields };
      copies.set(type, copy);
      for (const field of type.fields) fields.push({ ...field, type: copyOf(field.type, copies) });
      return copy;
    }
    case "array":
      return { ...type, items: copyOf(type.items, copies) };
    case "map":
      return { ...type, values: copyOf(type.values, copies) };
    case "union":
      return { ...type, branches: type.branches.map((branch) => copyOf(branch, copies)) };
    default:
      return type;
  }
}

/**
 * Judges every default once more, in the order in which Avro Java completes the records of a text that mentions types
 * before it defines them. A default made of a record that is not complete at that moment is refused.
 */
function requireOrder(reading: Reading, root: AvroType): void {
  const first = completion(reading, true);
  for (const type of reading.known.values()) if (type.kind === "record") first.complete(type);
  if (isNamed(root)) return;
  const copied = completion(reading, false);
  const visit = (type: AvroType): void => {
    if (type.kind === "array") visit(type.items);
    else if (type.kind === "map") visit(type.values);
    else if (type.kind === "union") for (const branch of type.branches.toReversed()) visit(branch);
    else if (reading.stands.has(type)) copied.complete(targetOf(reading, type));
  };
  visit(root);
}

interface Completion {
  readonly complete: (type: AvroType) => void;
}

/** `mentions`: whether a mention of a type further down starts a walk of its own, as it does the first time. */
function completion(reading: Reading, mentions: boolean): Completion {
  const started = new Set<AvroType>();
  const done = new Set<RecordType>();
  let judging: Field | undefined;
  const judge: DefaultJudge = judgeDefaults({
    actual: (type) => targetOf(reading, type),
    fieldsOf: (record) => {
      if (done.has(record) || judging?.default === undefined) return record.fields;
      return refuse(reading, judging.default, unfinished(judging, record));
    },
  });
  const finish = (record: RecordType): void => {
    if (done.has(record)) return;
    for (const field of record.fields) {
      judging = field;
      if (field.default !== undefined && !judge.ofField(field)) refuse(reading, field.default, noDefault(field));
    }
    done.add(record);
  };
  const walk = (start: AvroType): void => {
    const seen = new Set<AvroType>();
    const goTarget = (type: AvroType): void => {
      const target = targetOf(reading, type);
      if (target !== type && mentions) begin(target);
      else if (target.kind === "record" && !seen.has(target)) {
        seen.add(target);
        started.add(target);
        for (const field of target.fields) go(field.type);
        finish(target);
      }
    };
    const go = (type: AvroType): void => {
      if (type.kind === "array") go(type.items);
      else if (type.kind === "map") go(type.values);
      else if (type.kind === "union") type.branches.toReversed().forEach(go);
      else goTarget(type);
    };
    go(start);
  };
  const begin = (type: AvroType): void => {
    if (type.kind === "record" && !started.has(type)) walk(type);
  };
  return { complete: begin };
}
