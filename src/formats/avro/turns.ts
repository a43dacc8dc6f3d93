import type { Route } from "./changes.ts";
import type { AvroType, Field } from "./types.ts";

/** One choice on the way through a writer's type to a datum of it. */
export type Turn =
  | { readonly kind: "field"; readonly field: Field }
  | { readonly kind: "item" }
  | { readonly kind: "branch"; readonly index: number }
  | { readonly kind: "symbol"; readonly name: string };

export type Turns = readonly Turn[];

/** The turns that a route takes on the writer's side. */
export function turnsOf(route: Route): Turns {
  return route.flatMap((step): Turns => {
    if (step.kind === "field") return [{ kind: "field", field: step.writer }];
    if (step.kind === "writer-branch") return [{ kind: "branch", index: step.index }];
    return step.kind === "reader-branch" ? [] : [{ kind: "item" }];
  });
}

/** The types that a writer's data pass on these turns, from the root to what the last one leads to. */
export function passedBy(root: AvroType, turns: Turns): readonly AvroType[] {
  const passed = [root];
  for (const turn of turns) {
    const next = taken(passed.at(-1), turn);
    if (next !== undefined) passed.push(next);
  }
  return passed;
}

function taken(type: AvroType | undefined, turn: Turn): AvroType | undefined {
  if (turn.kind === "field") return turn.field.type;
  if (turn.kind === "branch") return type?.kind === "union" ? type.branches[turn.index] : undefined;
  if (turn.kind === "symbol") return undefined;
  return type?.kind === "array" ? type.items : type?.kind === "map" ? type.values : undefined;
}
