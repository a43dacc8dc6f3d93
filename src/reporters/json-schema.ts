import type {
  BaselineRow,
  Direction,
  Effect,
  Enforcement,
  FormatName,
  Mode,
  Notice,
  NoWitness,
  Outcome,
  Policy,
  Problem,
  Report,
  ReportedApproval,
  ReportedComparison,
  ReportedFinding,
  RuleExample,
  RuleInfo,
  SourceFact,
  SubjectReport,
  Witness,
} from "../model.ts";

type Schema = Readonly<Record<string, unknown>>;

const string = (description: string): Schema => ({ type: "string", description });
const natural = (description: string, minimum = 0): Schema => ({ type: "integer", minimum, description });
const list = (description: string, items: Schema): Schema => ({ type: "array", items, description });
const any = (description: string): Schema => ({ description });

/** A closed set of words; the compiler holds it against the type, and says when one is missing. */
const oneOf = <Word extends string>(description: string, words: Readonly<Record<Word, true>>): Schema => ({
  enum: Object.keys(words),
  description,
});

/** An object with a description for each key of its type; keys may be added later, so unknown ones are allowed. */
function object<T>(
  description: string,
  properties: Readonly<Record<keyof T & string, Schema>>,
  optional: readonly (keyof T & string)[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !(optional as readonly string[]).includes(key));
  return { type: "object", description, properties, required };
}

const mode = oneOf<Mode>("Who must be able to read whom.", {
  NONE: true,
  DISABLED: true,
  BACKWARD: true,
  BACKWARD_TRANSITIVE: true,
  FORWARD: true,
  FORWARD_TRANSITIVE: true,
  FULL: true,
  FULL_TRANSITIVE: true,
});

const direction = oneOf<Direction>(
  "`backward`: the candidate reads what the earlier version wrote. `forward`: the earlier version reads what the candidate writes.",
  {
    backward: true,
    forward: true,
  },
);

const proof: Schema = {
  description: "What shows that the finding is real, or why nothing can.",
  oneOf: [
    object<Witness>(
      "A concrete message, run through a real codec on both sides.",
      {
        kind: { const: "witness", description: "Tells the kinds of proof apart." },
        outcome: oneOf<Witness["outcome"]>(
          "`refused`: the reader fails. `misread`: it reads another value. `lost`: it reads less.",
          {
            refused: true,
            misread: true,
            lost: true,
          },
        ),
        codec: string("The library that confirmed it."),
        datum: any("What the writer sends, in the format's own JSON encoding; integers beyond 2^53 are strings."),
        reads: any("What the reader makes of it: the codec's own words when it refuses, else the value that it reads."),
        bytes: {
          type: "string",
          pattern: "^([0-9a-f]{2}| \\| )*$",
          description:
            "The encoded message in hexadecimal, where its bytes explain the finding; fields may stand apart by ` | `.",
        },
      },
      ["bytes"],
    ),
    object<SourceFact>("A fact of the source text, for a difference that shows in no message.", {
      kind: { const: "source", description: "Tells the kinds of proof apart." },
      before: string("The text of the earlier version."),
      after: string("The text of the candidate."),
    }),
    object<NoWitness>("There is no message that shows the finding.", {
      kind: { const: "none", description: "Tells the kinds of proof apart." },
      reason: string("A stable word for the reason, such as `name-only` or `uninhabited`."),
      explanation: string("The reason in a sentence."),
    }),
  ],
};

const notices = list(
  "Who notices: readers of the bytes, readers of the JSON form, or people who compile generated code.",
  oneOf<Notice>("One of them.", { wire: true, json: true, source: true }),
);

const approval = object<ReportedApproval>("The reviewed file that lets the finding pass once.", {
  who: string("Who approved it, as the file says."),
  reason: string("Why, as the file says."),
  until: string("The last day on which it counts, `YYYY-MM-DD`, UTC."),
  file: string("The file, relative to the repository, with `/`."),
});

const finding = object<ReportedFinding>(
  "One difference that is an objection or a warning, on the candidate's lines.",
  {
    rule: string("The rule that found it; `schemactl explain RULE` tells what it means."),
    effect: oneOf<ReportedFinding["effect"]>(
      "`breaks`: the registry refuses the change. `risks`: it accepts it, and yet data is lost, misread or refused.",
      {
        breaks: true,
        risks: true,
      },
    ),
    errorType: string("The registry's own name for the difference, where it has one."),
    direction,
    baseline: string("The baseline that the version belongs to, by its name."),
    version: string("The version that it was held against: a short commit id, a tag or a directory."),
    file: string("The file that it is shown in, relative to the repository, with `/`."),
    line: natural("The line, from 1.", 1),
    column: natural("The column, from 1, in UTF-16 units.", 1),
    path: string("The registry's own path to the difference."),
    message: string("What differs and what follows from it, in one clause."),
    remedy: string("What to write to keep the change compatible."),
    notices,
    proof,
    fingerprint: {
      type: "string",
      pattern: "^[0-9a-f]{64}$",
      description:
        "SHA-256 over subject, rule, direction, the path by names and both sides' text at that place: the same finding in another commit has the same.",
    },
    status: oneOf<NonNullable<ReportedFinding["status"]>>(
      "Why it fails nobody; left out where it counts. `standing`: the base itself has it. `approved`: a reviewed file lets it pass once.",
      { standing: true, approved: true },
    ),
    approval,
    patch: string("The remedy as a unified diff, where it can be written mechanically."),
  },
  [
    ...(["errorType", "direction", "baseline", "version", "path", "remedy", "notices", "proof"] as const),
    ...(["status", "approval", "patch"] as const),
  ],
);

const comparison = object<ReportedComparison>("One pair that was compared.", {
  baseline: string("The baseline that the version belongs to, by its name."),
  version: string("The earlier version: a short commit id, a tag or a directory."),
  direction,
  compatible: { type: "boolean", description: "The registry's verdict on this pair." },
});

const subject = object<SubjectReport>(
  "One subject that was checked.",
  {
    subject: string("The name under which versions of the schema are kept."),
    format: oneOf<FormatName>("The schema language.", { avro: true, protobuf: true, "json-schema": true }),
    mode,
    policy: oneOf<Policy>("The registry's `compatibilityPolicy`.", { strict: true, lenient: true }),
    files: list(
      "The candidate's files, relative to the repository; several when copies of one schema stand in the tree.",
      string("A path with `/`."),
    ),
    owner: string("Who owns the subject, as configured."),
    tags: list("The subject's tags, as configured.", string("A tag.")),
    verdict: oneOf<SubjectReport["verdict"]>("What came out for the subject as a whole.", {
      compatible: true,
      incompatible: true,
      new: true,
      unchanged: true,
      frozen: true,
      deleted: true,
      renamed: true,
      invalid: true,
      undecided: true,
    }),
    comparisons: list("The pairs that were compared, newest version first.", comparison),
    findings: list("What was found, by file, line and rule.", finding),
  },
  ["owner", "tags"],
);

const baseline = object<BaselineRow>("One baseline that candidates were held against.", {
  name: string("As asked for: `merge-base`, a ref, `tags:GLOB` or `dir:PATH`."),
  rule: string("Which rule chose it, in words."),
  commits: list("The full ids of its commits; none for a directory or an empty history.", string("A commit id.")),
  label: string("What a person calls it, such as `main@3f2c1a9`."),
  versions: natural("How many earlier versions were compared, over all subjects."),
});

const problem = object<Problem>(
  "Something that is not about a change of a subject: usage, configuration, or a file that could not be read.",
  {
    severity: oneOf<Problem["severity"]>("How much it weighs.", { error: true, warning: true, notice: true }),
    code: string("A stable word for what kind of problem it is."),
    message: string("What is wrong, in one clause."),
    hint: string("What to do about it."),
    file: string("The file that it is in, relative to the repository, with `/`."),
    line: natural("The line, from 1.", 1),
    column: natural("The column, from 1, in UTF-16 units.", 1),
  },
  ["hint", "file", "line", "column"],
);

const enforcement = object<Enforcement>(
  "That nothing fails a run yet: everything is reported, and the run exits 0.",
  {
    mode: { const: "warn", description: "The only mode that is told: without it, objections fail the run." },
    from: string("The day from which they do, `YYYY-MM-DD`."),
  },
  ["from"],
);

const rule = object<RuleInfo>(
  "What a rule of the table tells about itself.",
  {
    id: string("The rule's name, everywhere."),
    format: oneOf<RuleInfo["format"]>("The schema language it belongs to; `gate` for all of them.", {
      avro: true,
      protobuf: true,
      "json-schema": true,
      gate: true,
    }),
    effect: oneOf<Effect>("What it does to a run: `breaks` fails it, `risks` warns, `safe` is told by `diff`.", {
      breaks: true,
      risks: true,
      safe: true,
    }),
    errorType: string("The registry's own name for the difference, where it has one."),
    notices,
    summary: string("What differs, in one clause."),
    meaning: string("What it means for readers and writers, in paragraphs."),
    example: object<RuleExample>("One writer, a reader that shows the rule and one that keeps it.", {
      writer: string("The writer's schema."),
      bad: string("A reader's schema that shows the rule."),
      good: string("A reader's schema that keeps it."),
    }),
    specification: string("Where it is laid down."),
  },
  ["errorType", "notices"],
);

/** The JSON Schema of what `schemactl check --format json` prints, and of every error under `--format json`. */
export const reportSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "schemactl report",
  ...object<Report>(
    "What one run found. The same input gives the same bytes; keys are only ever added within a schemaVersion.",
    {
      schemaVersion: { const: 1, description: "The version of this shape." },
      outcome: oneOf<Outcome>(
        "`passed`: nothing to object to. `failed`: an objection is certain. `undecided`: something could not be read. `error`: nothing was checked.",
        {
          passed: true,
          failed: true,
          undecided: true,
          error: true,
        },
      ),
      exitCode: {
        enum: [0, 1, 2, 3],
        description: "The exit status: 0 passed, 1 failed, 2 wrong usage or configuration, 3 could not decide.",
      },
      engine: string("The registry whose verdicts are reproduced, and its line."),
      enforcement,
      baselines: list("What the candidates were held against, in the order asked for.", baseline),
      deferred: list("What was not checked here and is enforced later.", string("One such thing, in one clause.")),
      subjects: list("The subjects that were checked, by name.", subject),
      problems: list("What else there is to tell, by file and line.", problem),
      rules: list("The rules that occur in the findings, by their ids.", rule),
    },
    ["engine", "enforcement", "deferred", "rules"],
  ),
};
