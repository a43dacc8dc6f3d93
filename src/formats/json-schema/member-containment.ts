import { type Conjunction, grown, type Held, type HeldObject, numbersIn, requiredIn } from "./conjunction.ts";
import { isNothing } from "./habitation.ts";
import { type NameClass, nameClasses, nameRules, remainderOf } from "./named-members.ts";
import { isList, isObject, own } from "./plain-schema.ts";
import type { Containment } from "./taking.ts";
import { dependenciesOf, takes } from "./validation.ts";

/** Whether a schema takes all objects that fit, by what it says of objects. */
export function areMembersTaken(self: Containment, sent: Conjunction, to: HeldObject): boolean {
  const { all } = sent;
  const required = requiredIn(all);
  if (![...requiredIn([to])].every((name) => required.has(name))) return false;
  if (hasHiddenRest(to)) return false;
  const isSilent = ["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"].every(
    (key) => !Object.hasOwn(to.schema, key),
  );
  const most = numbersIn([to], "maxProperties")[0];
  const isNamesAsked = nameRules([to]).length > 0;
  if (!isSilent || most !== undefined || isNamesAsked) {
    const classes = nameClasses(sent, to);
    if (classes === undefined) return false;
    const possible = classes.filter(({ sent }) => !self.isNothing(sent));
    const isTaken = ({ name, sent: held, asked }: NameClass): boolean =>
      asked.every((one) => self.takesAllInside(held, one)) ||
      (name !== undefined && isNothing(withName(sent, to, name)));
    if (!possible.every(isTaken)) return false;
    const named = possible.filter(({ name }) => name !== undefined).length;
    const ceiling = named === possible.length ? named : Number.POSITIVE_INFINITY;
    if (most !== undefined && Math.min(ceiling, ...numbersIn(all, "maxProperties")) > most) return false;
    if (isNamesAsked && !possible.every(({ name }) => isNameTaken(self, all, to, name))) return false;
  }
  const least = Math.max(required.size, ...numbersIn(all, "minProperties"));
  if ((numbersIn([to], "minProperties")[0] ?? 0) > least) return false;
  return areDependentsThere(self, sent, to);
}

/** Whether what a schema says of other properties depends on its branches. */
function hasHiddenRest(to: HeldObject): boolean {
  if (to.asking.schema.onlyRef || Object.hasOwn(to.schema, "additionalProperties")) return false;
  const rest = own(to.schema, "unevaluatedProperties");
  return rest !== undefined && rest !== true && remainderOf(to) === undefined;
}

function isNameTaken(self: Containment, all: readonly HeldObject[], to: HeldObject, name: string | undefined): boolean {
  return nameRules([to]).every((rule) => {
    if (name !== undefined) return takes(rule.asking, rule.schema, name);
    const text: Held = { asking: rule.asking, schema: { type: "string" } };
    return self.takesAllInside([text, ...nameRules(all)], rule);
  });
}

/** What fits and has a property of that name. */
const withName = (sent: Conjunction, { asking }: HeldObject, name: string): Conjunction | undefined =>
  grown(sent, [{ asking, schema: { type: "object", required: [name] } }]);

function areDependentsThere(self: Containment, sent: Conjunction, to: HeldObject): boolean {
  const { asking, schema } = to;
  return dependenciesOf(asking.schema, schema).every(([name, asked]) => {
    const triggered = withName(sent, to, name);
    if (triggered === undefined || isNothing(triggered)) return true;
    if (!isList(asked))
      return isObject(asked) || asked === true ? self.takesAll(triggered, { asking, schema: asked }) : false;
    const required = requiredIn(triggered.all);
    return asked.every((other) => typeof other !== "string" || required.has(other));
  });
}
