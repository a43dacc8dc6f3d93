/** `tokens` in backticks. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

/** A few things in a sentence, `and` before the last; of many only the first ones. */
export function enumerated(things: readonly string[], joint: "and" | "or" = "and"): string {
  const most = 4;
  const shown = things.slice(0, things.length > most + 1 ? most : things.length);
  if (shown.length < things.length) return `${shown.join(", ")} and ${things.length - shown.length} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${joint} ${shown.at(-1)}`;
}

/** Names in backticks, in a sentence. */
export function listed(names: readonly string[], joint: "and" | "or" = "and"): string {
  return enumerated(names.map(quoted), joint);
}

/** What stands at a place, as people call it: a property, the items of one, or the message itself. */
export function subjectOf(names: readonly string[]): string {
  const last = names.findLastIndex((name) => !isUnnamed(name));
  const name = names[last];
  const whole = name === undefined ? "the message" : quoted(name);
  return names.slice(last + 1).reduce((inner, step) => partOf(step, inner), whole);
}

/** Whether a step leads to something without a name: items, one of them, or all that is not named. */
const isUnnamed = (name: string): boolean => name === "*" || /^\[\d*\]$/.test(name);

function partOf(step: string, inner: string): string {
  if (step === "*") return `everything else in ${inner}`;
  return step === "[]" ? `the items of ${inner}` : `item ${step} of ${inner}`;
}

/** A property of the object at a place. */
export function propertyOf(names: readonly string[], property: string): string {
  return names.length === 0 ? quoted(property) : `${quoted(property)} of ${subjectOf(names)}`;
}

/** A piece of JSON in a sentence, cut where it is long. */
export function shown(json: string, most = 60): string {
  return json.length <= most ? json : `${json.slice(0, most - 1)}…`;
}

/** A piece of JSON that a remedy asks to write; three dots stand for what is long, and known. */
export function written(json: string, most = 60): string {
  return json.length <= most && !json.endsWith("…") ? json : "{…}";
}

/** A regular expression that matches one name and no other, as a JSON string. */
export function patternOf(name: string): string {
  return JSON.stringify(`^${name.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\${sign}`)}$`);
}

/** A schema of an object as it stands in an example. */
export function message(properties: string, more = ""): string {
  return `{"type": "object", "properties": {${properties}}${more === "" ? "" : `, ${more}`}}`;
}

/** The same under draft 2020-12. */
export function recent(schema: string): string {
  return schema.replace("{", '{"$schema": "https://json-schema.org/draft/2020-12/schema", ');
}
