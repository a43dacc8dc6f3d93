import type { FormatName, PlacedFinding, Policy, Proof, RuleInfo, SchemaSource } from "../model.ts";
import {
  type Change,
  edited,
  type Format,
  type FormatDefinition,
  type Loaded,
  type Rule,
  type Side,
  standing,
  withoutEchoes,
} from "./format.ts";
import type { TextEdit, TextRepair } from "./repair.ts";

/** Where a schema that was read carries what only its format looks at: a map from one to the other would burden the collector of a long history. */
const inside = Symbol("schema");

interface Opened<Schema> extends Loaded {
  readonly [inside]: Schema;
  /** Of candidates only: nobody mends what history holds. */
  readonly source: SchemaSource | undefined;
}

/** Joins what a format knows (parse, diff), what its table judges (rules) and what its codec proves into one Format. */
export function defineFormat<Schema, Args>(definition: FormatDefinition<Schema, Args>): Format {
  const opened = (loaded: Loaded): Opened<Schema> => {
    if (!(inside in loaded) || loaded.format !== definition.name)
      throw new TypeError(`not a schema read by ${definition.name}`);
    return loaded as Opened<Schema>;
  };
  const open = (loaded: Loaded): Schema => opened(loaded)[inside];
  const rules = definition.rules as Readonly<Record<string, Rule<never>>>;
  const prefix = `${definition.name}/`;
  const judgeChange = judging(rules, prefix);
  const kinds = Object.entries(rules);
  const asksEveryVersion = new Set(kinds.flatMap(([kind, rule]) => (rule.asksEveryVersion ? prefix + kind : [])));
  // A table that asks older versions and does not say when asks them always.
  const isMarked = kinds.some(([, rule]) => rule.reopens !== undefined);
  const judge: Format["judge"] = (writer, reader, options) => {
    const [w, r] = [open(writer), open(reader)];
    const { policy, objectionsOnly = false, editable = "reader" } = options;
    // What asks for older versions is mostly safe by itself.
    const changes = definition.diff(w, r, policy, { safe: !objectionsOnly || isMarked });
    const judged = changes
      .map((change) => ({ change, finding: judgeChange(change, policy, editable) }))
      .filter(({ finding }) => !objectionsOnly || finding.effect !== "safe")
      .filter(({ change }) => editable === "reader" || rules[change.kind]?.toldOfNewReaders !== true);
    const changeOf = new Map(judged.map(({ change, finding }) => [finding, change]));
    const isSuspicion = ({ change }: (typeof judged)[number]): boolean => rules[change.kind]?.standsOnlyProved === true;
    return {
      compatible: judged.every(({ finding }) => finding.effect !== "breaks"),
      findings: judged.map(({ finding }) => finding),
      suspicions: new Set(judged.filter(isSuspicion).map(({ finding }) => finding)),
      covered: judged.length === 0 ? none : coveredBy(judged, rules),
      reopens:
        asksEveryVersion.size > 0 &&
        (!isMarked || changes.some(({ kind }) => [editable, "both"].includes(rules[kind]?.reopens ?? ""))),
      proofsOf: async (asked, budget) => {
        const wanted = asked.flatMap((finding) => {
          const change = changeOf.get(finding);
          return change !== undefined && definition.provable(change) ? { finding, change } : [];
        });
        if (wanted.length === 0) return new Map();
        const prove = await definition.loadProver();
        const proofs = prove(
          w,
          r,
          wanted.map(({ change }) => change),
          budget,
        );
        return new Map(
          wanted.flatMap(({ finding }, i) => {
            const proof = proofs[i];
            return proof === undefined ? [] : [[finding, proof] as const];
          }),
        );
      },
      repairsOf: async (asked) => {
        const candidate = editable === "reader" ? reader : writer;
        const { source } = opened(candidate);
        if (definition.loadRepair === undefined || source === undefined || asked.length === 0) return new Map();
        const write = await definition.loadRepair();
        const { holds } = await import("./repair.ts");
        const before = judged.map(({ finding }) => finding);
        const judgeEdited = (edits: readonly TextEdit[]): readonly PlacedFinding[] => {
          const text = edited(source.text, edits);
          const mended = definition.parse({ ...source, text }, { strictness: "strict" });
          const sides = editable === "reader" ? ([w, mended] as const) : ([mended, r] as const);
          const left = definition.diff(...sides, policy, { safe: false });
          return left.map((change) => judgeChange(change, policy, editable));
        };
        const found = new Map<PlacedFinding, TextRepair>();
        for (const finding of asked.slice(0, mostTried(source.text))) {
          const change = changeOf.get(finding);
          const repair = change === undefined ? undefined : write(source.text, change, editable);
          if (repair === undefined || !holds(repair, finding, before, judgeEdited)) continue;
          found.set(finding, { ...repair, text: source.text });
        }
        return found;
      },
    };
  };
  return {
    name: definition.name,
    title: definition.title,
    extensions: definition.extensions,
    outline: definition.outline,
    needle: definition.needle,
    ...(definition.paths === undefined ? {} : { paths: definition.paths }),
    ...(definition.recognises === undefined ? {} : { recognises: definition.recognises }),
    identity: definition.identity,
    ...(definition.meaning === undefined ? {} : { meaning: definition.meaning }),
    parse: (source, options) => {
      const schema = definition.parse(source, options);
      const isMended = options.strictness === "strict" && definition.loadRepair !== undefined;
      const loaded: Opened<Schema> = {
        ...{ format: definition.name, name: definition.nameOf(schema), source: isMended ? source : undefined },
        [inside]: schema,
      };
      return loaded;
    },
    canonical: (loaded) => definition.canonical(open(loaded)),
    fingerprint: (loaded) => definition.fingerprint(open(loaded)),
    judge,
    compare: async (writer, reader, options) => {
      const judgement = judge(writer, reader, options);
      const proofs = options.prove
        ? await judgement.proofsOf(judgement.findings, { exhaustive: options.exhaustive === true })
        : new Map<PlacedFinding, Proof>();
      const findings = withoutEchoes(standing(judgement, proofs), { asksEveryVersion });
      return { compatible: judgement.compatible, findings };
    },
    bumpOf: (rule) => ruleOf(rules, prefix, rule.slice(prefix.length)).bump,
    rules: kinds.map(([kind, rule]) => infoOf(definition.name, prefix + kind, rule)),
    asksEveryVersion,
  };
}

const none: ReadonlyMap<PlacedFinding, readonly PlacedFinding[]> = new Map();

/** Each trial reads the whole text anew; what is left over is mended in the next run. */
function mostTried(text: string): number {
  return Math.min(100, Math.max(1, Math.floor(10_000_000 / (text.length + 1))));
}

interface Judged {
  readonly change: { readonly kind: string };
  readonly finding: PlacedFinding;
}

/** By finding, those that its rule covers. */
function coveredBy(
  judged: readonly Judged[],
  rules: Readonly<Record<string, Rule<never>>>,
): ReadonlyMap<PlacedFinding, readonly PlacedFinding[]> {
  const entries = judged.flatMap(({ change, finding }) => {
    const covers = rules[change.kind]?.covers;
    if (covers === undefined) return [];
    const isCovered = (other: Judged) => covers.includes(other.change.kind) && other.finding.path === finding.path;
    return [[finding, judged.filter(isCovered).map((other) => other.finding)] as const];
  });
  return new Map(entries);
}

function ruleOf(rules: Readonly<Record<string, Rule<never>>>, prefix: string, kind: string): Rule<never> {
  const rule = rules[kind];
  if (rule === undefined) throw new TypeError(`no rule ${prefix}${kind}`);
  return rule;
}

type JudgeChange = <Args>(change: Change<Args>, policy: Policy, editable: Side) => PlacedFinding;

/** Holds changes against the table. */
function judging(rules: Readonly<Record<string, Rule<never>>>, prefix: string): JudgeChange {
  return (change, policy, editable) => {
    const rule = ruleOf(rules, prefix, change.kind);
    const effect = typeof rule.effect === "string" ? rule.effect : rule.effect[policy];
    const remedy = effect === "safe" ? undefined : rule.remedy?.(change.args as never, editable);
    return {
      rule: prefix + change.kind,
      effect,
      ...(rule.errorType === undefined ? {} : { errorType: rule.errorType }),
      path: change.path,
      readerAt: change.readerAt,
      writerAt: change.writerAt,
      message: rule.message(change.args as never),
      ...(remedy === undefined ? {} : { remedy }),
      ...(rule.notices === undefined ? {} : { notices: rule.notices }),
      place: change.place,
    };
  };
}

function infoOf(format: FormatName, id: string, rule: Rule<never>): RuleInfo {
  return {
    id,
    format,
    effect: typeof rule.effect === "string" ? rule.effect : rule.effect.strict,
    ...(rule.errorType === undefined ? {} : { errorType: rule.errorType }),
    ...(rule.notices === undefined ? {} : { notices: rule.notices }),
    summary: rule.summary,
    meaning: rule.meaning,
    example: rule.example,
    specification: rule.specification,
  };
}
