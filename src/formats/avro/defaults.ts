import type { JsonNode } from "../json-text.ts";
import { requireShallow } from "./nesting.ts";
import type { AvroType, Field, RecordType } from "./types.ts";

/** Judges defaults as Avro Java 1.12 does, remembering what it has judged: defaults of records nest. */
export interface DefaultJudge {
  readonly isValid: (type: AvroType, value: JsonNode | undefined) => boolean;
  /** Whether a field's default suits its type. A float or double takes a string that spells a number, such as `NaN`. */
  readonly ofField: (field: Field) => boolean;
}

/** How types look to a judge while they are not complete. */
export interface TypeView {
  /** The type that stands for another one, which is only mentioned yet. */
  readonly actual: (type: AvroType) => AvroType;
  /** May throw, as Java does for a record whose fields are not known yet. */
  readonly fieldsOf: (record: RecordType) => readonly Field[];
}

const complete: TypeView = { actual: (type) => type, fieldsOf: (record) => record.fields };

/**
 * Looks at the kind of value only: an enum takes any string, a fixed one of any length, and a union what any of its
 * branches takes.
 */
export function judgeDefaults({ actual, fieldsOf }: TypeView = complete): DefaultJudge {
  const judged = new Map<JsonNode, Map<RecordType, boolean>>();
  let open = 0;

  const isValid = (mentioned: AvroType, value: JsonNode | undefined): boolean => {
    if (value === undefined) return false;
    const type = actual(mentioned);
    switch (type.kind) {
      case "null":
      case "boolean":
        return value.kind === type.kind;
      case "int":
        return value.kind === "number" && fits(value.text, 32);
      case "long":
        return value.kind === "number" && fits(value.text, 64);
      case "float":
      case "double":
        return value.kind === "number";
      case "bytes":
      case "string":
      case "enum":
      case "fixed":
        return value.kind === "string";
      case "array":
        return value.kind === "array" && value.items.every((item) => isValid(type.items, item));
      case "map":
        return value.kind === "object" && [...membersOf(value).values()].every((v) => isValid(type.values, v));
      case "union":
        return type.branches.some((branch) => isValid(branch, value));
      case "record":
        return value.kind === "object" && isValidRecord(type, value);
    }
  };

  const isValidRecord = (type: RecordType, value: JsonNode & { kind: "object" }): boolean => {
    const known = judged.get(value)?.get(type);
    if (known !== undefined) return known;
    const answers = judged.get(value) ?? new Map<RecordType, boolean>();
    judged.set(value, answers);
    const fields = fieldsOf(type);
    // A default that needs itself has no end, and so is none.
    answers.set(type, false);
    open += 1;
    requireShallow(open);
    const members = membersOf(value);
    const answer = fields.every((field) => {
      const given = members.get(field.name);
      return given === undefined ? ofField(field) : isValid(field.type, given);
    });
    answers.set(type, answer);
    open -= 1;
    return answer;
  };

  const ofField = (field: Field): boolean =>
    field.default?.kind === "string" && isFloating(field.type)
      ? spellsNumber(field.default.value)
      : isValid(field.type, field.default);

  return { isValid, ofField };
}

const membersOf = (value: JsonNode & { kind: "object" }): ReadonlyMap<string, JsonNode> =>
  new Map(value.members.map((member) => [member.key, member.value]));

const integer = /^-?\d+$/;

/** Whether a number's text is an integer of so many bits; `1.0` and `1e3` are none. */
export function fits(text: string, bits: 32 | 64): boolean {
  return integer.test(text) && BigInt.asIntN(bits, BigInt(text)) === BigInt(text);
}

/** Whether a type is one of the two binary floating-point types. */
export function isFloating(type: AvroType): boolean {
  return type.kind === "float" || type.kind === "double";
}

const decimal = /^[+-]?(?:NaN|Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const hexadecimal = /^[+-]?0[xX](?:[\da-fA-F]+(?:\.[\da-fA-F]*)?|\.[\da-fA-F]+)[pP][+-]?\d+[fFdD]?$/;

/** Whether Java's `Double.parseDouble` reads a string: it trims everything up to the space. */
export function spellsNumber(text: string): boolean {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (start < end && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  const trimmed = text.slice(start, end);
  return decimal.test(trimmed) || hexadecimal.test(trimmed);
}
