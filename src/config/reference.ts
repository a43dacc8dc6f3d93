import { configKeys, type Key, type Keys, keyName, type Shape } from "./definition.ts";
import { placeholders } from "./templates.ts";

/** One line of the documentation of schemactl.yaml. */
export interface KeyReference {
  /** `schemas[].subject` */
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  /** As it would be written; undefined where leaving the key out means that there is none. */
  readonly default: string | undefined;
  readonly description: string;
  readonly example: string;
}

/** Every key of schemactl.yaml, in the order of the definition. */
export function configReference(keys: Keys = configKeys, prefix = ""): readonly KeyReference[] {
  return Object.entries(keys).flatMap(([property, key]) => {
    const name = prefix + keyName(property);
    const row: KeyReference = {
      key: name,
      type: typeName(key.shape),
      required: key.required === true,
      default: defaultText(key),
      description: key.description,
      example: key.example,
    };
    const inner =
      key.shape.kind === "record"
        ? configReference(key.shape.keys, `${name}.`)
        : key.shape.kind === "records"
          ? configReference(key.shape.keys, `${name}[].`)
          : [];
    return [row, ...inner];
  });
}

/** The documentation of schemactl.yaml as Markdown tables. */
export function configMarkdown(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = configReference().map(({ key, type, required, default: value, description }) => {
    const otherwise = required ? "required" : value === undefined ? "" : `\`${value}\``;
    return `| \`${key}\` | ${cell(type)} | ${otherwise} | ${cell(description)} |`;
  });
  const names = Object.entries(placeholders).map(([name, meaning]) => `| \`{${name}}\` | ${meaning} |`);
  return [
    "| key | value | default | meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
    "| placeholder | stands for |",
    "|---|---|",
    ...names,
    "",
    "A placeholder with nothing to say takes the `.`, `-`, `_`, `/` or `:` after it along (at the end, the one before it):",
    "`{namespace}.{name}` of a schema without a namespace is its name.",
    "",
  ].join("\n");
}

function typeName(shape: Shape): string {
  const names = { name: "text", subject: "subject template", glob: "glob", baseline: "baseline" } as const;
  switch (shape.kind) {
    case "constant":
      return `\`${shape.value}\``;
    case "choice":
      return shape.values.map((value) => `\`${value}\``).join(", ");
    case "text":
      return names[shape.syntax];
    case "texts":
      return `${names[shape.syntax]}, or a list`;
    case "size":
      return "size";
    case "record":
      return "keys";
    case "records":
      return "list of entries";
  }
}

function defaultText(key: Key): string | undefined {
  if (key.default === undefined || key.shape.kind === "record") return undefined;
  if (key.shape.kind === "size") return key.example;
  const value = Array.isArray(key.default) && key.default.length === 1 ? key.default[0] : key.default;
  return typeof value === "string" ? value : JSON.stringify(value);
}
