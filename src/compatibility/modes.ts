import type { Direction, Mode } from "../model.ts";

/** What a mode asks. `backward`: the new schema reads the old. `forward`: the old one reads the new. */
export interface ModeRow {
  readonly backward: boolean;
  readonly forward: boolean;
  /** Against every earlier version, not only the latest. */
  readonly transitive: boolean;
  /** No further version is accepted at all. */
  readonly frozen: boolean;
}

const asks = (backward: boolean, forward: boolean, transitive = false): ModeRow => ({
  backward,
  forward,
  transitive,
  frozen: false,
});

/** The eight modes. Seven are the reference registry's; DISABLED is AWS Glue's and means "locked", the opposite of NONE. */
export const modes: Readonly<Record<Mode, ModeRow>> = {
  NONE: asks(false, false),
  DISABLED: { ...asks(false, false), frozen: true },
  BACKWARD: asks(true, false),
  BACKWARD_TRANSITIVE: asks(true, false, true),
  FORWARD: asks(false, true),
  FORWARD_TRANSITIVE: asks(false, true, true),
  FULL: asks(true, true),
  FULL_TRANSITIVE: asks(true, true, true),
};

/** The names of the modes, in the order of the table. */
export const modeNames = Object.keys(modes) as readonly Mode[];

/** The questions a mode asks of one version, in the registry's order: FULL asks forward first. */
export function directionsOf(mode: Mode): readonly Direction[] {
  const row = modes[mode];
  return [...(row.forward ? (["forward"] as const) : []), ...(row.backward ? (["backward"] as const) : [])];
}
