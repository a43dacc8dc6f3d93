import type { Conjunction, Held } from "./conjunction.ts";

/** Asks whether a schema takes every value of which something is known. */
export interface Containment {
  /** Whether `to` takes all that fits; false where only a closer look could tell. */
  readonly takesAll: (sent: Conjunction | undefined, to: Held) => boolean;
  /** The same one step further into the value. */
  readonly takesAllInside: (sent: readonly Held[], to: Held) => boolean;
  readonly isNothing: (sent: readonly Held[]) => boolean;
}
