import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hasParts, isList, type Leaf, type MessageDatum, type Single, utf8 } from "../../src/formats/protobuf/datum.ts";
import type { FieldsOf } from "../../src/formats/protobuf/descriptor.ts";
import type { Field, FieldType, Message } from "../../src/formats/protobuf/types.ts";
import type { SchemaReference } from "../../src/model.ts";

const folder = "node_modules/protoc";

interface Asset {
  readonly arch: string;
  readonly platform: string;
  readonly executable: string;
}

const assets = JSON.parse(readFileSync(join(folder, "assets.json"), "utf8")) as readonly Asset[];
const asset = assets.find(({ arch, platform }) => arch === process.arch && platform === process.platform);

/** What protoc makes of bytes: its text format, or that it did not take them. */
export type Oracle = { readonly kind: "read"; readonly text: string } | { readonly kind: "refused" };

/** A schema in a folder of its own, for protoc to decode messages by. */
export function protocFor(text: string, references: readonly SchemaReference[] = []) {
  const root = mkdtempSync(join(tmpdir(), "protobuf-oracle-"));
  for (const file of [{ name: "schema.proto", text }, ...references]) {
    mkdirSync(dirname(join(root, file.name)), { recursive: true });
    writeFileSync(join(root, file.name), file.text);
  }
  return {
    decode: (message: string, bytes: Uint8Array): Oracle => {
      const options = [`--decode=${message}`, `-I${root}`, `-I${join(folder, "include")}`, "schema.proto"];
      const { status, stdout, stderr } = spawnSync(join(folder, "bin", asset?.executable ?? "protoc"), options, {
        input: bytes,
        encoding: "latin1",
      });
      if (status !== 0 && !stderr.includes("Failed to parse input")) throw new Error(stderr);
      return status === 0 && !stderr.includes("missing required")
        ? { kind: "read", text: stdout }
        : { kind: "refused" };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** A line for each value of a message that was read, sorted; unknown numbers by their numbers alone. */
export function linesOf(datum: MessageDatum, fieldsOf: FieldsOf, at = ""): readonly string[] {
  const single = (value: Single, name: string, type: FieldType): readonly string[] => {
    if (hasParts(value)) return value.kind === "message" ? [`${name} {}`, ...linesOf(value, fieldsOf, `${name}.`)] : [];
    return [`${name}: ${leafText(value, type)}`];
  };
  const lines = fieldsOf(datum.type).flatMap((field): readonly string[] => {
    const value = datum.fields.get(field.number);
    const name = at + textName(field);
    if (value === undefined) return [];
    if (isList(value)) return value.flatMap((item) => single(item, name, field.type));
    if (field.type.kind !== "map" || !hasParts(value) || value.kind !== "map")
      return single(value as Single, name, field.type);
    const { key: keyType, value: valueType } = field.type;
    return [...value.entries].flatMap(([key, item]) => [
      `${name} {}`,
      `${name}.key: ${keyType === "string" ? leafText(key, field.type) : key}`,
      ...single(item, `${name}.value`, valueType),
    ]);
  });
  return [...lines, ...datum.unknown.map(() => `${at}unknown`)].sort();
}

/** The same lines, told from protoc's text. */
export function linesOfText(text: string, type: Message, fieldsOf: FieldsOf): readonly string[] {
  const lines: string[] = [];
  const stack: { readonly at: string; readonly fields: readonly TextField[] | undefined }[] = [
    { at: "", fields: fieldsOf(type).map(textField) },
  ];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const [, name = "", separator, value = ""] = /^\s*([^\s:{}]*)(: | ?\{|\})(.*)$/.exec(line) ?? [];
    const { at, fields } = stack.at(-1) ?? { at: "", fields: undefined };
    if (separator === "}") stack.pop();
    else if (separator === ": ") {
      const field = fields?.find((one) => one.name === name);
      if (field !== undefined) lines.push(`${at}${name}: ${tokenText(value, field.type)}`);
      else if (fields !== undefined) lines.push(`${at}unknown`);
    } else {
      const field = fields?.find((one) => one.name === name);
      if (fields !== undefined) lines.push(field === undefined ? `${at}unknown` : `${at}${name} {}`);
      stack.push({ at: `${at}${name}.`, fields: field && partsOf(field.type, fieldsOf) });
    }
  }
  return lines.sort();
}

interface TextField {
  readonly name: string;
  readonly type: FieldType;
}

/** A group stands under the name of its message. */
const textName = ({ name, group, type }: Field): string => (group && type.kind === "message" ? type.target.name : name);

const textField = (field: Field): TextField => ({ name: textName(field), type: field.type });

function partsOf(type: FieldType, fieldsOf: FieldsOf): readonly TextField[] | undefined {
  if (type.kind === "message") return fieldsOf(type.target).map(textField);
  if (type.kind !== "map") return undefined;
  return [
    { name: "key", type: { kind: "scalar", name: type.key } },
    { name: "value", type: type.value },
  ];
}

function leafText(leaf: Leaf, type: FieldType): string {
  const of = type.kind === "map" ? type.value : type;
  if (typeof leaf === "string") return hex(utf8(leaf));
  if (leaf instanceof Uint8Array) return hex(leaf);
  if (of.kind === "enum") return of.target.values.find(({ number }) => BigInt(number) === leaf)?.name ?? String(leaf);
  return String(leaf);
}

function tokenText(token: string, type: FieldType): string {
  if (type.kind !== "scalar") return token;
  if (type.name === "string" || type.name === "bytes") {
    const bytes = unescaped(token.slice(1, -1));
    return hex(type.name === "string" ? utf8(new TextDecoder().decode(bytes)) : bytes);
  }
  if (type.name !== "float" && type.name !== "double") return token;
  const number = Number(token.replace("inf", "Infinity").replace("nan", "NaN"));
  return String(type.name === "float" ? Math.fround(number) : number);
}

function unescaped(text: string): Uint8Array {
  const letters: Record<string, number> = { n: 10, r: 13, t: 9 };
  const bytes = text.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    String.fromCharCode(code.length === 3 ? Number.parseInt(code, 8) : (letters[code] ?? code.charCodeAt(0))),
  );
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
