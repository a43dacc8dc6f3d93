import { lstatSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readReport } from "../commands/report-document.ts";
import type { Report } from "../model.ts";
import type { Api } from "./api.ts";
import { artifactReport, largestReport, reportFile } from "./artifact.ts";
import type { EndedRun } from "./event.ts";

/** The report of an ended run, from what it left behind: of the published shape, or nothing. */
export async function reportOfRun(api: Api, repository: string, run: EndedRun, artifact: string): Promise<Report> {
  return readReport(await artifactReport(api, repository, run, artifact), reportFile);
}

/** The report in a file of an earlier step. */
export function reportInFile(path: string, cwd: string): Report {
  const file = resolve(cwd, path);
  const status = lstatSync(file);
  if (!status.isFile()) throw new Error(`the report ${path} is no plain file`);
  if (status.size > largestReport) throw new Error(`the report ${path} has ${status.size} bytes, more than any report`);
  return readReport(readFileSync(file), path);
}

/** The name of an artifact of the ended run, where the input `report` asks for one. */
export function artifactNamed(report: string): string | undefined {
  return /^artifact:(.+)$/.exec(report)?.[1];
}
