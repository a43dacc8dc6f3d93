import { endOfString } from "./text-scan.ts";

const metaSchema = /^https?:\/\/json-schema\.org\/(?:draft[-/][\w-]+\/)?(?:hyper-)?schema#?$/;

/**
 * Whether a `.json` file is a schema: it is called one (`usage.schema.json`), or its root says so by naming a meta-schema
 * of json-schema.org. A configuration file that names the schema it must keep to is none.
 */
export function recognises(path: string, text: string): boolean {
  if (path.endsWith(".schema.json")) return true;
  // Most JSON files of a repository end here, unread.
  if (!text.includes("json-schema.org")) return false;
  const named = schemaOfRoot(text);
  return named !== undefined && metaSchema.test(named);
}

/** The string under `$schema` in the root object, the last one as JSON has it; reads no more than strings and brackets. */
function schemaOfRoot(text: string): string | undefined {
  let found: string | undefined;
  let key: string | undefined;
  let depth = 0;
  for (let at = text.search(/[^\s\ufeff]/); at < text.length; at += 1) {
    switch (text[at]) {
      case "{":
      case "[":
        if (depth === 0 && text[at] === "[") return undefined;
        depth += 1;
        key = undefined;
        break;
      case "}":
      case "]":
        depth -= 1;
        if (depth === 0) return found;
        break;
      case ",":
        key = undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (depth === 0 || end === undefined) return found;
        if (depth === 1 && key === undefined) key = decoded(text.slice(at, end));
        else if (depth === 1 && key === "$schema") found = decoded(text.slice(at, end));
        at = end - 1;
      }
    }
  }
  return found;
}

function decoded(literal: string): string | undefined {
  // Only two strings are of interest, and both are short.
  if (literal.length > 200) return undefined;
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}
