import { visible } from "./visible.ts";

/** An element of a document: its name, its attributes, and what is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (Element | string)[];
}

export function element(name: string, attributes: Element["attributes"], ...children: Element["children"]): Element {
  return { name, attributes, children };
}

/** The document as XML 1.0, one element a line; what XML cannot hold is written out as an escape. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}\n`;
}

function write({ name, attributes, children }: Element, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(visible(String(value)))}"`);
  const open = `${indent}<${name}${written.join("")}`;
  if (children.length === 0) return `${open}/>`;
  const [text] = children;
  if (typeof text === "string") return `${open}>${text.split("\n").map(visible).map(escaped).join("\n")}</${name}>`;
  const inner = children.map((child) => (typeof child === "string" ? child : write(child, `${indent}  `)));
  return `${open}>\n${inner.join("\n")}\n${indent}</${name}>`;
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Controls and halves of surrogate pairs are written out already; these two are the rest of what XML 1.0 forbids. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => references[character] ?? character)
    .replaceAll("\ufffe", "\\u{fffe}")
    .replaceAll("\uffff", "\\u{ffff}");
}
