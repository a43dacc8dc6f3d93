// What one core gets through in a second, inside one process: parsing Protobuf, comparing JSON Schemas, searching for witnesses.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventText, files } from "./protobuf-repository.mjs";

/** @typedef {{ text: string, file?: string, references?: { name: string, text: string, file?: string }[] }} Source */

/**
 * Every Protobuf file of a tree with all that it imports from there; generated ones where no tree is given.
 * @param {string | undefined} tree
 * @returns {Source[]}
 */
export function protobufSources(tree) {
  if (tree === undefined) {
    const measure = (/** @type {string} */ name) =>
      `syntax = "proto3"; package llm.shared; message Measure${name} { int64 value = 1; }`;
    const references = Array.from({ length: 20 }, (_, i) => String(i).padStart(2, "0")).map((name) => ({
      name: `llm/shared/measure${name}.proto`,
      text: measure(name),
    }));
    return Array.from({ length: files }, (_, number) => ({ text: eventText(number), references }));
  }
  const paths = readdirSync(tree, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".proto"));
  const all = new Map(paths.map((name) => [name, { name, text: readFileSync(join(tree, name), "utf8"), file: name }]));
  return [...all.values()].map((file) => {
    const closure = new Set([file]);
    for (const { text } of closure)
      for (const [, name = ""] of text.matchAll(/^\s*import\s+(?:public\s+|weak\s+)?"([^"]+)"/gm)) {
        const imported = all.get(name);
        if (imported !== undefined) closure.add(imported);
      }
    closure.delete(file);
    return { text: file.text, file: file.file, references: [...closure] };
  });
}

/** A file of dist/, which has no types. @param {string} file @returns {Promise<any>} */
const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);

/**
 * Files a second; a file that is refused counts, and is told.
 * @param {Source[]} sources
 */
export async function parseRate(sources) {
  const { protobuf } = await built("formats-protobuf-index.cjs");
  let refused = 0;
  const start = performance.now();
  for (const source of sources) {
    try {
      protobuf.parse(source, { strictness: "strict" });
    } catch {
      refused++;
    }
  }
  return { rate: sources.length / ((performance.now() - start) / 1000), refused };
}

/** @param {number} seed @param {boolean} changed */
function schemaOf(seed, changed) {
  /** @type {object[]} */
  const kinds = [
    { type: "string", maxLength: 40 + seed },
    { type: "integer", minimum: 0 },
    { type: "array", items: { type: "string" } },
    { enum: ["STOP", "LENGTH", "TOOL_CALLS"] },
    { type: "object", properties: { value: { type: "number" } }, additionalProperties: false },
  ];
  const properties = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [
      `${["prompt", "cost", "span"][i % 3]}_${i}`,
      kinds[(i + seed) % kinds.length],
    ]),
  );
  if (changed) properties[`cost_${(seed % 33) * 3 + 1}`] = { type: "boolean" };
  const required = Object.keys(properties).slice(0, 20);
  const $schema = "http://json-schema.org/draft-07/schema#";
  return JSON.stringify({ $schema, type: "object", properties, required, additionalProperties: false });
}

/**
 * Schemas with 100 properties: how many are loaded a second, how many loaded pairs are compared a second, and the milliseconds
 * that one search for witnesses takes. A check loads each version once, and compares it with many.
 */
export async function compareRate(pairs = 2_000, searches = 20) {
  const { jsonSchema } = await built("formats-json-schema-index.cjs");
  /** @param {string} text */
  const read = (text) => jsonSchema.parse({ text }, { strictness: "lenient" });
  const texts = Array.from({ length: 50 }, (_, i) => [schemaOf(i, false), schemaOf(i, true)]);
  const opened = performance.now();
  const loaded = Array.from({ length: pairs }, (_, i) => (texts[i % texts.length] ?? []).map(read)).slice(
    -texts.length,
  );
  const loads = (2 * pairs) / ((performance.now() - opened) / 1000);
  const start = performance.now();
  for (let i = 0; i < pairs; i += 1) {
    const [old, now] = loaded[i % loaded.length] ?? [];
    const { compatible } = jsonSchema.judge(old, now, { policy: "strict", objectionsOnly: true });
    if (compatible) throw new Error("a changed type is no break");
  }
  const seconds = (performance.now() - start) / 1000;
  let proofs = 0;
  const searched = performance.now();
  for (const [old = "", now = ""] of texts.slice(0, searches)) {
    const { findings } = await jsonSchema.compare(read(old), read(now), { policy: "strict", prove: true });
    proofs += findings.filter((/** @type {any} */ { proof }) => proof?.kind === "witness").length;
  }
  return { loads, rate: pairs / seconds, search: (performance.now() - searched) / searches, proofs };
}
