import { Spent } from "./budget.ts";
import type { JsonSchemaChange } from "./changes.ts";
import { chosen, conjunctionOf, type Held, type HeldObject } from "./conjunction.ts";
import { takesAllOf } from "./containment.ts";
import { isUninhabited } from "./habitation.ts";
import { itemsAt } from "./list-items.ts";
import { heldFor } from "./named-members.ts";
import { isObject, type PlainSchema } from "./plain-schema.ts";
import type { Route } from "./routes.ts";
import { askingOf, type Sides } from "./trial.ts";
import type { Asking } from "./validation.ts";

/** What the schemas tell of a pair by themselves, before any message is tried. */
export interface Structure {
  /** Whether the reader takes all that the writer may send. */
  readonly takesAll: (change: JsonSchemaChange) => boolean;
  /** Whether no message of the writer has anything at the end of a route. */
  readonly isNeverReached: (route: Route) => boolean;
  /** Whether no message shows a finding: none that only the finding has refused, and none that it refuses by itself. */
  readonly isShownByNothing: (repaired: PlainSchema, alone: PlainSchema, change: JsonSchemaChange) => boolean;
}

// As much as the search for one finding may cost.
const mostEffort = 40_000;

/** Opens both sides of a pair for such questions; one whose answer would take too long is answered with no. */
export function openStructure({ writer, reader }: Sides): Structure {
  let left = 0;
  const spend = (effort: number): void => {
    left -= effort;
    if (left < 0) throw new Spent();
  };
  const bounded = (ask: () => boolean): boolean => {
    left = mostEffort;
    try {
      return ask();
    } catch (error) {
      if (error instanceof Spent || error instanceof RangeError) return false;
      throw error;
    }
  };
  const held = (schema: PlainSchema, formats: boolean, lender?: Asking): Held => ({
    asking: askingOf({ schema, spend, formats, lender }),
    schema: schema.roots[0] ?? true,
  });
  const answers = new Map<boolean, boolean>();
  return {
    takesAll: (change) => {
      const formats = change.kind === "format-tightened";
      const known = answers.get(formats);
      const answer = known ?? bounded(() => takesAllOf([held(writer, formats)], held(reader, formats), formats));
      answers.set(formats, answer);
      return answer;
    },
    isNeverReached: (route) =>
      bounded(
        () =>
          route.through.some((parts) => isUninhabited(parts.map((schema) => ({ ...held(writer, false), schema })))) ||
          isShutOnTheWay(held(writer, false), route),
      ),
    isShownByNothing: (repaired, alone, { kind }) => {
      const formats = kind === "format-tightened";
      const [sent, read] = [held(writer, formats), held(reader, formats)];
      const mended = held(repaired, formats, sent.asking);
      return (
        bounded(() => takesAllOf([sent, mended], read, formats)) &&
        bounded(() => takesAllOf([sent], held(alone, formats, read.asking), formats))
      );
    },
  };
}

/** Whether nothing fits all that the writer says of one of the values on a route. */
function isShutOnTheWay(root: Held, route: Route): boolean {
  let parts: readonly Held[] = [root];
  for (const step of route.steps) {
    const all = objectsIn(parts, route);
    const type = typeof step === "number" ? "array" : "object";
    if (isUninhabited([...all, { ...root, schema: { type } }])) return true;
    parts = typeof step === "number" ? itemsAt(all, step) : all.flatMap((part) => heldFor(part, step));
  }
  return isUninhabited(objectsIn(parts, route));
}

/** What they say with the branches of the route chosen; where nothing fits them they say nothing that helps. */
function objectsIn(parts: readonly Held[], { choices }: Route): readonly HeldObject[] {
  let conjunction = conjunctionOf(parts);
  for (const [branches, index] of choices) {
    const at = conjunction?.choices.findIndex((choice) => choice[index]?.schema === branches[index]) ?? -1;
    const branch = conjunction?.choices[at]?.[index];
    if (conjunction === undefined || branch === undefined || !isObject(branch.schema)) continue;
    conjunction = chosen(conjunction, at, branch);
  }
  return conjunction?.all ?? [];
}
