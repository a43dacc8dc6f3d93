import { SchemactlError } from "../errors.ts";
import type { Report } from "../model.ts";
import { reportSchema } from "../reporters/json-schema.ts";

/** A saved report must have the shape that is published; whoever made it may mean harm, and what is shown is what was declared. */
export function readReport(bytes: Uint8Array, file: string): Report {
  const value = parsed(bytes, file);
  const version = isObject(value) ? value.schemaVersion : undefined;
  if (typeof version === "number" && version > 1) {
    const hint = "show it with the schemactl that wrote it, or a newer one";
    throw new SchemactlError("usage", `\`${file}\` is a report of version ${version}, and this one knows version 1`, {
      hint,
    });
  }
  const fault = faultIn(value, reportSchema, "");
  if (fault !== undefined) throw notReport(file, fault);
  return value as Report;
}

function parsed(bytes: Uint8Array, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw notReport(file, cause instanceof SyntaxError ? "it is no JSON" : "it is no UTF-8", cause);
  }
  if (isDeep(value)) throw notReport(file, `it is nested deeper than ${deepest} levels`);
  return value;
}

function notReport(file: string, reason: string, cause?: unknown): SchemactlError {
  const hint = "write one with `schemactl check --report report.json`";
  return new SchemactlError("usage", `\`${file}\` is no report of schemactl: ${reason}`, { hint, cause });
}

/** No report of ours comes near; deeper values are made to overflow whoever walks them. */
const deepest = 1_000;

function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

type Schema = Readonly<Record<string, unknown>>;

/** The first thing that is not as the schema says, by its place; undefined where all is. */
function faultIn(value: unknown, schema: Schema, path: string): string | undefined {
  const at = path === "" ? "it" : `\`${path}\``;
  if ("const" in schema && value !== schema.const) return `${at} is not ${JSON.stringify(schema.const)}`;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return `${at} is none of ${schema.enum.join(", ")}`;
  if (Array.isArray(schema.oneOf)) return alternativeFault(value, schema.oneOf as readonly Schema[], path);
  switch (schema.type) {
    case "string":
      if (typeof value !== "string") return `${at} is no text`;
      if (typeof schema.pattern === "string" && !new RegExp(schema.pattern, "u").test(value))
        return `${at} is not in the form ${schema.pattern}`;
      return undefined;
    case "integer":
      return Number.isSafeInteger(value) && (value as number) >= Number(schema.minimum ?? 0)
        ? undefined
        : `${at} is no whole number from ${Number(schema.minimum ?? 0)}`;
    case "boolean":
      return typeof value === "boolean" ? undefined : `${at} is neither true nor false`;
    case "array":
      if (!Array.isArray(value)) return `${at} is no list`;
      return firstFault(value.map((item, i) => () => faultIn(item, schema.items as Schema, `${path}/${i}`)));
    case "object":
      return isObject(value) ? objectFault(value, schema, path) : `${at} is no object`;
    default:
      return undefined;
  }
}

function objectFault(value: Schema, schema: Schema, path: string): string | undefined {
  const missing = ((schema.required ?? []) as readonly string[]).find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return `\`${path}/${missing}\` is missing`;
  const known = Object.entries(schema.properties as Readonly<Record<string, Schema>>);
  return firstFault(
    known.map(
      ([key, property]) =>
        () =>
          Object.hasOwn(value, key) ? faultIn(value[key], property, `${path}/${key}`) : undefined,
    ),
  );
}

/** What has alternatives is read by the kind that it says it is. */
function alternativeFault(value: unknown, alternatives: readonly Schema[], path: string): string | undefined {
  const kindOf = ({ properties }: Schema): unknown => (properties as Readonly<Record<string, Schema>>).kind?.const;
  const said = isObject(value) ? value.kind : undefined;
  const meant = alternatives.find((alternative) => kindOf(alternative) === said);
  return meant === undefined
    ? `\`${path}/kind\` is none of ${alternatives.map(kindOf).join(", ")}`
    : faultIn(value, meant, path);
}

function firstFault(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
