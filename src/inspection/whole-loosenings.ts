import type { Config } from "../config/config.ts";
import { enforcedFrom, stricter } from "../gate.ts";
import type { Weakening } from "./weakening.ts";

/** What is weaker for every subject alike. */
export function wholeLoosenings(now: Config, old: Config, today: string): readonly Weakening[] {
  const cause = "every subject";
  const gone = old.baseline.filter((name) => !now.baseline.includes(name));
  const [from, until] = [enforcedFrom(old), enforcedFrom(now)];
  const isLater = until > from && until > today;
  return [
    ...(gone.length === 0
      ? []
      : [
          {
            ...{ key: "baseline", before: old.baseline.join(", "), after: now.baseline.join(", "), cause },
            effect: `no candidate is held against ${gone.map((name) => `\`${name}\``).join(", ")} any more`,
          },
        ]),
    ...(stricter(old.soundness, now.soundness) === now.soundness
      ? []
      : [
          {
            ...{ key: "soundness", before: old.soundness, after: now.soundness, cause },
            effect: "data that is lost or misread weighs less, for every subject",
          },
        ]),
    ...(now.approvals.maxDays <= old.approvals.maxDays
      ? []
      : [
          {
            ...{
              key: "approvals",
              before: `${old.approvals.maxDays} days`,
              after: `${now.approvals.maxDays} days`,
              cause,
            },
            effect: "approvals of every subject may last longer",
          },
        ]),
    ...(isLater
      ? [
          {
            key: "mode",
            before: enforcementWords(from),
            after: enforcementWords(until),
            cause,
            effect: "nothing fails a run",
          },
        ]
      : []),
  ];
}

function enforcementWords(from: string): string {
  if (from === enforcedFrom({ mode: "enforce" })) return "enforce";
  return from === enforcedFrom({ mode: "warn" }) ? "warn" : `warn until ${from}`;
}
