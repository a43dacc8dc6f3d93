import type { Json } from "../../model.ts";
import { patternSample } from "./pattern-sample.ts";
import { isList, type JsonObject, own } from "./plain-schema.ts";

/** A text of each format. */
export const formatSamples: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  time: "12:00:00Z",
  duration: "P1D",
  email: "ops@example.com",
  "idn-email": "ops@example.com",
  hostname: "api.example.com",
  "idn-hostname": "api.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/a",
  "uri-reference": "/a",
  "uri-template": "/a/{b}",
  iri: "https://example.com/a",
  "iri-reference": "/a",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
  "json-pointer": "/a",
  "relative-json-pointer": "0/a",
  regex: "^a$",
};

const numbersOf = (schemas: readonly JsonObject[], ...keys: readonly string[]): readonly number[] =>
  schemas.flatMap((schema) => keys.map((key) => own(schema, key)).filter((value) => typeof value === "number"));

/** Numbers around all that these schemas say about numbers, the plain ones first. */
export function numbersFor(schemas: readonly JsonObject[]): readonly number[] {
  const bounds = numbersOf(schemas, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
  const steps = numbersOf(schemas, "multipleOf").filter((step) => step > 0);
  const around = bounds.flatMap((bound) => [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5]);
  const between = bounds.flatMap((low) => bounds.map((high) => (low + high) / 2));
  const near = [0, ...bounds].flatMap((bound) =>
    steps.flatMap((step) => [-1, 0, 1, 2, 3].map((times) => tidy((Math.floor(bound / step) + times) * step))),
  );
  const products = steps.flatMap((one) => steps.map((other) => tidy(one * other)));
  const all = [0, 1, ...around, ...near, ...products, ...between, -1, 0.5, 1e6, -1e6, 1e12];
  return [...new Set(all)].filter(Number.isFinite);
}

/** 0.30000000000000004 is nobody's number. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const longest = 10_000;

const countsOf = (schemas: readonly JsonObject[], ...keys: readonly string[]): readonly number[] =>
  numbersOf(schemas, ...keys)
    .flatMap((count) => [count, count + 1, count - 1])
    .filter((count) => count >= 0 && count <= longest);

/** Texts around all that these schemas say about texts, the plain ones first. */
export function textsFor(schemas: readonly JsonObject[], random: () => number): readonly string[] {
  const said = (key: string): readonly string[] =>
    schemas.map((schema) => own(schema, key)).filter((value) => typeof value === "string");
  const lengths = [...new Set(countsOf(schemas, "minLength", "maxLength"))].slice(0, 24);
  const formats = said("format").map((format) => formatSamples[format] ?? "");
  const fitting = said("pattern").flatMap((pattern) => [0, 0, 0, 0].map(() => patternSample(pattern, random) ?? ""));
  const stretched = fitting.slice(0, 6).flatMap((text) => lengths.flatMap((length) => stretchedTo(text, length)));
  const even = lengths.map((length) => "a".repeat(length));
  const others = ["0", "A", " ", "a b", "é", "gpt-4o", "zz9", "-", "1.5", "💸"];
  return [...new Set(["a", "", ...formats, ...fitting, ...even, ...stretched, ...others])];
}

/** A text made as long as that, by its last character and by itself: a pattern that fits a part may fit the whole. */
function stretchedTo(text: string, length: number): readonly string[] {
  if (text === "") return [];
  return [
    text.padEnd(length, text.at(-1)),
    text.padStart(length, "a"),
    text.repeat(Math.ceil(length / text.length)).slice(0, length),
  ];
}

/** How many there may be of something that is counted, from none on. */
export function sizesFor(schemas: readonly JsonObject[], ...keys: readonly string[]): readonly number[] {
  const sizes = countsOf(schemas, ...keys).filter((size) => size <= 300);
  return [...new Set([0, 1, 2, ...sizes, 3])];
}

/** The values that these schemas mention by themselves. */
export function valuesOf(schemas: readonly JsonObject[]): readonly Json[] {
  return schemas.flatMap((schema) => {
    const [constant, filled] = [own(schema, "const"), own(schema, "default")];
    const lists = ["enum", "examples"].map((key) => own(schema, key)).filter(isList);
    return [...(constant === undefined ? [] : [constant]), ...lists.flat(), ...(filled === undefined ? [] : [filled])];
  });
}
