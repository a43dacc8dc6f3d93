import { editsOf, lineEdits, patchName, unifiedDiff } from "../compatibility/patch.ts";
import { edited, type TextEdit } from "../formats/format.ts";
import { inspect } from "../inspection/inspect.ts";
import type { Inspection } from "../inspection/run.ts";
import type { Report, ReportedFinding } from "../model.ts";
import type { Io } from "./command.ts";

/** One finding that was mended, and the patch that did it. */
export interface Mended {
  readonly finding: ReportedFinding;
  readonly file: string;
  /** What had to be chosen although nobody said it. */
  readonly chosen: string | undefined;
}

/** What mending came to; nothing is written yet. */
export interface Mending {
  readonly mended: readonly Mended[];
  /** By path in the repository. */
  readonly texts: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  /** What `check` says once that is written. */
  readonly report: Report;
}

/** Each round mends at least one finding; more of them would mean that two remedies undo each other. */
const mostRounds = 200;

/** Writes every mechanical remedy into texts held in memory, and asks anew, until none is left. */
export async function mend(inspection: Inspection, root: string, io: Io): Promise<Mending> {
  const texts = new Map<string, { before: string; after: string }>();
  const mended: Mended[] = [];
  let report = await inspect(inspection);
  for (let round = 0; round < mostRounds; round += 1) {
    const done = await mendOnce(report, texts, (file) => io.readFile(`${root}/${file}`));
    if (done.length === 0) break;
    mended.push(...done);
    report = await inspect({ ...inspection, texts: new Map([...texts].map(([file, { after }]) => [file, after])) });
  }
  return { mended, texts, report };
}

type Texts = Map<string, { before: string; after: string }>;

async function mendOnce(
  report: Report,
  texts: Texts,
  read: (file: string) => Promise<Uint8Array>,
): Promise<readonly Mended[]> {
  const mended: Mended[] = [];
  const taken = new Map<string, { readonly text: string; readonly edits: TextEdit[] }>();
  const findings = report.subjects.flatMap(({ files, findings: own }) => own.map((finding) => ({ finding, files })));
  for (const { finding, files } of findings) {
    const { patch, status } = finding;
    const file = files.find((one) => patch?.includes(`+++ ${patchName("b", one)}\n`));
    // What is approved or was there before is not this change's to mend.
    if (patch === undefined || file === undefined || status !== undefined) continue;
    const page = taken.get(file) ?? { text: texts.get(file)?.after ?? decode(await read(file)), edits: [] };
    const edits = editsOf(patch, page.text);
    if (edits === undefined || edits.length === 0 || edits.every((edit) => page.edits.some(isSame(edit)))) continue;
    if (edits.some((edit) => page.edits.some((other) => collides(edit, other)))) continue;
    page.edits.push(...edits);
    taken.set(file, page);
    mended.push({ finding, file, chosen: /^# (.*)\n--- /.exec(patch)?.[1] });
  }
  for (const [file, { text, edits }] of taken)
    texts.set(file, { before: texts.get(file)?.before ?? text, after: edited(text, edits) });
  return mended;
}

const decode = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

function isSame(a: TextEdit): (b: TextEdit) => boolean {
  return (b) => a.offset === b.offset && a.end === b.end && a.text === b.text;
}

/** Whole lines put at one place get along; anything else that touches waits for the next round. */
function collides(a: TextEdit, b: TextEdit): boolean {
  const areLines = [a, b].every(({ offset, end, text }) => offset === end && text.endsWith("\n"));
  return a.offset === b.offset ? !areLines || isSame(a)(b) : a.offset < b.end && b.offset < a.end;
}

/** All that would be written, as one patch that `git apply` takes; what had to be chosen stands above each file. */
export function patchesOf({ texts, mended }: Mending): string {
  return [...texts]
    .map(([file, { before, after }]) => {
      const said = mended.flatMap(({ file: own, chosen }) =>
        own === file && chosen !== undefined ? [`# ${chosen}\n`] : [],
      );
      return [...new Set(said)].join("") + unifiedDiff(file, before, lineEdits(before, after));
    })
    .join("");
}
