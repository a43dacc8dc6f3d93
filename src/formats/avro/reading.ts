import { SchemactlError } from "../../errors.ts";
import type { JsonNode, JsonText } from "../json-text.ts";
import type { AvroType, NamedType, RecordType, Spot } from "./types.ts";

/** Finds the type that a mention means in another text; throws at the mention where there is none, or no single one. */
export type LookUp = (names: readonly string[], at: Spot) => NamedType;

/** A mention of a type that is defined further down, and what to do once that type is known. */
export interface Pending {
  /** What stands for the type until then. */
  readonly stand: RecordType;
  readonly put: (type: AvroType) => void;
  /** What could not be checked before. */
  readonly check?: () => void;
}

/** The state of reading one text. */
export interface Reading {
  readonly json: JsonText;
  readonly strict: boolean;
  /** Every name that the text defines, wherever. */
  readonly defined: ReadonlySet<string>;
  readonly lookUp: LookUp;
  /** By full name, in the order of the text; of a name that is defined twice the first. */
  readonly known: Map<string, NamedType>;
  /** Records whose fields are being read: they may be mentioned, but no default can be made of them yet. */
  readonly open: Set<RecordType>;
  readonly pending: Pending[];
  /** What stands for types that are defined further down. */
  readonly stands: Set<AvroType>;
  /** Reads a type that stands at a node, inside a namespace. */
  readonly typeAt: (node: JsonNode, namespace: string | undefined) => AvroType;
}

export type JsonObject = JsonNode & { readonly kind: "object" };
export type JsonArray = JsonNode & { readonly kind: "array" };
export type JsonString = JsonNode & { readonly kind: "string" };

/** Types are read-only to everybody but the reader that makes them. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Where a node stands. */
export function spotOf({ json }: Reading, { offset }: { readonly offset: number }): Spot {
  return { offset, positionOf: json.positionOf };
}

/** Refuses the text, at a node. */
export function refuse(
  { json }: Reading,
  at: { readonly offset: number },
  message: string,
  hint?: string | undefined,
): never {
  throw new SchemactlError("schema", brief(message), { hint: hint && brief(hint), ...json.positionOf(at.offset) });
}

/** A message of a readable length: names and values of a text may be of any. */
export function brief(message: string): string {
  return message.length <= 500 ? message : `${message.slice(0, 300)} … ${message.slice(-100)}`;
}

/** Puts a type where it belongs, and again once the type is known that it stands for. */
export function settle(reading: Reading, type: AvroType, put: (type: AvroType) => void, check?: () => void): void {
  put(type);
  if (type.kind !== "record" || !reading.stands.has(type)) return;
  const pending = { stand: type, put };
  reading.pending.push(check === undefined ? pending : { ...pending, check });
}

/** `a string`, `an object`: what a node is, to people. */
export function aKind(node: JsonNode): string {
  if (node.kind === "null") return "`null`";
  return node.kind === "object" || node.kind === "array" ? `an ${node.kind}` : `a ${node.kind}`;
}

export const namesHint = "a name is a letter or an underscore, then letters, digits and underscores";
