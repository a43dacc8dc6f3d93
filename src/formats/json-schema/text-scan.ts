/** The offset behind the closing quote; undefined for a string that is not closed. */
export function endOfString(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return undefined;
}

/** Where the first comment of a text begins that is JSON but for its comments: outside strings a slash stands nowhere else. */
export function commentIn(text: string): number | undefined {
  if (!text.includes("/")) return undefined;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "/") return at;
    if (text[at] === '"') at = (endOfString(text, at) ?? text.length) - 1;
  }
  return undefined;
}

/** The offset behind the first value of a text; undefined where it does not end. */
export function endOfFirstValue(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const token = text[at] ?? "";
    let end = at + 1;
    if (token === '"') end = endOfString(text, at) ?? text.length;
    else if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (/[\s,:]/.test(token)) continue;
    else while (end < text.length && !/[\s"{}[\],:]/.test(text[end] ?? "")) end += 1;
    if (depth <= 0) return end;
    at = end - 1;
  }
  return undefined;
}
