import { rabin } from "../rabin.ts";
import type {
  EnumType,
  Extension,
  Field,
  FieldType,
  Message,
  Method,
  NumberRange,
  OptionSetting,
  ProtobufFile,
  ProtobufSchema,
  ReservedName,
  Service,
} from "./types.ts";

/**
 * A file in one form: types by their full names, fields by their numbers, imports and options sorted, no comments. What it imports is named, not
 * repeated.
 */
export function canonical({ root }: ProtobufSchema): string {
  return [
    root.edition === undefined ? `syntax = "${root.syntax}";` : `edition = "${root.edition}";`,
    ...(root.package === undefined ? [] : [`package ${root.package};`]),
    ...imports(root),
    ...optionLines(root.options),
    ...root.messages.filter((message) => !message.group).flatMap(messageLines),
    ...root.enums.flatMap(enumLines),
    ...extensionLines(root.extensions),
    ...root.services.flatMap(serviceLines),
    "",
  ].join("\n");
}

/** A short name for the canonical form. */
export function fingerprint(schema: ProtobufSchema): string {
  return rabin(canonical(schema));
}

function imports({ imports: all }: ProtobufFile): readonly string[] {
  const lines = (options: boolean): readonly string[] =>
    all
      .filter(({ modifier }) => (modifier === "option") === options)
      .map(({ name, modifier }) => `import ${modifier === undefined ? "" : `${modifier} `}${JSON.stringify(name)};`)
      .sort();
  // What only options need has to stand behind the rest.
  return [...lines(false), ...lines(true)];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function block(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(lines), "}"];
}

function settings(options: readonly OptionSetting[]): readonly string[] {
  return options.map(({ name, text }) => `${name} = ${text}`).sort();
}

function optionLines(options: readonly OptionSetting[]): readonly string[] {
  return settings(options).map((each) => `option ${each};`);
}

function inBrackets(options: readonly OptionSetting[]): string {
  return options.length === 0 ? "" : ` [${settings(options).join(", ")}]`;
}

function messageLines(message: Message): readonly string[] {
  return block(`${visible(message)}message ${message.name}`, bodyLines(message));
}

function visible({ visibility }: Message | EnumType): string {
  return visibility === undefined ? "" : `${visibility} `;
}

function bodyLines(message: Message): readonly string[] {
  const { fields, oneofs, messages, enums, extensions, extensionRanges } = message;
  return [
    ...optionLines(message.options),
    ...messages.filter((inner) => !inner.group).flatMap(messageLines),
    ...enums.flatMap(enumLines),
    ...fieldLines(fields.filter((field) => field.oneof === undefined)),
    ...oneofs.flatMap((oneof) =>
      block(`oneof ${oneof.name}`, [
        ...optionLines(oneof.options),
        ...fieldLines(fields.filter((field) => field.oneof === oneof)),
      ]),
    ),
    ...extensionLines(extensions),
    ...byStart(extensionRanges).map((range) => `extensions ${rangeText(range)}${inBrackets(range.options)};`),
    ...reservedLines(message),
  ];
}

function fieldLines(fields: readonly Field[]): readonly string[] {
  return fields.toSorted((a, b) => a.number - b.number).flatMap(fieldText);
}

function fieldText({ label, type, name, number, options, group }: Field): readonly string[] {
  const before = label === undefined ? "" : `${label} `;
  const after = `= ${number}${inBrackets(options)}`;
  if (group && type.kind === "message")
    return block(`${before}group ${type.target.name} ${after}`, bodyLines(type.target));
  return [`${before}${typeText(type)} ${name} ${after};`];
}

/** A type as it can be written anywhere: by its full name, with a leading dot. */
export function typeText(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "map":
      return `map<${type.key}, ${typeText(type.value)}>`;
    default:
      return `.${type.target.fullName}`;
  }
}

function enumLines(type: EnumType): readonly string[] {
  const values = type.values.map(({ name, number, options }) => `${name} = ${number}${inBrackets(options)};`);
  return block(`${visible(type)}enum ${type.name}`, [...optionLines(type.options), ...values, ...reservedLines(type)]);
}

function reservedLines({ file, reservedRanges, reservedNames }: Message | EnumType): readonly string[] {
  const quoted = file.syntax !== "editions";
  const names = reservedNames.map(({ name }: ReservedName) => (quoted ? JSON.stringify(name) : name)).sort();
  return [
    ...byStart(reservedRanges).map((range) => `reserved ${rangeText(range)};`),
    ...names.map((name) => `reserved ${name};`),
  ];
}

const byStart = (ranges: readonly NumberRange[]): readonly NumberRange[] =>
  ranges.toSorted((a, b) => a.start - b.start);

const rangeText = ({ start, end }: NumberRange): string => (start === end ? `${start}` : `${start} to ${end}`);

function extensionLines(extensions: readonly Extension[]): readonly string[] {
  return extensions.flatMap(({ extendee, field }) => block(`extend .${extendee.fullName}`, fieldText(field)));
}

function serviceLines({ name, options, methods }: Service): readonly string[] {
  return block(`service ${name}`, [...optionLines(options), ...methods.flatMap(methodLines)]);
}

function methodLines(method: Method): readonly string[] {
  const { name, input, output, clientStreaming, serverStreaming, options } = method;
  const [takes, gives] = [clientStreaming, serverStreaming].map((streams) => (streams ? "stream " : ""));
  const head = `rpc ${name}(${takes}.${input.fullName}) returns (${gives}.${output.fullName})`;
  return options.length === 0 ? [`${head};`] : block(head, optionLines(options));
}
