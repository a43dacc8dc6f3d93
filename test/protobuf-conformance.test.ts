import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import type { ProtobufChange } from "../src/formats/protobuf/changes.ts";
import { diff } from "../src/formats/protobuf/diff.ts";
import { parse } from "../src/formats/protobuf/parse.ts";
import { PROTOBUF_RULES } from "../src/formats/protobuf/rules.ts";
import type { ProtobufSchema } from "../src/formats/protobuf/types.ts";
import type { SchemaReference } from "../src/model.ts";

interface Judgement {
  readonly compatible: boolean;
  readonly breaks: readonly string[];
  readonly safe: readonly string[];
}

interface Pair {
  readonly id: number;
  readonly old: string;
  readonly new: string;
  readonly oldReferences?: readonly SchemaReference[];
  readonly newReferences?: readonly SchemaReference[];
  readonly valid: { readonly old: boolean; readonly new: boolean };
  readonly backward?: Judgement;
  readonly forward?: Judgement;
}

interface Vector {
  readonly description: string;
  readonly original_schema: string;
  readonly update_schema: string;
  readonly original_dependencies?: readonly Dependency[];
  readonly update_dependencies?: readonly Dependency[];
  readonly changes: readonly string[];
  readonly compatible: boolean;
}

interface Dependency {
  readonly name: string;
  /** Left out for a file that every registry knows. */
  readonly dependency?: string;
}

const folder = process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance";
const pairsFile = join(folder, "protobuf-pairs.jsonl");
const vectorFiles = ["protobuf-diff-schema-examples.json", "protobuf-diff-schema-examples-with-meta.json"];

function read(text: string, references: readonly SchemaReference[] = []): ProtobufSchema | undefined {
  try {
    return parse({ text, references }, { strictness: "lenient" });
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return undefined;
    throw error;
  }
}

/** What the registry names, in its own words, sorted: it tells messages in the order of a hash table. */
function named(changes: readonly ProtobufChange[]): readonly string[] {
  return changes
    .flatMap(({ kind, path }) => {
      const { errorType } = PROTOBUF_RULES[kind];
      return errorType === undefined ? [] : [`${errorType} ${path}`];
    })
    .sort();
}

const breaks = ({ kind }: ProtobufChange): boolean => PROTOBUF_RULES[kind].effect === "breaks";

function judge(writer: ProtobufSchema, reader: ProtobufSchema): Judgement {
  const changes = diff(writer, reader);
  return {
    compatible: !changes.some(breaks),
    breaks: named(changes.filter(breaks)),
    safe: named(changes.filter((change) => !breaks(change))),
  };
}

const sorted = ({ compatible, breaks: refused, safe }: Judgement): Judgement => ({
  compatible,
  breaks: [...refused].sort(),
  safe: [...safe].sort(),
});

const present = existsSync(pairsFile);

describe.skipIf(!present)(
  `${present ? "" : `skipped, because there is no ${pairsFile}: `}pairs judged by the reference registry`,
  () => {
    const pairs = present
      ? readFileSync(pairsFile, "utf8")
          .trim()
          .split("\n")
          .map((line): Pair => JSON.parse(line))
      : [];

    it("have the same verdict, and every finding with its path, what is accepted among them, both ways", () => {
      let compared = 0;
      for (const pair of pairs) {
        if (pair.backward === undefined || pair.forward === undefined) continue;
        const [older, newer] = [read(pair.old, pair.oldReferences), read(pair.new, pair.newReferences)];
        expect(older, `#${pair.id}: the old one`).toBeDefined();
        expect(newer, `#${pair.id}: the new one`).toBeDefined();
        if (older === undefined || newer === undefined) continue;
        const answer = { id: pair.id, backward: judge(older, newer), forward: judge(newer, older) };
        expect(answer).toEqual({ id: pair.id, backward: sorted(pair.backward), forward: sorted(pair.forward) });
        compared += 2;
      }
      expect(compared).toBeGreaterThan(0);
      console.log(`${compared} verdicts agree, with all their findings`);
    });
  },
);

describe.each(vectorFiles)("the registry's own vectors: %s", (name) => {
  const file = join(folder, "confluent", name);
  const vectors: readonly Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const given = (dependencies: readonly Dependency[] = []): readonly SchemaReference[] =>
    dependencies.flatMap(({ name: as, dependency: text }) => (text === undefined ? [] : [{ name: as, text }]));

  it.skipIf(vectors.length === 0)("have the same verdict and changes", () => {
    const answers = vectors.map((vector) => {
      const writer = read(vector.original_schema, given(vector.original_dependencies));
      const reader = read(vector.update_schema, given(vector.update_dependencies));
      if (writer === undefined || reader === undefined) return { ...vector, changes: ["unreadable"] };
      const changes = diff(writer, reader);
      return { ...vector, compatible: !changes.some(breaks), changes: named(changes) };
    });
    expect(answers).toEqual(vectors.map((vector) => ({ ...vector, changes: [...vector.changes].sort() })));
    console.log(`${answers.length} vectors agree`);
  });
});
