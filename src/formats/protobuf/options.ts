import { requireValue } from "./option-values.ts";
import { extensionNamed, type Scope } from "./scopes.ts";
import { refuseAt } from "./tokens.ts";
import type { Field, Message, OptionPart, OptionSetting } from "./types.ts";

/** What options are set on, and the message that describes the options of each. */
export const optionMessages = {
  file: "FileOptions",
  message: "MessageOptions",
  field: "FieldOptions",
  oneof: "OneofOptions",
  extension_range: "ExtensionRangeOptions",
  enum: "EnumOptions",
  enum_entry: "EnumValueOptions",
  service: "ServiceOptions",
  method: "MethodOptions",
} as const;

export type OptionTarget = keyof typeof optionMessages;

/** Where options are looked up: the scope, with the files that describe the standard ones. */
export interface OptionScope {
  readonly scope: Scope;
  /** The message of google/protobuf/descriptor.proto by that name. */
  readonly describe: (name: string) => Message | undefined;
}

/** Options that say what the grammar says elsewhere; they are read where they matter. */
const read = new Set(["default", "json_name"]);

/**
 * Refuses options that nothing declares, values of another type, and values that are set twice. `from` is the message inside which custom
 * options are looked up.
 */
export function requireOptions(
  { scope, describe }: OptionScope,
  target: OptionTarget,
  options: readonly OptionSetting[],
  from: Message | undefined,
): void {
  if (options.length === 0) return;
  const seen = new Set<string>();
  for (const option of options) {
    if (target === "field" && read.has(option.name)) {
      if (seen.has(option.name)) again(scope, option);
      seen.add(option.name);
      continue;
    }
    const message = describe(optionMessages[target]);
    if (message === undefined) continue;
    requireSetting(scope, target, message, option, from, seen);
  }
}

function again({ file }: Scope, { at, name }: OptionSetting): never {
  return refuseAt(file, at, `the option \`${name}\` is set twice`, "keep one of the two");
}

function requireSetting(
  scope: Scope,
  target: OptionTarget,
  message: Message,
  option: OptionSetting,
  from: Message | undefined,
  seen: Set<string>,
): void {
  const { file } = scope;
  let around = message;
  let path = "";
  for (const [i, part] of option.parts.entries()) {
    const field = fieldOf(scope, around, option, part, from);
    requireTarget(scope, target, field, option);
    path += `/${field.number}`;
    const last = i === option.parts.length - 1;
    // A message that was set as a whole may still be given fields that were left out.
    if (last && seen.has(path) && field.label !== "repeated") again(scope, option);
    seen.add(path);
    if (last) for (const inner of innerPaths(field, option)) seen.add(`${path}/${inner}`);
    if (last) requireValue({ scope, option, from }, field);
    else if (field.type.kind !== "message")
      refuseAt(file, option.at, `the option \`${part.name}\` is no message, and has nothing inside it`);
    else if (field.label === "repeated")
      refuseAt(file, option.at, `the option \`${part.name}\` is repeated`, "set each message as a whole, in braces");
    else around = field.type.target;
  }
}

/** The numbers of the fields that a message in braces sets. */
function innerPaths({ type }: Field, { value }: OptionSetting): readonly number[] {
  if (type.kind !== "message" || value.kind !== "aggregate") return [];
  return value.members.flatMap(({ name }) => {
    const member = type.target.members.get(name);
    return member?.kind === "field" ? [member.number] : [];
  });
}

/** The field of a message of options that one part of a name means. */
function fieldOf(
  scope: Scope,
  around: Message,
  option: OptionSetting,
  part: OptionPart,
  from: Message | undefined,
): Field {
  const { file } = scope;
  if (!part.extension) {
    const member = around.members.get(part.name);
    if (part.name === "uninterpreted_option" || member?.kind !== "field")
      return refuseAt(
        file,
        option.at,
        `there is no option \`${option.name}\` for this, for \`${around.fullName}\` has no \`${part.name}\``,
      );
    return member;
  }
  const member = extensionNamed(scope, part.name, from);
  if (member?.kind !== "extension")
    return refuseAt(
      file,
      option.at,
      `the option \`(${part.name})\` is not declared in this file or one that it imports`,
      "import the file that declares it",
    );
  if (member.extendee.fullName !== around.fullName)
    return refuseAt(
      file,
      option.at,
      `the option \`(${part.name})\` extends \`${member.extendee.fullName}\` and is set where \`${around.fullName}\` belongs`,
    );
  return member.field;
}

/** An option may say what it is for. */
function requireTarget({ file }: Scope, target: OptionTarget, field: Field, option: OptionSetting): void {
  const targets = field.options.filter(({ name }) => name === "targets").map(({ text }) => text);
  if (targets.length === 0 || targets.includes(`TARGET_TYPE_${target.toUpperCase()}`)) return;
  const title = target.replaceAll("_", " ");
  refuseAt(file, option.at, `the option \`${option.name}\` is not for ${/^[aeio]/.test(title) ? "an" : "a"} ${title}`);
}
