import type { Key, Shape } from "./definition.ts";
import { globFault } from "./globs.ts";
import { suggest } from "./suggest.ts";
import type { TextFault } from "./text.ts";
import { bytesOf, type Fault, faultOf, inAnyCase, largestSize, type TextSyntaxName } from "./text-syntax.ts";
import type { Tree } from "./yaml-tree.ts";

/** A value, or why it is none. */
export type ValueReading = { readonly value: unknown } | { readonly fault: TextFault };

/** The shapes that hold one atom. */
export type AtomShape = Shape & { readonly kind: "constant" | "choice" | "size" | "count" | "text" };

/** Reads an atom as its shape allows; `key` is the one under which it stands, with its name in the file. */
export function readAtom(tree: Tree, shape: AtomShape, key: Key, name: string): ValueReading {
  if (shape.kind === "text") return readText(tree, shape.syntax, key, name);
  const { value, expected, meant } = readPlain(tree, shape);
  if (value !== undefined) return { value };
  const is = tree.kind === "scalar" && typeof tree.value === "string" ? `\`${shown(tree.value)}\`` : kindOf(tree);
  const elsewhere = meantElsewhere(tree, key);
  const guess = elsewhere ?? meant;
  const hint = guess === undefined ? exampleOf(key, name) : `did you mean \`${guess}\`?`;
  return { fault: { offset: tree.offset, message: `\`${name}\` must be ${expected}, not ${is}`, hint } };
}

/** The line that somebody meant who wrote another key's value here. */
function meantElsewhere(tree: Tree, { meansElsewhere }: Key): string | undefined {
  const written = tree.kind === "scalar" && typeof tree.value === "string" ? tree.value : "";
  const value = meansElsewhere?.values.find((each) => new RegExp(`^${inAnyCase(each)}$`).test(written));
  return value === undefined ? undefined : `${meansElsewhere?.key}: ${value}`;
}

interface PlainReading {
  readonly value: unknown;
  readonly expected: string;
  readonly meant?: string | undefined;
}

function readPlain(tree: Tree, shape: Exclude<AtomShape, { readonly kind: "text" }>): PlainReading {
  const written = tree.kind === "scalar" ? tree.value : undefined;
  const text = typeof written === "string" ? written : undefined;
  switch (shape.kind) {
    case "constant":
      return { value: written === shape.value ? written : undefined, expected: String(shape.value) };
    case "choice": {
      const value = shape.values.find((each) => text !== undefined && new RegExp(`^${inAnyCase(each)}$`).test(text));
      const meant = text === undefined || text.length > 100 ? undefined : suggest(text, shape.values);
      return { value, expected: `one of ${shape.values.join(", ")}`, meant };
    }
    case "size": {
      const number = Number.isInteger(written) && Number(written) >= 1 && Number(written) <= largestSize;
      const value = text === undefined ? (number ? written : undefined) : bytesOf(text);
      return { value, expected: "a size from 1 byte to less than 100 MB" };
    }
    case "count": {
      const isCount = Number.isInteger(written) && Number(written) >= 1 && Number(written) <= shape.most;
      return { value: isCount ? written : undefined, expected: `a whole number from 1 to ${shape.most}` };
    }
  }
}

function readText(tree: Tree, syntax: TextSyntaxName, key: Key, name: string): ValueReading {
  if (tree.kind !== "scalar" || typeof tree.value !== "string") {
    const isAtom = tree.kind === "scalar" && tree.value !== null;
    const hint = isAtom ? `write "${shown(tree.written)}" in quotes` : exampleOf(key, name);
    return { fault: { offset: tree.offset, message: `\`${name}\` must be text, not ${kindOf(tree)}`, hint } };
  }
  const text = tree.value;
  const fault = faultOf(syntax, text) ?? brokenGlob(syntax, text);
  if (fault === undefined) return { value: text };
  const inside = fault.at !== undefined && tree.textOffset !== undefined;
  const offset = inside ? tree.textOffset + (fault.at ?? 0) : tree.offset;
  const message = `${text === "" ? `\`${name}\`` : `\`${shown(text)}\` in \`${name}\``} ${fault.message}`;
  return { fault: { offset, message, hint: fault.hint } };
}

function brokenGlob(syntax: TextSyntaxName, text: string): Fault | undefined {
  const isTags = syntax === "baseline" && text.startsWith("tags:");
  if (syntax !== "glob" && !isTags) return undefined;
  return globFault(isTags ? text.slice("tags:".length) : text);
}

/** What to write instead. */
export function exampleOf(key: Key, name: string): string {
  return `write \`${name}: ${key.example}\``;
}

/** What a person calls a value that is of the wrong kind. */
export function kindOf(tree: Tree): string {
  if (tree.kind !== "scalar") return `a ${tree.kind}`;
  if (tree.value === null || tree.value === undefined) return "nothing";
  if (typeof tree.value === "object") return "what its tag makes of it";
  return typeof tree.value === "string" ? "text" : `the ${typeof tree.value} ${shown(tree.written)}`;
}

/** A value as a message shows it: one line of bounded length. */
export function shown(text: string): string {
  const written = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const line = text.slice(0, 100).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, written);
  return text.length <= 80 && line.length <= 100 ? line : `${line.slice(0, 77)}...`;
}
