import type { CiFile, Finding, Wiring } from "./health.ts";
import { type View, yamlView } from "./yaml-view.ts";

/** What a GitLab pipeline says of the gate; undefined where it does not run schemactl. */
export function gitlabWiring({ path, text }: CiFile): Wiring | undefined {
  const jobs = (yamlView(text)?.entries ?? []).filter(([, job]) =>
    job.get("script").items.some((line) => /\bschemactl(?:\.js)?\b.*\bcheck\b/.test(line.text)),
  );
  if (jobs.length === 0) return undefined;
  const findings = jobs.flatMap(([name, job]) => jobFindings(name, job));
  return { path, onPullRequests: true, findings: findings.map((one) => ({ ...one, file: path })) };
}

function jobFindings(name: string, job: View): readonly Finding[] {
  const findings: Finding[] = [];
  const [tolerated, manual] = [job.get("allow_failure"), job.get("when")];
  if (tolerated.isThere && tolerated.text !== "false")
    findings.push(
      wrong(tolerated.line, `the job \`${name}\` may fail and the pipeline passes`, "remove `allow_failure`"),
    );
  if (manual.text === "manual")
    findings.push(wrong(manual.line, `the job \`${name}\` waits for somebody to start it`, "remove `when: manual`"));
  const filters = [...job.get("rules").items, job.get("only"), job.get("except")].map((rule) => rule.get("changes"));
  for (const changes of filters.filter(({ isThere }) => isThere))
    findings.push(
      wrong(
        changes.line,
        `the job \`${name}\` is left out where \`changes\` matches nothing, also when a schema is deleted with its folder`,
        "remove `changes`: where no schema changed the check passes at once, and says so",
      ),
    );
  return findings;
}

const wrong = (line: number, message: string, fix: string): Finding => ({
  state: "wrong",
  about: "gate",
  message,
  line,
  fix,
});
