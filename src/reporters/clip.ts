/** The beginning of a text, with "…" where something was left out; never half a character. */
export function clip(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const whole = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of its four bytes; a half that stands alone is written as three.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPairedAt(text, i) ? 2 : 3;
  }
  return bytes;
}

function isPairedAt(text: string, index: number): boolean {
  const [before, unit, after] = [text.charCodeAt(index - 1), text.charCodeAt(index), text.charCodeAt(index + 1)];
  return (isHigh(unit) && isLow(after)) || (isLow(unit) && isHigh(before));
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
