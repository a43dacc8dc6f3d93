import { SchemactlError } from "../../errors.ts";
import type { SchemaSource } from "../../model.ts";
import { type JsonNode, type JsonText, readJson } from "../json-text.ts";
import { sortedJson } from "../sorted-json.ts";
import { nameOf } from "./names.ts";
import { type Definition, namesIn } from "./outline.ts";
import type { ReadTypes } from "./read.ts";
import { brief, type LookUp } from "./reading.ts";
import type { NamedType, Spot } from "./types.ts";

/** One of the texts that stand side by side; it is read when something in it is first needed. */
interface Volume {
  /** Undefined for the schema's own text. */
  readonly name: string | undefined;
  readonly text: string;
  json: JsonText | undefined;
  definitions: ReadonlyMap<string, Definition> | undefined;
  types: ReadTypes | "reading" | undefined;
}

type Read = (json: JsonText, defined: ReadonlySet<string>, lookUp: LookUp) => ReadTypes;

// Far more than any repository has, and few enough for the stack.
const longestChain = 200;

/**
 * Reads a schema's own text; `read` makes types of one text, given the way to look up names in the others.
 * A name means the one definition elsewhere. Definitions that differ only in white space, key order and comments are one.
 */
export function shelve(source: SchemaSource, read: Read): ReadTypes {
  const main = volumeOf(source.text);
  const all = [...(source.references ?? []).map(({ name, text }) => volumeOf(text, name)), main];
  let chain = 0;

  const load = (volume: Volume): ReadTypes => {
    if (volume.types !== undefined && volume.types !== "reading") return volume.types;
    const json = jsonOf(volume);
    volume.types = "reading";
    chain += 1;
    const defined = new Set(definitionsOf(volume)?.keys());
    const types = read(json, defined, (names, at) => lookUp(volume, names, at));
    chain -= 1;
    volume.types = types;
    return types;
  };

  const lookUp = (from: Volume, names: readonly string[], at: Spot): NamedType => {
    const others = all.filter((other) => other !== from && mayDefine(other, names));
    for (const name of names) {
      const holders = others.filter((other) => definitionsOf(other)?.has(name)).toSorted(byName);
      const [first] = holders;
      if (first === undefined) continue;
      requireOne(name, holders, at);
      const holder = holders.find(({ types }) => types !== "reading");
      if (holder === undefined) throw circular(name, first, from, at);
      if (chain >= longestChain) throw tooLong(name, at);
      const type = load(holder).types.get(name);
      if (type !== undefined) return type;
    }
    // One that cannot be read may be the one that defines the name: its fault is then the better answer.
    for (const other of others) jsonOf(other);
    throw missing(names, at);
  };

  return load(main);
}

function volumeOf(text: string, name?: string): Volume {
  return { name, text, json: undefined, definitions: undefined, types: undefined };
}

function jsonOf(volume: Volume): JsonText {
  volume.json ??= readJson(volume.text, volume.name);
  return volume.json;
}

/** By full name; undefined for a text that is no JSON. Of a name that stands twice in a text the first definition counts. */
function definitionsOf(volume: Volume): ReadonlyMap<string, Definition> | undefined {
  if (volume.definitions !== undefined) return volume.definitions;
  let json: JsonText;
  try {
    json = jsonOf(volume);
  } catch (error) {
    if (error instanceof SchemactlError) return undefined;
    throw error;
  }
  const { definitions } = namesIn(json.root);
  volume.definitions = new Map(definitions.toReversed().map((definition) => [definition.fullName, definition]));
  return volume.definitions;
}

const mayDefine = (volume: Volume, names: readonly string[]): boolean =>
  names.some((name) => volume.text.includes(nameOf(name, undefined).simple));

// Whatever the order in which references are given, the answer is the same.
const byName = (a: Volume, b: Volume): number => ((a.name ?? "") < (b.name ?? "") ? -1 : 1);

const called = (volume: Volume): string => (volume.name === undefined ? "this schema itself" : `\`${volume.name}\``);

const withoutName = (node: JsonNode): JsonNode =>
  node.kind === "object"
    ? { ...node, members: node.members.filter(({ key }) => key !== "name" && key !== "namespace") }
    : node;

function requireOne(name: string, holders: readonly Volume[], at: Spot): void {
  const meanings = new Map<string, Volume>();
  for (const holder of holders) {
    const definition = holder.definitions?.get(name);
    // A name may be written in one part or in two, and its namespace be inherited.
    const meaning = definition === undefined ? "" : sortedJson(withoutName(definition.node));
    if (!meanings.has(meaning)) meanings.set(meaning, holder);
  }
  const [one, other] = [...meanings.values()];
  if (one === undefined || other === undefined) return;
  const message = `\`${name}\` has two different definitions, in ${called(one)} and in ${called(other)}`;
  throw failure(at, message, "give one of them another name, or make them equal");
}

function circular(name: string, holder: Volume, from: Volume, at: Spot): SchemactlError {
  const needed = from.name === undefined ? "this schema" : called(from);
  const message = `\`${name}\` is defined in ${called(holder)}, which is itself made of ${needed}`;
  return failure(
    at,
    message,
    "move what both need into a file of its own: of two that need each other none comes first",
  );
}

function tooLong(name: string, at: Spot): SchemactlError {
  return failure(at, `\`${name}\` is at the end of a chain of more than ${longestChain} references`);
}

function missing([name = "", ...others]: readonly string[], at: Spot): SchemactlError {
  const also = others.map((other) => `, and neither is \`${other}\``).join("");
  return failure(
    at,
    `\`${name}\` is not defined in this file or any other${also}`,
    `define \`${name}\`, or correct the name`,
  );
}

function failure(at: Spot, message: string, hint?: string): SchemactlError {
  return new SchemactlError("schema", brief(message), { hint: hint && brief(hint), ...at.positionOf(at.offset) });
}
