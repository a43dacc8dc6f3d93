import type { Bump, Direction, Effect, FormatName, Notice, Position, Proof } from "../model.ts";
import type { Palette } from "./colour.ts";
import { document, type Keys, ordered, proofOf } from "./json.ts";
import { by } from "./order.ts";
import { proofLines } from "./proof-lines.ts";
import { effectWord, labelled } from "./text-finding.ts";
import { visible } from "./visible.ts";

/** One difference in one direction, told in the order of time: what it was and what it is. */
export interface DiffChange {
  readonly direction: Direction;
  readonly rule: string;
  readonly effect: Effect;
  readonly errorType?: string;
  /** The place by names: fields, symbols, branches. */
  readonly at: readonly string[];
  readonly path: string;
  readonly old: Position;
  readonly new: Position;
  readonly message: string;
  readonly remedy?: string;
  readonly notices?: readonly Notice[];
  readonly proof?: Proof;
}

/** Everything that differs between two schemas, and what it asks of a version number. */
export interface DiffReport {
  readonly schemaVersion: 1;
  readonly format: FormatName;
  /** As the person named them; null where there is none. */
  readonly old: string | null;
  readonly new: string | null;
  /** The registry's verdict in each direction. */
  readonly compatible: Readonly<Record<Direction, boolean>>;
  readonly bump: Bump;
  readonly changes: readonly DiffChange[];
}

const changeKeys: Keys<DiffChange> = {
  direction: true,
  rule: true,
  effect: true,
  errorType: true,
  at: true,
  path: true,
  old: true,
  new: true,
  message: true,
  remedy: true,
  notices: true,
  proof: true,
};

const reportKeys: Keys<DiffReport> = {
  schemaVersion: true,
  format: true,
  old: true,
  new: true,
  compatible: true,
  bump: true,
  changes: true,
};

const positionKeys: Keys<Position> = { file: true, line: true, column: true };

const byPosition = by<DiffChange>(
  (change) => change.new.file ?? "",
  (change) => change.new.line,
  (change) => change.new.column,
  (change) => change.old.file ?? "",
  (change) => change.old.line,
  (change) => change.old.column,
  (change) => change.direction,
  (change) => change.rule,
);

/** The differences as one JSON document. */
export function diffJson(report: DiffReport): string {
  const changes = [...report.changes].sort(byPosition).map((change) =>
    ordered(
      {
        ...change,
        old: ordered(change.old, positionKeys),
        new: ordered(change.new, positionKeys),
        ...(change.proof === undefined ? {} : { proof: proofOf(change.proof) }),
      },
      changeKeys,
    ),
  );
  return document(ordered({ ...report, changes }, reportKeys));
}

/** The differences for people: each place once, with what it means in both directions, and the bump last. */
export function diffText(report: DiffReport, palette: Palette): string {
  const places = new Map<string, DiffChange[]>();
  for (const change of [...report.changes].sort(byPosition)) {
    const key = JSON.stringify([spot(change.old), spot(change.new)]);
    places.set(key, [...(places.get(key) ?? []), change]);
  }
  const head = `${visible(report.old ?? "(nothing)")} → ${visible(report.new ?? "(nothing)")}`;
  const blocks = [
    palette.strong(head),
    ...[...places.values()].map((changes) => placeBlock(changes, palette)),
    verdict(report, palette),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function placeBlock(changes: readonly DiffChange[], palette: Palette): string {
  const [first] = changes;
  if (first === undefined) return "";
  const name = first.at.length === 0 ? "(the whole schema)" : first.at.join(".");
  const where = palette.faint(`old ${visible(spot(first.old))} · new ${visible(spot(first.new))}`);
  const lines = oncePerMeaning(changes).flatMap(({ change, directions }) => changeLines(change, directions, palette));
  return [`  ${palette.strong(visible(name))}   ${where}`, ...lines].join("\n");
}

function changeLines(change: DiffChange, directions: string, palette: Palette): readonly string[] {
  const { effect, message, remedy, proof, direction } = change;
  const pad = " ".repeat("breaks".length - effect.length);
  return [
    `    ${directions.padEnd("backward".length)}  ${effectWord(effect, palette)}${pad}  ${visible(message)}`,
    ...[
      ...proofLines(proof, direction),
      ...(remedy === undefined ? [] : [["keep it compatible", remedy] as const]),
    ].map((line) => `          ${labelled(line, palette)}`),
  ];
}

/** What says the same in both directions is said once. */
function oncePerMeaning(
  changes: readonly DiffChange[],
): readonly { readonly change: DiffChange; readonly directions: string }[] {
  const seen = new Map<string, DiffChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.rule, change.effect, change.message]);
    seen.set(key, [...(seen.get(key) ?? []), change]);
  }
  return [...seen.values()].flatMap((alike) => {
    const [change] = alike;
    if (change === undefined) return [];
    const both = new Set(alike.map(({ direction }) => direction)).size === 2;
    return [{ change, directions: both ? "both" : change.direction }];
  });
}

function verdict({ old, new: now, compatible, bump, changes }: DiffReport, palette: Palette): string {
  if (bump === "none") return palette.good("nothing differs but white space, key order or comments: no new version");
  if (old === null) return `a new schema: ${palette.good(bump)}`;
  if (now === null) return `the schema is gone: ${palette.breaks(bump)}`;
  const broken = (["backward", "forward"] as const).filter((direction) => !compatible[direction]);
  const reason =
    broken.length > 0
      ? `${broken.join(" and ")} compatibility ${broken.length === 1 ? "breaks" : "break"}`
      : bump === "minor"
        ? "compatible in both directions"
        : reasonForPatch(changes);
  const look = { major: palette.breaks, minor: palette.risks, patch: palette.good }[bump];
  return `version bump: ${look(bump)} (${reason})`;
}

function reasonForPatch(changes: readonly DiffChange[]): string {
  return changes.length === 0
    ? "nothing differs that a reader or writer sees"
    : "only docs, order or unknown properties differ";
}

function spot({ file, line, column }: Position): string {
  return `${file === undefined ? "" : `${file}:`}${line}:${column}`;
}
