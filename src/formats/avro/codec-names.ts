import { type Field, type NamedType, titleOf } from "./types.ts";

/**
 * The names that the codec sees instead of the user's. It compares full names where the registry compares unqualified
 * ones, loses namespaces on the way, and knows one definition a name, while a pruned type is another one at each place.
 */
export interface CodecNames {
  /** A name that no other type has. `symbols` are shown where the codec speaks of an enum. */
  readonly of: (type: NamedType, symbols?: readonly string[]) => string;
  /** The user's name for a branch of a union. */
  readonly branch: (name: string) => string;
  /** The codec's words in the user's names, and short. */
  readonly tell: (error: unknown) => string;
}

/** Starts with no names given. */
export function codecNames(): CodecNames {
  const given = new Map<string, { readonly type: NamedType; readonly label: string }>();
  return {
    of: (type, symbols) => {
      const name = `N${given.size}__`;
      const size = type.kind === "fixed" ? ` of ${type.size} bytes` : "";
      given.set(name, { type, label: type.fullName + (symbols === undefined ? size : ` ${listed(symbols)}`) });
      return name;
    },
    branch: (name) => {
      const type = given.get(name)?.type;
      return type === undefined ? name : titleOf(type);
    },
    tell: (error) => {
      const words = error instanceof Error ? error.message : String(error);
      const named = plainName(shortened(words)).replace(/"?(N\d+__)"?/g, (_, name) => given.get(name)?.label ?? name);
      return named.length > longest ? `${named.slice(0, longest - 1)}…` : named;
    },
  };
}

const longest = 200;
const inherited = new RegExp(`\\b(${Object.getOwnPropertyNames(Object.prototype).join("|")})__\\b`, "g");

/** A field as the codec sees it: it looks fields up in plain objects, where some names stand for something else. */
export function codecName(field: Field): string {
  return field.name in Object.prototype ? `${field.name}__` : field.name;
}

/** The user's names for the fields in a text of the codec's. */
export function plainName(text: string): string {
  return text.replace(inherited, "$1");
}

const listed = (parts: readonly string[]): string =>
  `[${parts.slice(0, 6).join(", ")}${parts.length > 6 ? ", …" : ""}]`;

/** The codec prints the whole of two types that do not fit, where their kinds and names say enough. */
function shortened(words: string): string {
  const [, writer, reader] = /^cannot read (.+) as (.+)$/.exec(words) ?? [];
  if (writer !== undefined && reader !== undefined) return `cannot read ${described(writer)} as ${described(reader)}`;
  return words.replace(/ \(\[ '(.*)' \]\)$/, (_, names: string) => ` (${names.replaceAll("', '", ", ")})`);
}

function described(schema: string): string {
  const describe = (part: unknown): string => {
    if (Array.isArray(part)) return listed(part.map(describe));
    return typeof part === "object" && part !== null && "type" in part ? String(part.type) : String(part);
  };
  return describe(JSON.parse(schema));
}
