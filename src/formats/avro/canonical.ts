import { rabin } from "../rabin.ts";
import { requireShallow } from "./nesting.ts";
import type { AvroSchema, AvroType, NamedType } from "./types.ts";

/** Parsing Canonical Form, as in the specification: what a reader of the bytes needs to know, and nothing else. */
export function canonical({ root }: AvroSchema): string {
  const seen = new Set<string>();
  return parsingForm(root, seen, 0);
}

function parsingForm(type: AvroType, seen: Set<string>, depth: number): string {
  requireShallow(depth);
  switch (type.kind) {
    case "array":
      return `{"type":"array","items":${parsingForm(type.items, seen, depth + 1)}}`;
    case "map":
      return `{"type":"map","values":${parsingForm(type.values, seen, depth + 1)}}`;
    case "union":
      return `[${type.branches.map((branch) => parsingForm(branch, seen, depth + 1)).join(",")}]`;
    case "record":
    case "enum":
    case "fixed": {
      const name = `"${type.fullName}"`;
      if (seen.has(name)) return name;
      seen.add(name);
      return `{"name":${name},"type":"${type.kind}",${content(type, seen, depth)}}`;
    }
    default:
      return `"${type.kind}"`;
  }
}

function content(type: NamedType, seen: Set<string>, depth: number): string {
  switch (type.kind) {
    case "enum":
      return `"symbols":[${type.symbols.map((symbol) => `"${symbol.name}"`).join(",")}]`;
    case "fixed":
      return `"size":${type.size}`;
    case "record": {
      const fields = type.fields.map(
        ({ name, type: t }) => `{"name":"${name}","type":${parsingForm(t, seen, depth + 1)}}`,
      );
      return `"fields":[${fields.join(",")}]`;
    }
  }
}

/** The fingerprint of the canonical form. */
export function fingerprint(schema: AvroSchema): string {
  return rabin(canonical(schema));
}
