import { SchemactlError } from "../errors.ts";
import type { Git, GitChild, GitEnd } from "./git.ts";
import { missingIn } from "./partial.ts";
import { encodePath } from "./path-bytes.ts";
import type { Oversized } from "./tree.ts";

/** The kinds of object that are asked for. */
export type ObjectType = "blob" | "commit" | "tree";

/** What an expression names: its id, and its contents if it is of the kind asked for. */
export interface Found {
  readonly id: string;
  readonly contents: Uint8Array | Oversized | undefined;
}

/** A queue of questions to one `git cat-file --batch`; answers come in the order of the questions. */
export interface BatchReader {
  /** Undefined where the expression names nothing. */
  readonly ask: (expression: string, type: ObjectType, limit: number) => Promise<Found | undefined>;
  /** The same for a blob that nobody waits for yet: when too much is held, reading stops until some is released. */
  readonly askAhead: (oid: string, limit: number) => Promise<Found | undefined>;
  readonly release: (found: Found) => void;
}

interface Question {
  readonly expression: string;
  readonly type: ObjectType;
  readonly limit: number;
  readonly isAhead: boolean;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: SchemactlError) => void;
}

/** How many bytes of answers may wait for somebody to take them. */
const heldAtMost = 16 * 1024 * 1024;

/** Starts the child at once. It is started again where a question about something absent has ended it. */
export function batchReader(git: Git): BatchReader {
  const queue: Question[] = [];
  let child: GitChild;
  let failed: SchemactlError | undefined;
  let unsent = "";
  let held = 0;
  let waiting = 0;

  const flow = (): void => {
    const { stdout } = child.process;
    if (held > heldAtMost && waiting === 0) stdout.pause();
    else if (stdout.isPaused()) stdout.resume();
  };
  const send = (expression: string): void => {
    if (unsent === "") queueMicrotask(flush);
    unsent += `${expression}\n`;
  };
  const flush = (): void => {
    if (unsent !== "") child.process.stdin?.write(encodePath(unsent));
    unsent = "";
  };
  const take = (): Question | undefined => {
    const question = queue.shift();
    if (question?.isAhead === false) waiting--;
    return question;
  };
  const answer = (found: Found | undefined): void => {
    const question = take();
    if (question?.isAhead === true) held += sizeOf(found);
    question?.resolve(found);
    flow();
  };
  const refuse = (): void => {
    const question = take();
    question?.reject(new SchemactlError("usage", `\`${question.expression}\` may mean several objects`, moreDigits));
    flow();
  };
  const start = (): void => {
    child = git.start(["cat-file", "--batch"]);
    const parse = answerParser(() => queue[0], answer, refuse);
    child.process.stdout.on("data", parse);
    void child.ended.then(restart);
  };
  const restart = ({ stderr, error }: GitEnd): void => {
    const isMissing = missingIn(stderr) !== undefined;
    // A commit is never promised: it is there, or nobody has it. Nor is what a reflog no longer remembers.
    const isNothing = (isMissing && queue[0]?.type === "commit") || /^fatal: log for '.*' only has/m.test(stderr);
    if (isNothing) take()?.resolve(undefined);
    else if (isMissing) take()?.reject(error());
    else failed = error();
    while (failed !== undefined && queue.length > 0) take()?.reject(failed);
    if (failed !== undefined) return;
    start();
    unsent = "";
    for (const { expression } of queue) send(expression);
    flow();
  };
  const ask = (question: Omit<Question, "resolve" | "reject">): Promise<Found | undefined> => {
    if (failed !== undefined) return Promise.reject(failed);
    const promise = new Promise<Found | undefined>((resolve, reject) => queue.push({ ...question, resolve, reject }));
    if (!question.isAhead) waiting++;
    send(question.expression);
    flow();
    return promise;
  };
  start();
  return {
    ask: (expression, type, limit) => ask({ expression, type, limit, isAhead: false }),
    askAhead: (expression, limit) => {
      const promise = ask({ expression, type: "blob", limit, isAhead: true });
      // Its reader may have stopped before it gets here.
      promise.catch(() => {});
      return promise;
    },
    release: (found) => {
      held -= sizeOf(found);
      flow();
    },
  };
}

const moreDigits = { hint: "give more digits of the id" };

function sizeOf(found: Found | undefined): number {
  return found?.contents instanceof Uint8Array ? found.contents.length : 0;
}

/** An object on its way: what is kept of it, and how many bytes of it are still to come, its newline included. */
interface Arriving {
  readonly found: Found;
  readonly kept: Buffer | undefined;
  readonly length: number;
  left: number;
}

/** Reads `<id> <type> <size>`, the contents and a newline, over and over; any other line says that nothing was found. */
function answerParser(
  asked: () => Question | undefined,
  answer: (found: Found | undefined) => void,
  refuse: () => void,
): (chunk: Buffer) => void {
  let header = "";
  let arriving: Arriving | undefined;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (arriving === undefined) {
        const end = chunk.indexOf(10, at);
        header += chunk.toString("latin1", at, end === -1 ? chunk.length : end);
        if (end === -1) return;
        at = end + 1;
        arriving = begin(header, asked());
        if (arriving === undefined && header.endsWith(" ambiguous")) refuse();
        else if (arriving === undefined) answer(undefined);
        header = "";
        continue;
      }
      const count: number = Math.min(arriving.left, chunk.length - at);
      if (arriving.kept !== undefined) chunk.copy(arriving.kept, arriving.length + 1 - arriving.left, at, at + count);
      arriving.left -= count;
      at += count;
      if (arriving.left > 0) return;
      answer(arriving.found);
      arriving = undefined;
    }
  };
}

function begin(header: string, question: Question | undefined): Arriving | undefined {
  const [, id, type, digits] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(header) ?? [];
  if (id === undefined || question === undefined) return undefined;
  const length = Number(digits);
  const { limit } = question;
  if (type !== question.type) return { found: { id, contents: undefined }, kept: undefined, length, left: length + 1 };
  if (length > limit)
    return { found: { id, contents: { oversized: length, limit } }, kept: undefined, length, left: length + 1 };
  const kept = Buffer.allocUnsafe(length);
  return { found: { id, contents: kept }, kept, length, left: length + 1 };
}
