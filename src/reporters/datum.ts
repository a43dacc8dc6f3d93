import type { Json } from "../model.ts";

/** A value on one line, and whether something was left out of it. */
export interface Shown {
  readonly text: string;
  readonly cut: boolean;
}

const longest = { string: 60, items: 4, keys: 12, depth: 6, line: 320 };

/** Writes a value as JSON on one line; what is too long for a line is cut where it can be spared, with "…" in its place. */
export function showDatum(value: Json): Shown {
  const whole = write(value);
  if (whole.length <= longest.line / 2) return { text: whole, cut: false };
  const shortened = write(value, 0);
  if (shortened === whole && whole.length <= longest.line) return { text: whole, cut: false };
  if (shortened.length <= longest.line) return { text: shortened, cut: true };
  return { text: `${[...shortened].slice(0, longest.line).join("")}…`, cut: true };
}

/** With a depth, shortens as it goes; without one, writes everything. */
function write(value: Json, depth?: number): string {
  if (typeof value === "string") return depth === undefined ? JSON.stringify(value) : writeString(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = depth === undefined ? undefined : depth + 1;
  const parts = Array.isArray(value)
    ? value.map((item: Json) => () => write(item, inner))
    : Object.entries(value).map(
        ([key, item]) =>
          () =>
            `${write(key, inner)}: ${write(item as Json, inner)}`,
      );
  if (depth === undefined) return open + parts.map((part) => part()).join(", ") + close;
  if (depth >= longest.depth && parts.length > 0) return `${open}…${close}`;
  const limit = Array.isArray(value) ? longest.items : longest.keys;
  const kept = parts.slice(0, limit).map((part) => part());
  return open + [...kept, ...(parts.length > limit ? [`… ${parts.length - limit} more`] : [])].join(", ") + close;
}

function writeString(value: string): string {
  const characters = [...value];
  if (characters.length <= longest.string) return JSON.stringify(value);
  return `${JSON.stringify(characters.slice(0, longest.string - 20).join(""))}… ${characters.length} characters`;
}
