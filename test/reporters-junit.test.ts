import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../src/model.ts";
import { junit } from "../src/reporters/junit.ts";
import { hostileReport } from "./support/hostile-text.ts";
import * as samples from "./support/sample-reports.ts";

const { blocked, gated, missingDefault, passed, release, untouched, warned } = samples;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML as a strict parser does, without what our documents never have: comments, CDATA, entities of their own. Throws at the first fault. */
function parseXml(document: string): Element {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(head)) throw new Error("no declaration");
  for (const character of document)
    if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u.test(character))
      throw new Error(`U+${character.codePointAt(0)?.toString(16)} is no character of XML 1.0`);
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = head.length;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const match = token.exec(document);
    if (match === null) throw new Error(`not well-formed at ${document.slice(at, at + 40)}`);
    const [, closing, name = "", attributes = "", empty, text] = match;
    const here = open.at(-1) ?? root;
    if (text !== undefined) here.text += unescaped(text);
    else if (closing === "/") {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends another element`);
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
        key,
        unescaped(value),
      ]);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: "" };
      if (pairs.length !== Object.keys(element.attributes).length) throw new Error("an attribute twice");
      here.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1 || root.text.trim() !== "")
    throw new Error("not one element");
  return only;
}

function unescaped(text: string): string {
  if (/&(?!(amp|lt|gt|quot|apos);)/.test(text) || text.includes("]]>")) throw new Error(`a bare & or ]]> in ${text}`);
  const characters = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" } as const;
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: keyof typeof characters) => characters[name]);
}

const reports = Object.entries(samples).filter((entry): entry is [string, Report] => "subjects" in entry[1]);
const suites = (report: Report): readonly Element[] => parseXml(junit(report)).children;
const cases = (report: Report): readonly Element[] =>
  suites(report).flatMap(({ children }) => children.filter(({ name }) => name === "testcase"));
const kindsOf = (report: Report): readonly string[] =>
  cases(report).map(({ children }) => children[0]?.name ?? "passed");

describe("the document", () => {
  test("is well-formed XML 1.0, whatever is in the report", () => {
    for (const [, report] of reports) expect(() => parseXml(junit(report))).not.toThrow();
    fc.assert(
      fc.property(hostileReport, (report) => {
        parseXml(junit(report));
      }),
      { numRuns: 150 },
    );
  });

  test("this test's own parser is strict", () => {
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
    for (const bad of [
      "<a>",
      "<a></b>",
      '<a b="<"/>',
      "<a>&x;</a>",
      "<a/><a/>",
      "<a>\u0001</a>",
      "<a>\ufffe</a>",
      '<a b="1" b="2"/>',
      "<a>]]></a>",
    ])
      expect(() => parseXml(head + bad), bad).toThrow();
  });

  test.each(reports)("%s: what a suite counts is what it holds", (_, report) => {
    const root = parseXml(junit(report));
    const counted = (element: Element, all: readonly Element[]): void => {
      const count = (kind: string): string => String(all.filter(({ children }) => children[0]?.name === kind).length);
      expect(element.attributes).toMatchObject({
        tests: String(all.length),
        failures: count("failure"),
        errors: count("error"),
        skipped: count("skipped"),
      });
    };
    for (const suite of root.children)
      counted(
        suite,
        suite.children.filter(({ name }) => name === "testcase"),
      );
    counted(root, cases(report));
  });
});

describe("a test", () => {
  test("is there for every subject, and fails for every objection", () => {
    expect(suites(release).map(({ attributes }) => attributes.name)).toEqual([
      ...release.subjects.map(({ subject }) => subject).sort(),
      "the run",
    ]);
    expect(kindsOf(passed)).toEqual(["passed", "passed"]);
    expect(kindsOf(blocked)).toEqual(["failure"]);
  });

  test("does not fail for what does not fail the run", () => {
    expect(kindsOf(warned)).toEqual(["system-out", "skipped"]);
    expect(kindsOf(gated)).toEqual(["failure", "system-out", "failure", "system-out", "passed", "skipped", "skipped"]);
  });

  test("is an error for a subject that could not be decided, and for what could not be read", () => {
    expect(kindsOf(release).filter((kind) => kind === "error")).toHaveLength(2);
  });

  test("is there even when no schema changed: some platforms take an empty file for a mistake", () => {
    expect(cases(untouched).map(({ attributes }) => attributes.name)).toEqual(["no schema changed"]);
  });

  test("says file, line, proof and remedy", () => {
    const [one] = cases(blocked);
    expect(one?.attributes).toMatchObject({ file: missingDefault.file, line: "7", classname: "llm.cost.TokenUsage" });
    expect(one?.children[0]?.text).toMatch(
      /old writers send: \{"model_id".*\n.*refuses it.*\n.*give `cost_usd` a default/,
    );
  });
});
