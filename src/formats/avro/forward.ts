import { type DefaultJudge, judgeDefaults } from "./defaults.ts";
import { noDefault, unfinished } from "./fields.ts";
import { requireShallow } from "./nesting.ts";
import { type Reading, refuse } from "./reading.ts";
import { type AvroType, type Field, isNamed, type RecordType } from "./types.ts";

/** Puts the types in place that are mentioned before they are defined. */
export function resolveForward(reading: Reading, root: AvroType): void {
  const { pending, strict } = reading;
  if (pending.length === 0) return;
  if (strict) requireOrder(reading, root);
  for (const { stand, put } of pending) put(targetOf(reading, stand));
  for (const { check } of pending) check?.();
}

function targetOf(reading: Reading, type: AvroType): AvroType {
  if (type.kind !== "record" || !reading.stands.has(type)) return type;
  return reading.known.get(type.fullName) ?? refuse(reading, type.at, `\`${type.fullName}\` is not defined`);
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

// Each mention may start a walk over all that was read before it; what a person writes needs some hundred steps.
const mostSteps = 1_000_000;

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
  let [depth, steps] = [0, 0];
  const walk = (start: AvroType): void => {
    const seen = new Set<AvroType>();
    const enter = (target: RecordType): void => {
      seen.add(target);
      started.add(target);
      steps += 1;
      if (steps > mostSteps) refuse(reading, target.at, "too many types are mentioned here before they are defined");
      for (const field of target.fields) go(field.type);
      finish(target);
    };
    const go = (type: AvroType): void => {
      depth += 1;
      requireShallow(depth);
      const target = targetOf(reading, type);
      if (type.kind === "array") go(type.items);
      else if (type.kind === "map") go(type.values);
      else if (type.kind === "union") type.branches.toReversed().forEach(go);
      else if (target !== type && mentions) begin(target);
      else if (target.kind === "record" && !seen.has(target)) enter(target);
      depth -= 1;
    };
    go(start);
  };
  const begin = (type: AvroType): void => {
    if (type.kind === "record" && !started.has(type)) walk(type);
  };
  return { complete: begin };
}
