/** The offset behind the closing quote; undefined for a string that is not closed. */
export function endOfString(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return undefined;
}

/** Whether a text that is JSON but for its comments has any: outside strings a slash stands nowhere else. */
export function hasComments(text: string): boolean {
  if (!text.includes("/")) return false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "/") return true;
    if (text[at] === '"') at = (endOfString(text, at) ?? text.length) - 1;
  }
  return false;
}
