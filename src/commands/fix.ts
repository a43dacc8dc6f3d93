import { modeNames } from "../compatibility/modes.ts";
import type { ReportedFinding } from "../model.ts";
import { visible } from "../reporters/visible.ts";
import { colorOption, defineCommand, type Io } from "./command.ts";
import type { Mending } from "./mending.ts";

/** `schemactl fix`: writes the remedies that need no decision. */
export const fix = defineCommand(
  {
    name: "fix",
    summary: "write the remedies that need no decision into the schemas: a default, an alias, a reservation",
    description: [
      "Asks what `check` asks, and writes each remedy that is mechanical where it belongs, keeping the file's formatting and comments. Every edit was tried before: its finding is gone with it, and nothing breaks that did not before.",
      "A value that nobody named is null where the type allows it, else the type's zero, and each one is told: what it was before is for you to say. What takes a decision is left alone.",
      "The exit code is the one that `check` would end with afterwards.",
    ].join("\n\n"),
    args: [
      {
        name: "PATH",
        optional: true,
        variadic: true,
        summary: "mend these files and folders only; the whole repository unless given",
      },
    ],
    options: {
      "dry-run": { summary: "write nothing, and print the patch" },
      against: {
        value: "BASELINE",
        repeatable: true,
        summary: "as for `check`: REF, tags:GLOB or dir:PATH; may be given several times",
      },
      mode: { value: "MODE", choices: modeNames, summary: "as for `check`: judge every subject by this mode" },
      config: { value: "FILE", summary: "read this configuration instead of the repository's schemactl.yaml" },
      color: colorOption,
    },
    examples: [
      { command: "schemactl fix", shows: "writes what can be written; `git diff` shows it" },
      { command: "schemactl fix --dry-run | git apply", shows: "the same in two steps" },
    ],
  },
  async ({ values, args, io }) => {
    const { openRepository } = await import("../sources/repository.ts");
    const { mend, patchesOf } = await import("./mending.ts");
    const repository = await openRepository(io.cwd, io.env);
    repository.close();
    const { cwd, env } = io;
    const asked = {
      cwd,
      env,
      paths: args,
      against: values.against,
      config: values.config,
      staged: false,
      today: io.today(),
    };
    const question = { ...asked, mode: values.mode, policy: undefined, failOn: "breaks", proof: "yes" } as const;
    const mending = await mend(question, repository.root, io);
    if (mending.report.outcome === "error") {
      const { present } = await import("./present.ts");
      return await present(mending.report, { format: "text", color: values.color }, io);
    }
    const isDry = values["dry-run"] === true;
    if (isDry) io.stdout(patchesOf(mending));
    else for (const [file, { after }] of mending.texts) await io.writeFile(`${repository.root}/${file}`, after);
    tell(mending, isDry, io);
    return mending.report.exitCode;
  },
);

/** What was mended, line by line, and what is left; beside a patch all of it goes to standard error. */
function tell({ mended, texts, report }: Mending, isDry: boolean, io: Io): void {
  const say = isDry ? io.stderr : io.stdout;
  for (const { finding, file, chosen } of mended) {
    say(`${file}:${finding.line}  ${visible(finding.message)}\n`);
    if (finding.remedy !== undefined) say(`    mended   ${visible(finding.remedy)}\n`);
    if (chosen !== undefined) say(`    chosen   ${visible(chosen)}\n`);
  }
  const left = report.subjects.flatMap((subject) => subject.findings).filter(isLeft);
  const files = texts.size === 1 ? "1 file" : `${texts.size} files`;
  const what = mended.length === 0 ? "nothing to write" : `${counted(mended.length, "mended")} in ${files}`;
  const rest = left.length === 0 ? "" : ` · ${counted(left.length, "left")} that you have to decide: schemactl check`;
  const unread = report.outcome === "undecided" ? " · not everything could be checked: schemactl check" : "";
  say(`${what}${isDry && mended.length > 0 ? ", not written" : ""}${rest}${unread}\n`);
}

const isLeft = ({ status }: ReportedFinding): boolean => status === undefined;

const counted = (count: number, what: string): string => `${count} ${count === 1 ? "finding" : "findings"} ${what}`;
