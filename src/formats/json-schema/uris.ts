// RFC 3986, sections 3 and 5. Bases may be relative here: a file of a repository has a path and no scheme.
const parts = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/s;

interface Uri {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

function split(text: string): Uri {
  const [, scheme, authority, path = "", query = "", fragment = ""] = parts.exec(text) ?? [];
  return { scheme, authority, path, query, fragment };
}

function join({ scheme, authority, path, query, fragment }: Uri): string {
  const start = (scheme === undefined ? "" : `${scheme}:`) + (authority === undefined ? "" : `//${authority}`);
  return start + path + query + fragment;
}

/** The text before and after the `#`; undefined where there is none. */
export function splitFragment(uri: string): readonly [string, string | undefined] {
  const at = uri.indexOf("#");
  return at < 0 ? [uri, undefined] : [uri.slice(0, at), uri.slice(at + 1)];
}

/** What a reference means, told from a base. */
export function resolveUri(base: string, reference: string): string {
  const to = split(reference);
  if (to.scheme !== undefined) return to.path.startsWith("/") ? join({ ...to, path: withoutDots(to.path) }) : reference;
  const from = split(base);
  const { scheme } = from;
  if (to.authority !== undefined) return join({ ...to, scheme, path: withoutDots(to.path) });
  const { authority } = from;
  if (to.path === "") {
    return join({ ...from, query: to.query === "" ? from.query : to.query, fragment: to.fragment });
  }
  return join({ ...to, scheme, authority, path: withoutDots(merged(from, to.path)) });
}

function merged(from: Uri, path: string): string {
  if (path.startsWith("/")) return path;
  if (from.authority !== undefined && from.path === "") return `/${path}`;
  return from.path.slice(0, from.path.lastIndexOf("/") + 1) + path;
}

function withoutDots(path: string): string {
  if (!path.includes(".")) return path;
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  const segments = path.split("/");
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    if (segment === "." || segment === "..") {
      const above = kept.at(-1);
      if (segment === ".." && above !== undefined && above !== ".." && !(rooted && kept.length === 1)) kept.pop();
      else if (segment === ".." && !rooted) kept.push("..");
      if (last) kept.push("");
    } else kept.push(segment);
  }
  return kept.join("/");
}

/** Percent-escapes made characters; the text itself where they are broken. */
export function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
