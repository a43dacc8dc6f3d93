import type { PrimitiveName } from "./types.ts";

const primitives: ReadonlySet<string> = new Set<PrimitiveName>([
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
]);

/** Whether a name means a primitive type, wherever it is mentioned. */
export function isPrimitive(name: string): name is PrimitiveName {
  return primitives.has(name);
}

// Java looks at UTF-16 units, so that a letter beyond the basic plane is none.
const common = /^[A-Za-z_][A-Za-z0-9_]*$/;
// Made when it is needed: it takes longer than to read a schema, and few names have letters of other scripts.
let letters: RegExp | undefined;
const surrogate = /[\ud800-\udfff]/;

/** Whether a part of a name is one: letters of any script, digits and underscores, as Avro Java 1.12 has it. */
export function isName(text: string): boolean {
  if (common.test(text)) return true;
  letters ??= /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
  return letters.test(text) && !surrogate.test(text);
}

/** A name taken apart. `space` is undefined for the null namespace. */
export interface Name {
  readonly simple: string;
  readonly space: string | undefined;
  readonly full: string;
}

/** A name as a definition or an alias has it: one with a dot brings its own namespace, any other takes the given one. */
export function nameOf(text: string, namespace: string | undefined): Name {
  const dot = text.lastIndexOf(".");
  const simple = text.slice(dot + 1);
  const space = (dot < 0 ? namespace : text.slice(0, dot)) || undefined;
  return { simple, space, full: space === undefined ? simple : `${space}.${simple}` };
}

/** The names that a mention may mean, best first: qualified by the namespace around it, then as it is written. */
export function candidatesOf(text: string, namespace: string | undefined): readonly string[] {
  return namespace === undefined || text.includes(".") ? [text] : [`${namespace}.${text}`, text];
}
