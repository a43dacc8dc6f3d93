import { type JsonNode, memberOf } from "../json-text.ts";
import { isFloating, judgeDefaults, spellsNumber } from "./defaults.ts";
import { fieldAliases, propsOf, requiredText, reservedKeys, textOf } from "./members.ts";
import { isName } from "./names.ts";
import { aKind, type JsonObject, type Mutable, namesHint, type Reading, refuse, settle, spotOf } from "./reading.ts";
import { type Field, type RecordType, titleOf } from "./types.ts";

/** Reads a field of a record. */
export function fieldAt(reading: Reading, node: JsonNode, owner: RecordType): Field {
  const whose = `a field of \`${owner.fullName}\``;
  if (node.kind !== "object") return refuse(reading, node, `${whose} is ${aKind(node)}, not an object`);
  const name = requiredText(reading, node, "name", whose);
  if (!isName(name.value)) refuse(reading, name, `\`${name.value}\` is no name for a field`, namesHint);
  const typeNode = memberOf(node, "type")?.value;
  if (typeNode === undefined) return refuse(reading, node, `the field \`${name.value}\` has no \`type\``);
  const type = reading.typeAt(typeNode, owner.namespace);
  const field: Mutable<Field> = {
    name: name.value,
    at: spotOf(reading, node),
    nameAt: spotOf(reading, name),
    type,
    typeAt: spotOf(reading, typeNode),
    default: memberOf(node, "default")?.value,
    aliases: fieldAliases(reading, node),
    doc: textOf(node, "doc"),
    order: orderOf(reading, node),
    props: propsOf(node, reservedKeys.field),
  };
  settle(reading, type, (actual) => {
    field.type = actual;
  });
  requireDefault(reading, field);
  return field;
}

function requireDefault(reading: Reading, field: Field): void {
  const value = field.default;
  if (value === undefined) return;
  if (value.kind === "string" && isFloating(field.type) && !spellsNumber(value.value)) {
    refuse(
      reading,
      value,
      `the default of \`${field.name}\` is ${JSON.stringify(value.value)}, which spells no number`,
    );
  }
  if (!reading.strict) return;
  const judge = judgeDefaults({
    actual: (type) => type,
    fieldsOf: (record) => {
      if (reading.open.has(record)) return refuse(reading, value, unfinished(field, record));
      return record.fields;
    },
  });
  if (!judge.ofField(field))
    refuse(reading, value, noDefault(field), reading.stands.has(field.type) ? laterHint : undefined);
}

/** Why a default cannot be judged: Avro Java knows the fields of a record only once it has read them all. */
export function unfinished(field: Field, record: RecordType): string {
  return `the default of \`${field.name}\` is made of \`${record.fullName}\`, whose fields are not known before its end`;
}

/** Why a default is refused. */
export function noDefault(field: Field): string {
  return `the default of \`${field.name}\` is no ${titleOf(field.type)}`;
}

const laterHint =
  "define the type where it is first mentioned: before its definition Avro takes no default but an object";

const orders: ReadonlyMap<string, Field["order"]> = new Map([
  ["ASCENDING", "ascending"],
  ["DESCENDING", "descending"],
  ["IGNORE", "ignore"],
]);

function orderOf(reading: Reading, node: JsonObject): Field["order"] {
  const value = memberOf(node, "order")?.value;
  if (value === undefined) return "ascending";
  const order = value.kind === "string" ? orders.get(value.value.toUpperCase()) : undefined;
  return order ?? refuse(reading, value, "`order` is `ascending`, `descending` or `ignore`");
}
