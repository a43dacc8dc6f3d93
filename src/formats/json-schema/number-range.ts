import { type HeldObject, numbersIn } from "./conjunction.ts";
import { own } from "./plain-schema.ts";

/** Between which numbers a value lies. */
export interface NumberRange {
  readonly low: Limit;
  readonly high: Limit;
}

interface Limit {
  readonly at: number;
  readonly excluded: boolean;
}

/** The range that these schemas leave together; of whole numbers it is told by whole numbers. */
export function rangeOf(all: readonly HeldObject[], isWhole: boolean): NumberRange {
  const low = limitOf(all, "minimum", "exclusiveMinimum", 1);
  const high = limitOf(all, "maximum", "exclusiveMaximum", -1);
  return isWhole ? { low: whole(low, 1), high: whole(high, -1) } : { low, high };
}

/** The tightest limit; `sign` is -1 for upper ones. */
function limitOf(all: readonly HeldObject[], plain: string, exclusive: string, sign: 1 | -1): Limit {
  let limit: Limit = { at: -sign * Number.POSITIVE_INFINITY, excluded: false };
  const tighten = (at: number, excluded: boolean): void => {
    if (sign * at > sign * limit.at || (at === limit.at && excluded)) limit = { at, excluded };
  };
  for (const part of all) {
    const [bound] = numbersIn([part], plain);
    if (bound !== undefined) tighten(bound, own(part.schema, exclusive) === true);
    const [beyond] = numbersIn([part], exclusive);
    if (beyond !== undefined) tighten(beyond, true);
  }
  return limit;
}

function whole({ at, excluded }: Limit, sign: 1 | -1): Limit {
  if (!Number.isFinite(at)) return { at, excluded };
  const rounded = sign * Math.ceil(sign * at);
  return { at: excluded && rounded === at ? at + sign : rounded, excluded: false };
}

export const isEmptyRange = ({ low, high }: NumberRange): boolean =>
  low.at > high.at || (low.at === high.at && (low.excluded || high.excluded));

/** Whether one range lies inside another. */
export function isInside(inner: NumberRange, outer: NumberRange): boolean {
  return (
    (inner.low.at > outer.low.at || (inner.low.at === outer.low.at && (inner.low.excluded || !outer.low.excluded))) &&
    (inner.high.at < outer.high.at ||
      (inner.high.at === outer.high.at && (inner.high.excluded || !outer.high.excluded)))
  );
}
