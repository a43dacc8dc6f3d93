import { describe, expect, it } from "vitest";
import { askOf, compareWithHistory } from "../src/compatibility/compare.ts";
import { judgeSubject } from "../src/compatibility/subject-verdict.ts";
import { defineFormat } from "../src/formats/define-format.ts";
import type { Change, Format, Rule, Rules } from "../src/formats/format.ts";
import type { Mode, Proof } from "../src/model.ts";

/** Texts of words: `a` may be lost, `b` breaks, `c` is asked of every version, and a new `n` asks for older ones. */
type Words = { readonly [Kind in "lost" | "broken" | "reused" | "added"]: { readonly word: string } };

const rule = (more: Partial<Rule<{ word: string }>>): Rule<{ word: string }> => ({
  effect: "risks",
  summary: "a word differs",
  message: ({ word }) => `the reader lacks \`${word}\``,
  meaning: "It differs.",
  example: { writer: "a", bad: "", good: "a" },
  specification: "none",
  bump: "minor",
  ...more,
});

const rules: Rules<Words> = {
  lost: rule({ standsOnlyProved: true }),
  broken: rule({ effect: "breaks" }),
  reused: rule({ asksEveryVersion: true }),
  added: rule({ effect: "safe", reopens: "reader" }),
};

const kinds: Readonly<Record<string, keyof Words>> = { a: "lost", b: "broken", c: "reused" };
const at = { line: 1, column: 1 };

/** What a search shows: `proof` is its answer to every question, `asked` counts them. */
function wordFormat(proof: Proof): { readonly format: Format; readonly asked: string[] } {
  const asked: string[] = [];
  const change = (kind: keyof Words, word: string): Change<Words> => ({
    ...{ kind, args: { word }, path: "/", readerAt: at, writerAt: at },
    place: { names: [word], writer: word, reader: "" },
  });
  const format = defineFormat<readonly string[], Words>({
    name: "protobuf",
    title: "Words",
    extensions: [".words"],
    outline: () => undefined,
    needle: (name) => name,
    parse: ({ text }) => text.split(" "),
    nameOf: () => undefined,
    identity: (text) => text,
    canonical: (words) => words.join(" "),
    fingerprint: (words) => words.join(" "),
    diff: (writer, reader) => [
      ...writer.flatMap((word) => {
        const kind = kinds[word];
        return kind === undefined || reader.includes(word) ? [] : change(kind, word);
      }),
      ...(reader.includes("n") && !writer.includes("n") ? [change("added", "n")] : []),
    ],
    rules,
    loadProver: async () => (_writer, _reader, changes) => {
      asked.push(...changes.map(({ args }) => args.word));
      return changes.map(() => proof);
    },
    provable: ({ kind }) => rules[kind].effect !== "safe",
  });
  return { format, asked };
}

const witness: Proof = { kind: "witness", outcome: "lost", codec: "words", datum: "a", reads: "" };
const none: Proof = { kind: "none", reason: "not-found", explanation: "no message found" };

function compared(format: Format, writer: string, reader: string, prove = true) {
  const read = (text: string) => format.parse({ text }, { strictness: "strict" });
  return format.compare(read(writer), read(reader), { policy: "strict", prove });
}

/** Judges a candidate against versions, the newest first, as `check` does. */
function judged(format: Format, mode: Mode, candidate: string, ...versions: readonly string[]) {
  const read = (text: string) => format.parse({ text }, { strictness: "strict" });
  return judgeSubject({
    ...{ subject: "llm.words", format, mode, policy: "strict", file: "a.words", candidate: read(candidate) },
    ...{ baseline: "main", proof: "yes" },
    history: versions.map((text, i) => ({ version: `v${versions.length - i}`, schema: read(text) })),
  });
}

describe("a risk that stands only with a witness", () => {
  it("is told where one is found, and nowhere else", async () => {
    const proved = await compared(wordFormat(witness).format, "a b", "x");
    expect(proved.findings.map(({ rule: id, proof }) => [id, proof?.kind])).toEqual([
      ["protobuf/lost", "witness"],
      ["protobuf/broken", "witness"],
    ]);
    const doubted = await compared(wordFormat(none).format, "a b", "x");
    expect(doubted.findings.map(({ rule: id, proof }) => [id, proof?.kind])).toEqual([["protobuf/broken", "none"]]);
    const unproved = await compared(wordFormat(witness).format, "a b", "x", false);
    expect(unproved.findings.map(({ rule: id }) => id)).toEqual(["protobuf/broken"]);
  });

  it("is looked for once in a history, and stands against each version that shows the same", async () => {
    const { format, asked } = wordFormat(witness);
    const { findings } = await judged(format, "BACKWARD_TRANSITIVE", "x", "a", "a y", "a z");
    expect(findings.map(({ version, proof }) => [version, proof?.kind])).toEqual([
      ["v3", "witness"],
      ["v2", undefined],
      ["v1", undefined],
    ]);
    expect(asked).toEqual(["a"]);
    expect((await judged(wordFormat(none).format, "BACKWARD_TRANSITIVE", "x", "a", "a y")).findings).toEqual([]);
  });
});

describe("what every version is asked", () => {
  it("is asked of older versions where the candidate brings something, and of them alone", async () => {
    const { format } = wordFormat(witness);
    const { compatible, comparisons, findings } = await judged(format, "BACKWARD", "n", "x", "b c", "c");
    expect(compatible).toBe(true);
    expect(comparisons.map(({ version }) => version)).toEqual(["v3"]);
    expect(findings.map(({ version, rule: id }) => `${version} ${id}`)).toEqual(["v2 protobuf/reused"]);
  });

  it("is not walked for where nothing is brought", async () => {
    const { format } = wordFormat(witness);
    const read: string[] = [];
    function* history() {
      for (const text of ["x", "c"]) {
        read.push(text);
        yield { version: text, schema: format.parse({ text }, { strictness: "lenient" }) };
      }
    }
    const candidate = format.parse({ text: "x y" }, { strictness: "strict" });
    const ask = askOf(format, candidate, { policy: "strict", prove: false });
    expect((await compareWithHistory(history(), "BACKWARD", ask)).hindsight).toEqual([]);
    expect(read).toEqual(["x"]);
  });

  it("is asked in the mode NONE too, which judges nothing else", async () => {
    const { format } = wordFormat(witness);
    const { comparisons, findings } = await judged(format, "NONE", "n", "b", "b c");
    expect(comparisons).toEqual([]);
    expect(findings.map(({ version, rule: id }) => `${version} ${id}`)).toEqual(["v1 protobuf/reused"]);
  });
});
