import type { PathReferences } from "../format.ts";
import { mentions, touched } from "./touched.ts";
import { wellKnown } from "./well-known.ts";

/** Where imported files commonly stand when no configuration says so, beside the folders around the importing file. */
const usualRoots = ["proto", "protos", "third_party"];

/** An import names a file by its path under one of the roots. A built-in name means the built-in file, as it does in the registry. */
export const paths: PathReferences = {
  candidates: (name, from, roots) =>
    isImportPath(name) && wellKnown(name) === undefined
      ? [...new Set((roots ?? rootsAround(from)).map((root) => joined(root, name)))]
      : [],
  ambiguous: true,
  needle: (path) => path.slice(path.lastIndexOf("/") + 1),
  referenceName: (name) => name,
  parts: { touched, mentions },
};

/** Every folder around a file, nearest first, then the usual roots. */
function rootsAround(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf("/"); end >= 0; end = path.lastIndexOf("/", end - 1)) {
    if (end > 0) folders.push(path.slice(0, end));
    if (end <= 0) break;
  }
  return [...folders, "", ...usualRoots];
}

function joined(root: string, name: string): string {
  const folder = root.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  return folder === "" || folder === "." ? name : `${folder}/${name}`;
}

/** Whether protoc would look for a name at all: it takes no way out of a root, and no second spelling of one path. */
export function isImportPath(name: string): boolean {
  return (
    name !== "" && !name.includes("\\") && name.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}
