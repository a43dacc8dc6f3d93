/** The folder of a repository's approvals, from its root. */
export const approvalFolder = ".schemactl/approvals";

/** The one file that lets a finding pass; two pull requests that approve different findings never touch the same one. */
export function approvalPath(fingerprint: string): string {
  return `${approvalFolder}/${fingerprint}.yaml`;
}
