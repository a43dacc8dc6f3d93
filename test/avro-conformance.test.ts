import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SchemactlError } from "../src/errors.ts";
import { avro } from "../src/formats/avro/index.ts";
import type { Loaded, Strictness } from "../src/formats/format.ts";

interface Judgement {
  readonly compatible: boolean;
  readonly incompatibilities: readonly { readonly type: string; readonly path: string }[];
}

interface Pair {
  readonly id: number;
  readonly old: unknown;
  readonly new: unknown;
  readonly valid: { readonly old: boolean; readonly new: boolean; readonly newDefaults: boolean };
  readonly backward?: Judgement;
  readonly forward?: Judgement;
  readonly newCanonical?: string;
  readonly newFingerprint64?: string;
}

const file = join(process.env.SCHEMACTL_CONFORMANCE ?? "../shared/conformance", "avro-pairs.jsonl");
const present = existsSync(file);

function read(schema: unknown, strictness: Strictness): Loaded | undefined {
  try {
    return avro.parse({ text: JSON.stringify(schema) }, { strictness });
  } catch (error) {
    if (error instanceof SchemactlError && error.code === "schema") return undefined;
    throw error;
  }
}

async function judge(writer: Loaded, reader: Loaded): Promise<Judgement> {
  const { compatible, findings } = await avro.compare(writer, reader, { policy: "strict", prove: false });
  const breaks = findings.filter((finding) => finding.effect === "breaks");
  return { compatible, incompatibilities: breaks.map(({ errorType = "", path }) => ({ type: errorType, path })) };
}

describe.skipIf(!present)(
  `${present ? "" : `skipped, because there is no ${file}: `}pairs judged by Apache Avro Java 1.12.0`,
  () => {
    const pairs = present
      ? readFileSync(file, "utf8")
          .trim()
          .split("\n")
          .map((line): Pair => JSON.parse(line))
      : [];

    it("are as valid here as there, with and without validation of defaults", () => {
      const answers = pairs.map(({ id, ...pair }) => ({
        id,
        old: read(pair.old, "lenient") !== undefined,
        new: read(pair.new, "lenient") !== undefined,
        newDefaults: read(pair.new, "strict") !== undefined,
      }));
      expect(answers).toEqual(pairs.map(({ id, valid }) => ({ id, ...valid })));
      const refused = answers.filter((answer) => !answer.new).length;
      console.log(`${answers.length} pairs: ${refused} invalid ones refused, the rest read`);
    });

    it("have the same canonical form and fingerprint", () => {
      const valid = pairs.filter((pair) => pair.newCanonical !== undefined);
      const answers = valid.map(({ id, ...pair }) => {
        const schema = read(pair.new, "lenient") as Loaded;
        return { id, canonical: avro.canonical(schema), fingerprint: avro.fingerprint(schema) };
      });
      expect(answers).toEqual(
        valid.map(({ id, newCanonical, newFingerprint64 }) => ({
          id,
          canonical: newCanonical,
          fingerprint: newFingerprint64,
        })),
      );
      console.log(`${answers.length} canonical forms and fingerprints agree`);
    });

    it("have the same verdict, incompatibilities and paths, in the same order, both ways", async () => {
      let compared = 0;
      for (const pair of pairs) {
        if (pair.backward === undefined || pair.forward === undefined) continue;
        const older = read(pair.old, "lenient") as Loaded;
        const newer = read(pair.new, "lenient") as Loaded;
        const answer = { id: pair.id, backward: await judge(older, newer), forward: await judge(newer, older) };
        expect(answer).toEqual({ id: pair.id, backward: pair.backward, forward: pair.forward });
        compared += 2;
      }
      expect(compared).toBeGreaterThan(0);
      console.log(`${compared} verdicts agree`);
    });
  },
);
