import type { NoWitness, Proof } from "../../model.ts";
import type { Prove } from "../format.ts";
import { purseFor, Spent } from "./budget.ts";
import type { JsonSchemaChange, JsonSchemaChanges, RegistryChanges } from "./changes.ts";
import { routesToDifferences } from "./difference-routes.ts";
import { registryEffects } from "./effects.ts";
import { meansTheSame, takesEverything } from "./equivalence.ts";
import { isImplied } from "./implied.ts";
import { reasons } from "./no-witness.ts";
import { patternSample } from "./pattern-sample.ts";
import { hasPatternNotRun } from "./patterns-in.ts";
import { isObject, own, plainSchema, valueAt } from "./plain-schema.ts";
import { seededBy } from "./random.ts";
import { repairOf } from "./repairs.ts";
import { riskRules } from "./risk-rules.ts";
import { type Route, routeFrom, routeTo } from "./routes.ts";
import { candidates } from "./search.ts";
import { shrunk } from "./shrink.ts";
import { openStructure, type Structure } from "./structure.ts";
import { openTrial, type Rank, type Sides, type Trial, type Weight } from "./trial.ts";
import type { JsonSchema } from "./types.ts";

/** Looks for a message that the writer may send and the reader refuses, for each refusal and each risk. */
export const prove: Prove<JsonSchema, JsonSchemaChanges> = (writer, reader, changes, budget) => {
  let opened: Sides | undefined;
  const sides = (): Sides => {
    opened ??= {
      writer: plainSchema(writer),
      reader: plainSchema(reader),
      hasDefaults: reader.documents.some(({ text }) => text.includes('"default"')),
      purse: purseFor(budget),
    };
    return opened;
  };
  let known: Structure | undefined;
  const structure = (): Structure => {
    known ??= openStructure(sides());
    return known;
  };
  const seed = [writer, reader].map(({ documents }) => documents[0].text);
  // The search at large is told only of pairs in which nothing is refused: under that policy what else might be is safe.
  const isAccepted = changes.some(({ kind }) => kind === "counterexample-found");
  let isShown = false;
  return changes.map((change) => {
    const weight = weightOf(change, isAccepted);
    if (weight === undefined) return undefined;
    if (change.kind === "counterexample-found" && isShown) return reasons.shownByAnother;
    const proof = withinStack(() =>
      proofOf(sides(), structure(), change, weight, seededBy(...seed, change.kind, change.path)),
    );
    isShown ||= proof.kind === "witness";
    return proof;
  });
};

/** A stack that overflows ends a search like a budget that is spent. */
function withinStack(find: () => Proof): Proof {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError || error instanceof Spent) return reasons.tooLarge;
    throw error;
  }
}

function weightOf({ kind }: JsonSchemaChange, isAccepted: boolean): Weight | undefined {
  if (Object.hasOwn(riskRules, kind)) return "risks";
  const effects = registryEffects[kind as keyof RegistryChanges];
  return effects?.strict === "breaks" && !isAccepted ? "breaks" : undefined;
}

function proofOf(
  sides: Sides,
  structure: Structure,
  change: JsonSchemaChange,
  weight: Weight,
  random: () => number,
): Proof {
  const known = structuralReason(sides, change);
  if (known !== undefined) return known;
  const route = routeTo(sides.writer, change.args.writer);
  if (route !== undefined && structure.isNeverReached(route)) return reasons.uninhabited;
  if (structure.takesAll(change)) return reasons.contained;
  sides.purse.open();
  const outcome: Outcome = { tried: 0, best: undefined, hint: undefined };
  const trial = openTrial(sides, change, weight);
  const find = (): Proof | undefined => {
    const routes = routesFor(sides, change, route ?? routeFrom(sides.writer.roots[0] ?? true));
    return search(
      sides,
      trial,
      [...routes, ...routesInside(sides, change, routes[0])],
      focusOf(change),
      random,
      outcome,
    );
  };
  const among = ({ best }: Outcome) => best && confirmed(trial, best.message, best.rank, outcome);
  const proof = unlessSpent(find) ?? unlessSpent(() => among(outcome));
  if (proof !== undefined) return proof;
  if (route === undefined) return reasons.uninhabited;
  if (outcome.hint !== undefined) return outcome.hint;
  if (structure.isShownByNothing(trial.repaired.schema, trial.alone.schema, change)) return reasons.implied;
  if ([sides.writer, sides.reader].some(({ roots }) => hasPatternNotRun(roots))) return reasons.patternNotRun;
  return outcome.tried === 0 ? reasons.neverBuilt : reasons.notFound(outcome.tried);
}

/** What is found before a budget is spent. */
function unlessSpent<Value>(find: () => Value): Value | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof Spent || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** One part of the writer may be faced by several of the reader's: then the reader tells where in a message this one is. */
function routesFor({ reader }: Sides, { args }: JsonSchemaChange, route: Route): readonly Route[] {
  const facing = routeTo(reader, args.reader)?.steps;
  const isAnother = facing !== undefined && JSON.stringify(facing) !== JSON.stringify(route.steps);
  return isAnother ? [{ ...route, steps: facing }, route] : [route];
}

const mostInside = 4;

/** Where a finding is about a part as a whole, what it comes from may lie deep inside. */
function routesInside({ writer, reader }: Sides, change: JsonSchemaChange, route: Route | undefined): readonly Route[] {
  if (route === undefined || repairOf(change) !== "whole") return [];
  const [from, to] = [change.args.writer, change.args.reader];
  const sent = valueAt(writer.roots[from.document], from.pointer);
  const read = valueAt(reader.roots[to.document], to.pointer);
  if (sent === undefined || read === undefined) return [];
  return routesToDifferences({ schema: writer, part: sent }, { schema: reader, part: read }, route, mostInside);
}

interface Outcome {
  tried: number;
  best: { readonly message: Parameters<Trial["rank"]>[0]; readonly rank: Rank } | undefined;
  hint: NoWitness | undefined;
}

/** How often the validator is asked, for one finding, about what it does not confirm. */
const mostDoubts = 10;

/** How many messages are tried on one route before it is another's turn. */
const turn = 100;

function search(
  { writer, reader, purse }: Sides,
  trial: Trial,
  routes: readonly Route[],
  focus: readonly string[],
  random: () => number,
  outcome: Outcome,
): Proof | undefined {
  const sides = {
    writer: { asking: trial.writer, schema: writer.roots[0] ?? true, must: true },
    reader: { asking: trial.reader, schema: reader.roots[0] ?? true, must: false },
  };
  const open = routes.map((route) => candidates({ ...sides, route, focus, random, spend: purse.spend }));
  let doubts = 0;
  for (const message of inTurns(open, turn)) {
    if (outcome.tried >= purse.candidates || doubts >= mostDoubts) break;
    outcome.tried += 1;
    const rank = trial.rank(message);
    if (rank === "among-others") outcome.best ??= { message, rank };
    if (rank !== "alone") continue;
    const proof = confirmed(trial, message, rank, outcome);
    if (proof !== undefined) return proof;
    doubts += 1;
  }
  return undefined;
}

/** Some values of each, in turns, until all have ended. */
function* inTurns<Value>(all: readonly Iterator<Value>[], count: number): Iterable<Value> {
  const open = new Set(all);
  while (open.size > 0) {
    for (const one of open) {
      for (let i = 0; i < count; i += 1) {
        const { done, value } = one.next();
        if (done === true) {
          open.delete(one);
          break;
        }
        yield value;
      }
    }
  }
}

type Message = Parameters<Trial["rank"]>[0];

function confirmed(trial: Trial, message: Message, rank: Rank, outcome: Outcome): Proof | undefined {
  const proof = trial.confirm(message, rank);
  if (proof === "needs-defaults") outcome.hint = reasons.onlyWithoutDefaults;
  else if (proof === "pattern-not-run") outcome.hint = reasons.patternNotRun;
  else if (proof?.kind === "witness") return smallest(trial, message, rank, proof);
  else return proof;
  return undefined;
}

/** The same proof by a smaller message, where there is one and the validator confirms that too. */
function smallest(trial: Trial, message: Message, rank: Rank, proof: Proof): Proof {
  try {
    const small = shrunk(message, (candidate) => trial.rank(candidate) === rank);
    const again = small === message ? undefined : trial.confirm(small, rank);
    return typeof again === "object" && again.kind === "witness" ? again : proof;
  } catch (error) {
    if (error instanceof Spent) return proof;
    throw error;
  }
}

/** The property names that a finding is about. */
function focusOf({ args }: JsonSchemaChange): readonly string[] {
  if ("pattern" in args && typeof args.pattern === "string") return [patternSample(args.pattern, () => 0) ?? ""];
  if (!("property" in args)) return [];
  const others = "after" in args && Array.isArray(args.after) ? args.after : [];
  return [args.property, ...others];
}

/** Why no message can show a finding, where its schemas alone tell. */
function structuralReason({ writer, reader }: Sides, change: JsonSchemaChange): NoWitness | undefined {
  const { kind, args } = change;
  const [from, to] = [
    valueAt(writer.roots[args.writer.document], args.writer.pointer),
    valueAt(reader.roots[args.reader.document], args.reader.pointer),
  ];
  if (kind === "optional-property-added-to-open-content-model" && isObject(to)) {
    const properties = own(to, "properties");
    if (isObject(properties) && takesEverything(own(properties, args.property))) return reasons.openContentModel;
  }
  if (isObject(from) && isObject(to) && isImplied(change, from, to)) return reasons.implied;
  return writer.draft === reader.draft && meansTheSame(from, to) ? reasons.equivalent : undefined;
}
