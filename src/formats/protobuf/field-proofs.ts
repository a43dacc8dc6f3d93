import type { Json, Proof } from "../../model.ts";
import type { Aspect } from "./aspects.ts";
import * as aspects from "./aspects.ts";
import type { Fields, Messages, ProtobufChanges, Types } from "./changes.ts";
import type { Value } from "./datum.ts";
import { messageDatum } from "./datum.ts";
import type { Experiment } from "./experiment.ts";
import { defaultLeaf, fieldValue } from "./samples.ts";
import { repairOf, type Search, sending, sendingField, sendingWithout, type Way, ways } from "./search.ts";
import { fieldFact, sourceFact } from "./source-facts.ts";
import type { Field, Oneof } from "./types.ts";

/** Shows what becomes of the values of a field that both sides have. */
export function valueProof(search: Search, fields: Fields, aspect: Aspect, inTurn: readonly Way[]): Proof {
  const { writer, writerField, readerField } = fields;
  return search.first(sendingField(search, fields, aspect), inTurn) ?? fieldFact(writer, writerField, readerField);
}

/** The bytes of a message are there for whoever reads them as bytes: nothing shows on the wire. */
export function kindProof(search: Search, types: Types): Proof {
  const isOpaque = types.readerType.kind === "scalar" && types.readerType.name === "bytes";
  if (types.writerType.kind === "message" && isOpaque) {
    return fieldFact(types.writer, types.writerField, types.readerField);
  }
  return valueProof(search, types, aspects.type, [ways.wire, ways.json]);
}

/** Shows what becomes of what a message holds that the reader takes for another, or that differs in itself. */
export function namedTypeProof(search: Search, args: ProtobufChanges["field-named-type-changed"]): Proof {
  const { writer, writerField, readerField } = args;
  const witness =
    args.reasons.length === 0
      ? search.first(sendingField(search, args, aspects.type), [ways.wire, ways.json])
      : search.first(sendingWhole(search, args), [ways.wire]);
  return witness ?? fieldFact(writer, writerField, readerField);
}

/** What a message of the same name holds counts only as far as the registry refuses what differs in it. */
function sendingWhole(search: Search, args: ProtobufChanges["field-named-type-changed"]): readonly Experiment[] {
  const { writerType } = args;
  if (writerType.kind !== "message") return [];
  const build = search.bench.build(args.writer, args.reader);
  return args.reasons.flatMap((reason) => {
    if (!("writerField" in reason.args) || !("readerField" in reason.args)) return [];
    const inner = reason.args as Fields;
    if (inner.writer !== writerType.target) return [];
    const values = build.tellingValues(inner.writerField);
    const items = values.flatMap((value) => build.message(inner.writer, [[inner.writerField, value]]) ?? []);
    return items.flatMap((item) =>
      sending(
        search,
        args,
        [[args.writerField, fieldValue(args.writerField, item)]],
        repairOf(search, args, aspects.type),
      ),
    );
  });
}

/** Shows what becomes of a message without a field that the reader requires, and of one with it. */
export function labelProof(search: Search, fields: Fields): Proof {
  const isRequired = fields.readerField.presence === "required";
  const without = isRequired ? search.first(sendingWithout(search, fields), [ways.wire]) : undefined;
  return without ?? valueProof(search, fields, aspects.label, [ways.wire, ways.json]);
}

/** Shows that the reader refuses a message without this field. */
export function requiredProof(
  search: Search,
  messages: Messages,
  writerField: Field | undefined,
  readerField: Field,
): Proof {
  const pair = { ...messages, writerField, readerField };
  const witness = search.first(sendingWithout(search, pair), [ways.wire]);
  return witness ?? fieldFact(messages.writer, writerField, readerField);
}

/** Shows that the reader has no place for this field. */
export function droppedProof(search: Search, messages: Messages, field: Field): Proof {
  const pair = { ...messages, writerField: field, readerField: undefined };
  const witness = search.first(sendingField(search, pair), [ways.wire]);
  return witness ?? fieldFact(messages.writer, field, undefined);
}

/** Shows that of two fields, which the writer may set together, the reader keeps the last. */
export function oneofProof(
  search: Search,
  messages: Messages & { readonly oneof: Oneof; readonly fields: readonly Field[] },
): Proof {
  const { writer, reader, oneof } = messages;
  const members = search.bench.readerFields(reader).filter((field) => field.oneof?.name === oneof.name);
  const numbers = new Set(members.map((field) => field.number));
  const fields = search.bench.writerFields(writer).filter((field) => numbers.has(field.number));
  // A list that is one value now is another difference: such a pair comes last.
  const isList = (field: Field): boolean => field.presence === "repeated";
  const sent = [...fields.filter((field) => !isList(field)), ...fields.filter(isList)];
  const build = search.bench.build(writer, reader);
  const simple = (field: Field): readonly Value[] => build.tellingValues(field).slice(0, 1);
  const experiments = sent.flatMap((one, i) =>
    sent
      .slice(i + 1)
      .filter((other) => one.oneof === undefined || one.oneof.name !== other.oneof?.name)
      .flatMap((other) => {
        const both = [one, other].flatMap((field) => simple(field).map((value) => [field, value] as const));
        const repairs = [one, other].flatMap((field) =>
          repairOf(
            search,
            { writer, reader, writerField: field, readerField: undefined },
            isList(field) ? aspects.whole : aspects.label,
          ),
        );
        return sending(search, messages, both, repairs);
      }),
  );
  const names = (fields: readonly Field[]) => fields.map((field) => field.name).join(", ");
  return (
    search.first(experiments, [ways.wire]) ??
    sourceFact(`${names(messages.fields)} may be set together`, `oneof ${oneof.name}: ${names(members)}`)
  );
}

/** Shows another name in the JSON, which parsers refuse unless they know it by the field's own name. */
export function jsonNameProof(search: Search, args: ProtobufChanges["json-name-changed"]): Proof {
  const { writer, writerField, readerField } = args;
  const experiments = sendingField(search, args, aspects.name);
  const witness = search.first(experiments, [ways.json]);
  if (witness !== undefined) return witness;
  const json = (field: Field) => JSON.stringify(jsonOfField(search, args, field));
  return experiments.length === 0
    ? fieldFact(writer, writerField, readerField)
    : sourceFact(json(writerField), json(readerField));
}

/** The first telling value of a field in the JSON of a message of that side. */
function jsonOfField(search: Search, fields: Fields, field: Field): Json {
  const isWriter = field === fields.writerField;
  const type = isWriter ? fields.writer : fields.reader;
  const fieldsOf = isWriter ? search.bench.writerFields : search.bench.readerFields;
  const [value] = search.bench.build(fields.writer, fields.reader).tellingValues(field);
  if (value === undefined) return null;
  return search.bench
    .codec(type, fieldsOf, new Set([field.number]))
    .toJson(messageDatum(type, [[field.number, value]]));
}

/** Shows that the reader cannot tell any more, or has to tell, whether a field was set. */
export function presenceProof(search: Search, args: ProtobufChanges["presence-changed"]): Proof {
  const { writer, writerField, readerField } = args;
  const zero = defaultLeaf({ ...writerField, default: undefined });
  if (zero === undefined) return fieldFact(writer, writerField, readerField);
  if (writerField.presence !== "implicit") {
    const repairs = repairOf(search, args, aspects.label);
    const again = search.first(sending(search, args, [[writerField, zero]], repairs), [ways.jsonByName]);
    return again ?? fieldFact(writer, writerField, readerField);
  }
  if (readerField.presence === "required") return requiredProof(search, args, writerField, readerField);
  return unsetProof(search, args, zero, undefined) ?? fieldFact(writer, writerField, readerField);
}

/** Shows that a field which was not sent is read as something else. */
export function defaultProof(search: Search, args: ProtobufChanges["default-changed"]): Proof {
  const { writer, writerField, readerField } = args;
  const [before, after] = [defaultLeaf(writerField), defaultLeaf(readerField)];
  const proof = before === undefined || after === undefined ? undefined : unsetProof(search, args, before, after);
  return proof ?? fieldFact(writer, writerField, readerField);
}

/**
 * What each side has for a field that is not on the wire, in JSON that shows such fields too. That it is not there when it was
 * sent so, and not when it is read, the codec says.
 */
function unsetProof(search: Search, fields: Fields, before: Value, after: Value | undefined): Proof | undefined {
  const { writer, reader, writerField, readerField } = fields;
  const { bench } = search;
  const isImplicit = writerField.presence === "implicit";
  const sent = bench
    .build(writer, reader)
    .message(writer, isImplicit ? [[writerField, before]] : [], isImplicit ? undefined : writerField.number);
  if (sent === undefined) return undefined;
  const used = new Set([...sent.fields.keys(), writerField.number]);
  const bytes = bench.codec(writer, bench.writerFields, used).encode(sent);
  const reading = bench.codec(reader, bench.readerFields, used).decode(bytes);
  if (reading.kind === "refused" || reading.message.fields.has(readerField.number)) return undefined;
  const shown = (type: typeof writer, of: Search["bench"]["writerFields"], field: Field, value: Value | undefined) => {
    const explicit: Field = { ...field, presence: "explicit" };
    const withField = (message: typeof writer) =>
      message === type ? [...of(type).filter((other) => other.number !== field.number), explicit] : of(message);
    const set = value === undefined ? [] : [[field.number, value] as const];
    return bench
      .codec(type, withField, used)
      .toJson(messageDatum(type, [...(type === writer ? sent : reading.message).fields, ...set]));
  };
  return {
    kind: "witness",
    outcome: after === undefined ? "lost" : "misread",
    codec: "protobufjs",
    datum: shown(writer, bench.writerFields, writerField, before),
    reads: shown(reader, bench.readerFields, readerField, after),
  };
}
