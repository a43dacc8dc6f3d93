import { unsupportedOfPath } from "../formats/extensions.ts";
import type { Problem, SubjectReport } from "../model.ts";
import type { Catalogue } from "../sources/catalogue.ts";
import type { Repository } from "../sources/repository.ts";
import { submodulePaths } from "../sources/submodules.ts";

/** Files that look like schemas and are not read, named once with what to do instead. */
export function unsupportedProblems(paths: readonly string[]): readonly Problem[] {
  const byAdvice = new Map<string, string[]>();
  for (const path of paths) {
    const advice = unsupportedOfPath(path);
    if (advice !== undefined) byAdvice.set(advice, [...(byAdvice.get(advice) ?? []), path]);
  }
  return [...byAdvice].map(([advice, files]) => {
    const [first = ""] = files;
    const others = files.length === 1 ? "" : ` and ${files.length - 1} more like it`;
    return {
      severity: "notice",
      code: "unsupported",
      message: `\`${first}\`${others} is not supported yet and was not checked`,
      hint: advice,
      file: first,
    };
  });
}

/** Submodules are not entered: the repository that each belongs to has a gate of its own. */
export async function submoduleProblems(repository: Repository): Promise<readonly Problem[]> {
  const [first, ...others] = await submodulePaths(repository);
  if (first === undefined) return [];
  const more = others.length === 0 ? "is a submodule" : `and ${others.length} more are submodules`;
  return [
    { severity: "notice", code: "submodule", message: `\`${first}\` ${more}, not entered by this run`, file: first },
  ];
}

/** What is odd about the texts that were checked and changes no verdict. */
export async function textProblems(
  subjects: readonly SubjectReport[],
  candidate: Catalogue,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const path of new Set(subjects.flatMap(({ files }) => files))) {
    const file = await candidate.file(path);
    if (file === undefined || !("byteOrderMark" in file) || !file.byteOrderMark) continue;
    problems.push({
      severity: "warning",
      code: "byte-order-mark",
      message: "the file begins with a byte order mark, which some readers of schemas refuse",
      hint: "save it as UTF-8 without one",
      file: path,
      line: 1,
      column: 1,
    });
  }
  return problems;
}
