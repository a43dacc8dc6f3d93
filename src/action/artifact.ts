import type { Api } from "./api.ts";
import { ApiError } from "./api.ts";
import type { EndedRun } from "./event.ts";
import { member, numberOf, textOf } from "./json.ts";
import { onlyFile } from "./zip.ts";

/** The one file that an artifact may hold. */
export const reportFile = "schemactl-report.json";

/** A report has no more bytes than that, packed or not. */
export const largestReport = 5_000_000;

/** The report that an ended run left behind under a name. Whoever opened the pull request decided what is in it. */
export async function artifactReport(api: Api, repository: string, run: EndedRun, name: string): Promise<Uint8Array> {
  const path = `/repos/${repository}/actions/runs/${run.id}/artifacts?per_page=100&name=${encodeURIComponent(name)}`;
  const found = member(await api.send("GET", path), "artifacts");
  if (!Array.isArray(found)) throw new ApiError("GitHub answered with something else than artifacts");
  const usable = (found as readonly unknown[]).flatMap((one) => {
    const id = numberOf(one, "id");
    if (id === undefined || textOf(one, "name") !== name || member(one, "expired") === true) return [];
    return [{ id, size: numberOf(one, "size_in_bytes") ?? 0 }];
  });
  const newest = [...usable].sort((a, b) => b.id - a.id)[0];
  if (newest === undefined) throw new ApiError("the run left no artifact of that name");
  if (newest.size > largestReport) throw new ApiError(`the artifact has ${newest.size} bytes, more than any report`);
  const archive = await api.download(`/repos/${repository}/actions/artifacts/${newest.id}/zip`, largestReport);
  return onlyFile(archive, reportFile, largestReport);
}
