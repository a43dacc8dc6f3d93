import type { Cover } from "./changes.ts";
import { quoted, shown } from "./wording.ts";

/** What stands in for a name or a place that a side does not list; that side is named before, or here. */
export function coverOf({ keyword, pattern }: Cover, whose: "its" | "the reader's" | "the writer's"): string {
  return pattern === undefined ? `${whose} "${keyword}"` : `${whose} pattern ${quoted(shown(pattern, 40))}`;
}
