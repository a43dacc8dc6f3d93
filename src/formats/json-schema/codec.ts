import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajv04 from "ajv-draft-04";
import ajvFormats from "ajv-formats";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Json } from "../../model.ts";
import { boundedPattern, longestText } from "./bounded-pattern.ts";
import type { PlainSchema } from "./plain-schema.ts";
import type { Draft } from "./types.ts";
import { multiplePrecision, writerKeyword } from "./validation.ts";

/** What the validator makes of a value: `undecided` where it would have to run a pattern that cannot be run. */
export type Answer =
  | { readonly kind: "taken" | "undecided" }
  | { readonly kind: "refused" | "unreadable"; readonly words: string };

export interface CodecOptions {
  /** Whether formats are asserted. */
  readonly formats: boolean;
  /** Whether the defaults of properties are filled in before. */
  readonly defaults: boolean;
  /** What answers for the parts that a repaired reader leaves to the writer. */
  readonly other?: (pointer: string, value: Json) => boolean;
}

/** Thrown from within the validator for a pattern that has no bounded engine. */
class PatternNotRun extends Error {}

const regExp = Object.assign(
  (pattern: string) => {
    const test = boundedPattern(pattern);
    return {
      test: (text: string): boolean => {
        if (test === undefined || text.length > longestText) throw new PatternNotRun(pattern);
        return test(text);
      },
      // The validator tells patterns apart by this.
      toString: () => JSON.stringify(pattern),
    };
  },
  { code: "boundedPattern" },
);

const optionsFor = (schema: PlainSchema, { formats, defaults }: CodecOptions): Options => ({
  strict: false,
  logger: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  ownProperties: true,
  unicodeRegExp: false,
  multipleOfPrecision: multiplePrecision,
  validateFormats: formats,
  useDefaults: defaults,
  inlineRefs: 20,
  ...(schema.onlyRef ? { ignoreKeywordsWithRef: true } : {}),
  // Optimised code is no faster for one value, and takes the validator a time that grows with the square of the schema.
  code: { regExp, optimize: false },
});

const unknownTo: Readonly<Record<Draft, readonly string[]>> = {
  "4": ["const", "contains", "propertyNames", "if", "then", "else"],
  "6": ["if", "then", "else"],
  "7": [],
  "2019-09": ["dependencies"],
  "2020-12": ["dependencies"],
};

/** The codec's types are those of a module that is written in another way. */
const Ajv04 = ajv04 as unknown as typeof Ajv;
const addFormats = ajvFormats as unknown as (ajv: Ajv) => void;

function validatorFor(schema: PlainSchema, options: CodecOptions): Ajv {
  const settings = optionsFor(schema, options);
  const { draft } = schema;
  const Validator = draft === "4" ? Ajv04 : draft === "2019-09" ? Ajv2019 : draft === "2020-12" ? Ajv2020 : Ajv;
  const ajv = new Validator(settings) as Ajv;
  for (const keyword of unknownTo[draft]) ajv.removeKeyword(keyword);
  if (options.formats) addFormats(ajv);
  ajv.addKeyword({
    keyword: writerKeyword,
    validate: (pointer: string, value: Json) => options.other?.(pointer, value) === true,
  });
  return ajv;
}

/** Whether a text has a format, as the validator decides it; undefined for a format that it does not know. */
export const formatTests: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries(fullFormats).flatMap(([name, format]) => {
    const test = typeof format === "object" && "validate" in format ? format.validate : format;
    if (test instanceof RegExp) return [[name, (text: string) => test.test(text)]];
    return typeof test === "function" ? [[name, (text: string) => Boolean(test(text as never))]] : [];
  }),
);

/** Has the validator compile a schema; what it then says of values. A schema that it does not take is told with each of them. */
export function validator(schema: PlainSchema, options: CodecOptions): (value: Json) => Answer {
  try {
    const ajv = validatorFor(schema, options);
    for (const [index, document] of schema.roots.entries()) {
      if (index > 0 && typeof document === "object" && document !== null) {
        ajv.addSchema(document, schema.uris[index] ?? "");
      }
    }
    const validate = ajv.compile(based(schema) as object);
    return (value) => {
      try {
        // Defaults are filled into the value itself.
        if (validate(options.defaults ? structuredClone(value) : value)) return { kind: "taken" };
        return { kind: "refused", words: wordsOf(validate.errors?.[0]) };
      } catch (error) {
        return problem(error);
      }
    };
  } catch (error) {
    return () => problem(error);
  }
}

/** The root under the URI that its relative references start from, where it does not say one itself. */
function based({ roots: [root = true], uris: [uri = ""], draft }: PlainSchema): Json {
  const keyword = draft === "4" ? "id" : "$id";
  if (uri === "" || typeof root !== "object" || root === null || Array.isArray(root) || keyword in root) return root;
  return { [keyword]: uri, ...root };
}

function problem(error: unknown): Answer {
  if (error instanceof PatternNotRun) return { kind: "undecided" };
  return { kind: "unreadable", words: error instanceof Error ? error.message : String(error) };
}

/** The validator's own words, after the place in the message. */
function wordsOf(error: { readonly instancePath: string; readonly message?: string } | undefined): string {
  const words = error?.message ?? "refused";
  return error === undefined || error.instancePath === "" ? words : `${error.instancePath} ${words}`;
}
