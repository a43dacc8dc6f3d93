import type { Rules } from "../format.ts";
import type { ProtobufChanges } from "./changes.ts";
import { block, message, proto3, quoted } from "./wording.ts";

type ServiceRisks = "service-removed" | "rpc-removed" | "rpc-type-changed" | "rpc-streaming-changed";

const services = "Protocol Buffers language guide, Defining Services; gRPC: Core concepts";
const request = message("Prompt", "string text = 1");
const response = message("Completion", "string text = 1");
const models = (...rpcs: readonly string[]): string => proto3(request, response, block("service Models", rpcs));
const complete = "rpc Complete(Prompt) returns (Completion)";
const count = "rpc Count(Prompt) returns (Completion)";
const both = models(complete, count);

/** What the registry does not look at: services. A writer is a client here, which calls, and a reader the server that is called. */
export const riskServiceRules: Rules<Pick<ProtobufChanges, ServiceRisks>> = {
  "service-removed": {
    effect: "risks",
    notices: ["source"],
    summary: "a service of the writer is gone in the reader",
    message: ({ service }) =>
      `the writer may call the service ${quoted(service.fullName)}, which the reader does not have`,
    remedy: ({ service }, side) =>
      side === "reader"
        ? `keep the service ${quoted(service.name)}, deprecated if need be: option deprecated = true;`
        : `do not call ${quoted(service.name)} before the other side has it`,
    meaning:
      "Clients call an rpc by its package, service and name. A call of one that is not there fails, and code that uses it no longer compiles. The registry does not look at services.",
    example: {
      writer: both,
      bad: proto3(request, response),
      good: models(complete, count, "rpc Embed(Prompt) returns (Completion)"),
    },
    specification: services,
    bump: "minor",
    toldOfNewReaders: true,
  },
  "rpc-removed": {
    effect: "risks",
    notices: ["source"],
    summary: "an rpc of the writer is gone in the reader",
    message: ({ readerService, method }) =>
      `the writer may call ${quoted(method.name)} of ${quoted(readerService.fullName)}, which the reader does not have`,
    remedy: ({ readerService, method }, side) =>
      side === "reader"
        ? `keep ${quoted(method.name)} in ${quoted(readerService.name)}, deprecated if need be: { option deprecated = true; }`
        : `do not call ${quoted(method.name)} before the other side has it`,
    meaning:
      "Clients call an rpc by its package, service and name. A call of one that is not there fails, and code that uses it no longer compiles. The registry does not look at services.",
    example: {
      writer: both,
      bad: models(complete),
      good: models(complete, `${count} {\n  option deprecated = true;\n}`),
    },
    specification: services,
    bump: "minor",
    toldOfNewReaders: true,
  },
  "rpc-type-changed": {
    effect: "risks",
    notices: ["wire", "json", "source"],
    summary: "an rpc takes or gives another message",
    message: ({ readerMethod, part, before, after }) =>
      `the ${part} of ${quoted(readerMethod.name)} is ${quoted(before)} to the writer and ${quoted(after)} to the reader`,
    remedy: ({ readerMethod, part, before, after }, side) =>
      `keep ${quoted(side === "reader" ? before : after)} the ${part} of ${quoted(readerMethod.name)}, and give the other message an rpc of its own`,
    meaning:
      "Both ends of a call read the bytes by what they know of the rpc. Another message has other fields under its numbers, and even where it has the same ones, generated code no longer compiles. The registry does not look at services.",
    example: {
      writer: both,
      bad: models(complete, count.replace("(Completion)", "(Prompt)")),
      good: models(complete, count, "rpc Echo(Prompt) returns (Prompt)"),
    },
    specification: services,
    bump: "minor",
  },
  "rpc-streaming-changed": {
    effect: "risks",
    notices: ["wire", "source"],
    summary: "an rpc streams on one side and does not on the other",
    message: ({ writerMethod, readerMethod, part }) => {
      const streams = part === "request" ? writerMethod.clientStreaming : writerMethod.serverStreaming;
      const [to, at] = streams ? ["a stream", "one message"] : ["one message", "a stream"];
      return `the ${part} of ${quoted(readerMethod.name)} is ${to} to the writer and ${at} to the reader`;
    },
    remedy: ({ writerMethod, readerMethod, part }, side) => {
      const kept = side === "reader" ? writerMethod : readerMethod;
      const streams = part === "request" ? kept.clientStreaming : kept.serverStreaming;
      return `keep the ${part} of ${quoted(readerMethod.name)} ${streams ? "a stream" : "a single message"}, and give the other form an rpc of its own`;
    },
    meaning:
      "A side that expects one message fails on the second, or on none, and generated code has other signatures. The registry does not look at services.",
    example: {
      writer: both,
      bad: models(complete.replace("(Completion)", "(stream Completion)"), count),
      good: models(complete, count, "rpc CompleteLive(Prompt) returns (stream Completion)"),
    },
    specification: services,
    bump: "minor",
  },
};
