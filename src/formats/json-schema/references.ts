import type { PathReferences } from "../format.ts";

const folder = /(?:^|\/)\.{0,2}$/;
const scheme = /^[a-z][a-z0-9+.-]*:/i;

/** How schemas refer to each other by where they stand: relative to the folder of the text that refers. */
export const references: PathReferences = {
  candidates: (name, from) => {
    const path = pathOf(name, from);
    return path === undefined ? [] : [path];
  },
  ambiguous: false,
  needle: (path) => plainPart(baseName(path)),
  referenceName: (name) => name,
};

/**
 * The bytes that every text has which refers to a URI or a path, however it is written: escaped in JSON, with or without
 * its folder, and with per cent signs in the place of letters.
 */
export function needleOf(name: string): string {
  const path = name.replace(/[?#].*$/s, "").replace(/\/+$/, "");
  return plainPart(baseName(path)) || plainPart(path);
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The longest stretch that nobody has to escape. */
function plainPart(name: string): string {
  const parts = name.split(/%[\da-f]{2}|[^\w.~-]/i);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}

/** The path in the repository; undefined for a whole URI, for what leaves the repository and for no file at all. */
function pathOf(name: string, from: string): string | undefined {
  const reference = name.replace(/[?#].*$/s, "");
  if (folder.test(reference) || reference.startsWith("//") || scheme.test(reference)) return undefined;
  const parts = reference.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of decoded(reference).split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join("/");
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
