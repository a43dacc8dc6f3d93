import type { EnumType, EnumValue, Field, FieldType, Label, Message, Method, OptionSetting, Service } from "./types.ts";

/** A type by its whole name, in one form only. */
export function typeForm(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "map":
      return `map<${type.key}, ${typeForm(type.value)}>`;
    default:
      return `.${type.target.fullName}`;
  }
}

const labelOf: Readonly<Record<Field["presence"], Label | "">> = {
  explicit: "optional",
  implicit: "",
  required: "required",
  repeated: "repeated",
};

/** A field with everything but its comments, in one form only. */
export function fieldForm(field: Field): string {
  const { type, presence, oneof, group } = field;
  const label = type.kind === "map" || oneof !== undefined ? "" : labelOf[presence];
  const head = [label, group ? "group" : "", typeForm(type), field.name, "=", String(field.number)];
  const within = oneof === undefined ? "" : `oneof ${oneof.name}: `;
  return `${within}${head.filter((part) => part !== "").join(" ")}${optionsForm(field.options)};`;
}

/** Options in brackets, sorted; empty where there are none. */
function optionsForm(options: readonly OptionSetting[]): string {
  if (options.length === 0) return "";
  const settings = options.map(({ name, text }) => `${name} = ${text}`).sort();
  return ` [${settings.join(", ")}]`;
}

/** A message with its fields and what is nested in it. */
export function messageForm(message: Message): string {
  const parts = [
    ...message.fields.map(fieldForm),
    ...message.enums.map(enumForm),
    ...message.messages.map((inner) => messageForm(inner)),
  ];
  return `message ${message.name}${optionsForm(message.options)} {${parts.join("")}}`;
}

export function valueForm(value: EnumValue): string {
  return `${value.name} = ${value.number}${optionsForm(value.options)};`;
}

export function enumForm(type: EnumType): string {
  const closed = type.closed ? "closed " : "";
  return `${closed}enum ${type.name}${optionsForm(type.options)} {${type.values.map(valueForm).join("")}}`;
}

export function methodForm(method: Method): string {
  const side = (message: Message, streaming: boolean) => `${streaming ? "stream " : ""}.${message.fullName}`;
  const types = `(${side(method.input, method.clientStreaming)}) returns (${side(method.output, method.serverStreaming)})`;
  return `rpc ${method.name}${types}${optionsForm(method.options)};`;
}

export function serviceForm(service: Service): string {
  return `service ${service.name}${optionsForm(service.options)} {${service.methods.map(methodForm).join("")}}`;
}
