import { withoutEnding } from "../formats/extensions.ts";

/** What a subject template may ask for. */
export const placeholderNames = ["namespace", "name", "path", "dir", "file"] as const;

export type Placeholder = (typeof placeholderNames)[number];

/** One piece of a template: text as it stands, or a placeholder to fill in. */
type Piece = { readonly text: string } | { readonly placeholder: Placeholder };

const separators = ".-_/:";

/** The placeholders that a template asks for, in order. */
export function placeholdersOf(template: string): readonly Placeholder[] {
  return piecesOf(template).flatMap((piece) => ("placeholder" in piece ? [piece.placeholder] : []));
}

/** Whether a template's subject stays when the file moves: it asks for nothing of the path. */
export function contentDerived(template: string): boolean {
  return placeholdersOf(template).every((placeholder) => placeholder === "namespace" || placeholder === "name");
}

/**
 * Fills in a template. A placeholder with nothing to say takes the separator (one of `. - _ / :`) after it along, or at the end of the
 * template the one before it: `{namespace}.{name}` of a schema without a namespace is its name, not `.Name`.
 */
export function expandTemplate(template: string, values: Readonly<Record<Placeholder, string>>): string {
  let [subject, dropNext] = ["", false];
  const pieces = piecesOf(template);
  for (const [i, piece] of pieces.entries()) {
    if ("text" in piece) {
      subject += dropNext && separators.includes(piece.text.charAt(0)) ? piece.text.slice(1) : piece.text;
      dropNext = false;
      continue;
    }
    const value = values[piece.placeholder];
    subject += value;
    dropNext = value === "";
    if (dropNext && i === pieces.length - 1 && subject !== "" && separators.includes(subject.slice(-1)))
      subject = subject.slice(0, -1);
  }
  return subject;
}

function piecesOf(template: string): readonly Piece[] {
  return template
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const placeholder = placeholderNames.find((name) => part === `{${name}}`);
      return placeholder === undefined ? { text: part } : { placeholder };
    });
}

/** What the path and the full name of a schema file give a template. */
export function valuesOf(path: string, fullName: string | undefined): Readonly<Record<Placeholder, string>> {
  const slash = path.lastIndexOf("/");
  const dot = (fullName ?? "").lastIndexOf(".");
  return {
    namespace: fullName === undefined ? "" : fullName.slice(0, Math.max(dot, 0)),
    name: fullName === undefined ? "" : fullName.slice(dot + 1),
    path: withoutExtension(path),
    dir: slash < 0 ? "" : path.slice(0, slash),
    file: withoutExtension(path.slice(slash + 1)),
  };
}

/** A path without the ending of a schema, else up to the last dot of its last part; a name that begins with its only dot is no extension. */
export function withoutExtension(path: string): string {
  const bare = withoutEnding(path);
  if (bare !== undefined && bare !== "" && !bare.endsWith("/")) return bare;
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") + 1 ? path.slice(0, dot) : path;
}
