import type { Mode } from "../model.ts";
import type { SubjectLine } from "../reporters/subjects-text.ts";

/** What somebody wants to begin with. */
export interface Wishes {
  readonly mode: Mode;
  readonly ci: "github" | "gitlab" | "none";
  readonly hook: "pre-commit" | "lefthook" | "husky" | "none";
  /** The branch that pull requests go into. */
  readonly branch: string;
  /** The version of this program. */
  readonly version: string;
}

/** A file to begin with; `piece` is what it has to hold where the file is there already and holds other things too. */
export interface Starter {
  readonly path: string;
  readonly text: string;
  readonly piece?: string;
}

/** The files of a repository that begins. */
export function starterFiles(wishes: Wishes, subjects: readonly Pick<SubjectLine, "file">[]): readonly Starter[] {
  return [configuration(wishes, subjects), ...pipeline(wishes), ...hook(wishes)];
}

function configuration({ mode }: Wishes, subjects: readonly Pick<SubjectLine, "file">[]): Starter {
  const isProtobuf = ({ file }: Pick<SubjectLine, "file">): boolean => file.endsWith(".proto");
  const isMixed = subjects.some(isProtobuf) && !subjects.every(isProtobuf);
  const entry = [
    "schemas:",
    '  - files: "**/*.proto"',
    "    # numbers stay taken for as long as data is kept",
    "    compatibility: BACKWARD_TRANSITIVE",
  ];
  const lines = [
    "version: 1",
    `compatibility: ${mode}   # ${meanings[mode]}`,
    "soundness: warn   # what a registry accepts although data is lost: off, warn or error",
    ...(isMixed && mode === "BACKWARD" ? entry : []),
  ];
  return { path: "schemactl.yaml", text: `${lines.join("\n")}\n` };
}

/** What each mode asks, for whoever chooses. */
export const meanings: Readonly<Record<Mode, string>> = {
  NONE: "anything passes",
  DISABLED: "no further version is accepted",
  BACKWARD: "new readers read what was written last",
  BACKWARD_TRANSITIVE: "new readers read everything that was ever written",
  FORWARD: "the last readers read what is written now",
  FORWARD_TRANSITIVE: "all earlier readers read what is written now",
  FULL: "new and last version read each other",
  FULL_TRANSITIVE: "new and all earlier versions read each other",
};

/** Kafka's advice for Protobuf is transitive; everywhere else the registry's own default is what people know. */
export function proposedMode(subjects: readonly Pick<SubjectLine, "file">[]): Mode {
  const isProtobuf = subjects.length > 0 && subjects.every(({ file }) => file.endsWith(".proto"));
  return isProtobuf ? "BACKWARD_TRANSITIVE" : "BACKWARD";
}

const action = "schemactl/schemactl";
/** v6.1.0 */
const checkout = "actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803";

function pipeline({ ci, branch, version }: Wishes): readonly Starter[] {
  if (ci === "none") return [];
  if (ci === "gitlab") {
    const job = [
      "schemactl:",
      "  image: node:22",
      "  variables:",
      "    GIT_DEPTH: 0",
      "  rules:",
      '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
      "    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
      "  script:",
      `    - npx --yes schemactl@${version} check --report gitlab=gl-code-quality-report.json`,
      "  artifacts:",
      "    when: always",
      "    reports:",
      "      codequality: gl-code-quality-report.json",
    ].join("\n");
    return [{ path: ".gitlab-ci.yml", text: `${job}\n`, piece: `${job}\n` }];
  }
  const lines = [
    "name: schemactl",
    "on:",
    "  # No `paths`: where no schema changed the check passes at once, so that it can be required.",
    "  pull_request:",
    "  merge_group:",
    "  push:",
    `    branches: [${JSON.stringify(branch)}]`,
    "permissions:",
    "  contents: read",
    "  pull-requests: write # for the comment",
    "jobs:",
    "  schemactl:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    `      - uses: ${checkout} # v6.1.0`,
    "        with:",
    "          persist-credentials: false",
    "      # A tag can be moved: put the full SHA that the release names in its place.",
    `      - uses: ${action}@v${version}`,
  ];
  return [{ path: ".github/workflows/schemactl.yml", text: `${lines.join("\n")}\n` }];
}

function hook({ hook: wanted, version }: Wishes): readonly Starter[] {
  switch (wanted) {
    case "none":
      return [];
    case "pre-commit": {
      const repo = [
        `  - repo: https://github.com/${action}`,
        `    rev: v${version}`,
        "    hooks:",
        "      - id: schemactl-check",
        "      - id: schemactl-check-push",
      ];
      const piece = `${repo.join("\n")}\n`;
      const kinds = "default_install_hook_types: [pre-commit, pre-push]\n";
      return [{ path: ".pre-commit-config.yaml", text: `${kinds}repos:\n${piece}`, piece }];
    }
    case "lefthook": {
      const commands = ["  commands:", "    schemactl:", `      run: npx --yes schemactl@${version} check --staged`];
      const piece = `${["pre-commit:", ...commands].join("\n")}\n`;
      return [{ path: "lefthook.yml", text: piece, piece }];
    }
    case "husky": {
      const piece = `npx --yes schemactl@${version} check --staged\n`;
      return [{ path: ".husky/pre-commit", text: piece, piece }];
    }
  }
}
