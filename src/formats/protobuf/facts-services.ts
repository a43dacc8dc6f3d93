import { optionFacts, orderFacts } from "./facts-options.ts";
import { type Facts, isComparedElsewhere } from "./facts-walk.ts";
import { localName } from "./kinds.ts";
import { fileSpot, inside, note, rootScope, type Scope, scopeOf } from "./note.ts";
import { methodForm, serviceForm } from "./place.ts";
import type { Message, Method, ProtobufFile, Service } from "./types.ts";

/** The services of two files, by their names. */
export function compareServices(walk: Facts, writer: ProtobufFile, reader: ProtobufFile): void {
  const [sent, known] = [writer, reader].map(({ services }) => new Map(services.map((one) => [one.name, one])));
  const here = (name: string) => ({ scope: rootScope, path: [name], names: [name] });
  const spots = { writerAt: fileSpot(writer), readerAt: fileSpot(reader), writerText: "", readerText: "" };
  for (const service of writer.services) {
    const match = known?.get(service.name);
    if (match !== undefined) compareMethods(walk, { writerService: service, readerService: match });
    else {
      const at = { ...here(service.name), ...spots, writerAt: service, writerText: serviceForm(service) };
      note(walk.found, "service-removed", { service }, at);
    }
  }
  if (!walk.safe) return;
  for (const service of reader.services) {
    if (sent?.has(service.name)) continue;
    const at = { ...here(service.name), ...spots, readerAt: service, readerText: serviceForm(service) };
    note(walk.found, "service-added", { service }, at);
  }
}

interface Pair {
  readonly writerService: Service;
  readonly readerService: Service;
}

function compareMethods(walk: Facts, pair: Pair): void {
  const { writerService, readerService } = pair;
  const scope = inside(rootScope, readerService.name);
  const known = new Map(readerService.methods.map((method) => [method.name, method]));
  for (const method of writerService.methods) {
    const match = known.get(method.name);
    if (match !== undefined) compareMethod(walk, scope, pair, method, match);
    else note(walk.found, "rpc-removed", { ...pair, method }, methodSpot(scope, pair, method, undefined));
  }
  if (!walk.safe) return;
  const sent = new Set(writerService.methods.map(({ name }) => name));
  for (const method of readerService.methods) {
    if (sent.has(method.name)) continue;
    note(walk.found, "rpc-added", { ...pair, method }, methodSpot(scope, pair, undefined, method));
  }
  const owner = `the service \`${readerService.name}\``;
  const at = methodSpot(scope, pair, undefined, undefined);
  optionFacts(walk, owner, writerService.options, readerService.options, at);
  orderFacts(walk, owner, "rpcs", [...sent], [...known.keys()], at);
}

function compareMethod(walk: Facts, scope: Scope, pair: Pair, writerMethod: Method, readerMethod: Method): void {
  const args = { ...pair, writerMethod, readerMethod };
  // Most rpcs are what they were: then nobody asks where they stand.
  const at = () => methodSpot(scope, pair, writerMethod, readerMethod);
  const [sent, known] = [writerMethod, readerMethod];
  compareMessage(walk, sent.input, known.input, (before, after) =>
    note(walk.found, "rpc-type-changed", { ...args, part: "request", before, after }, part(at(), "request")),
  );
  compareMessage(walk, sent.output, known.output, (before, after) =>
    note(walk.found, "rpc-type-changed", { ...args, part: "response", before, after }, part(at(), "response")),
  );
  if (sent.clientStreaming !== known.clientStreaming) {
    note(walk.found, "rpc-streaming-changed", { ...args, part: "request" }, part(at(), "request"));
  }
  if (sent.serverStreaming !== known.serverStreaming) {
    note(walk.found, "rpc-streaming-changed", { ...args, part: "response" }, part(at(), "response"));
  }
  if (walk.safe && sent.options.length + known.options.length > 0)
    optionFacts(walk, `the rpc \`${readerMethod.name}\``, sent.options, known.options, at());
}

/** A message of a service is looked into like one of a field: it may stand in an import that no field leads to. */
function compareMessage(
  walk: Facts,
  writer: Message,
  reader: Message,
  differ: (before: string, after: string) => void,
): void {
  const name = localName(reader);
  if (localName(writer) !== name) differ(writer.fullName, reader.fullName);
  else if (!isComparedElsewhere(walk, writer, reader))
    walk.waiting.push({ ...scopeOf(name), judged: false, writer, reader });
}

type MethodSpot = ReturnType<typeof methodSpot>;

const part = (at: MethodSpot, name: string): MethodSpot => ({ ...at, names: [...at.names, name] });

function methodSpot(scope: Scope, pair: Pair, writer: Method | undefined, reader: Method | undefined) {
  const { writerService, readerService } = pair;
  const name = (reader ?? writer)?.name;
  const names = name === undefined ? [] : [name];
  return {
    scope,
    path: names,
    names,
    writerAt: { file: writerService.file, at: writer?.at ?? writerService.at },
    readerAt: { file: readerService.file, at: reader?.at ?? readerService.at },
    writerText: writer === undefined ? "" : methodForm(writer),
    readerText: reader === undefined ? "" : methodForm(reader),
  };
}
