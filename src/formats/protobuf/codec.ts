import protojson from "protobufjs/ext/protojson.js";
import protobuf from "protobufjs/light.js";
import type { Json } from "../../model.ts";
import { type CodecMessage, fromCodec, toCodec } from "./codec-values.ts";
import type { MessageDatum } from "./datum.ts";
import { codecName, type Descriptor, descriptorOf, type FieldsOf, type Keeps } from "./descriptor.ts";
import type { Message } from "./types.ts";

/** What the codec makes of bytes or of JSON. */
export type Reading =
  | { readonly kind: "read"; readonly message: MessageDatum }
  | { readonly kind: "refused"; readonly words: string };

/** The codec for one message: what it writes and reads, on the wire and as ProtoJSON. */
export interface Codec {
  /** How many values the enums have that it had to learn. */
  readonly values: number;
  readonly encode: (datum: MessageDatum) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Reading;
  /** Throws a CodecError for a value that ProtoJSON has no form for, as a time out of its range. */
  readonly toJson: (datum: MessageDatum) => Json;
  readonly fromJson: (json: Json) => Reading;
}

/** The codec did not take a message, or a value that has no form in it. */
export class CodecError extends Error {
  override readonly name = "CodecError";
}

/** Describes a message to the codec; see `descriptorOf`. Throws a CodecError where the codec does not take it. */
export function codecFor(message: Message, fieldsOf: FieldsOf, keeps: Keeps): Codec {
  const descriptor = descriptorOf(message, fieldsOf, keeps);
  const { kept } = descriptor;
  const type = taken(() => protobuf.Root.fromJSON(descriptor.json).lookupType(descriptor.rootName));
  const reading = (read: () => unknown): Reading => {
    try {
      return { kind: "read", message: fromCodec(read() as CodecMessage, message, kept) };
    } catch (error) {
      return { kind: "refused", words: wordsOf(error, descriptor) };
    }
  };
  return {
    values: descriptor.values,
    encode: (datum) => taken(() => Uint8Array.from(type.encode(toCodec(datum, kept)).finish())),
    decode: (bytes) =>
      reading(() => {
        const reader = protobuf.Reader.create(bytes);
        reader.discardUnknown = false;
        return type.decode(reader);
      }),
    toJson: (datum) => taken(() => protojson.toJson(type, toCodec(datum, kept)) as Json),
    fromJson: (json) => reading(() => protojson.fromJson(type, json)),
  };
}

/** A RangeError passes: it is a stack or a budget that has an end. */
function taken<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new CodecError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** What the codec says, in the user's names. */
function wordsOf(error: unknown, { messages, kept }: Descriptor): string {
  if (!(error instanceof Error)) throw error;
  const nameIn = (message: Message | undefined, code: string): string | undefined =>
    message && kept(message).find((field) => codecName(message, field) === code)?.name;
  if (error instanceof protobuf.util.ProtocolError) {
    const at = (error as { instance?: { $type?: protobuf.Type } }).instance?.$type?.name;
    const message = messages.get(at ?? "");
    return error.message.replace(/#\d+/, (code) => nameIn(message, code) ?? code);
  }
  return error.message.replace(/\.(T\d+)(?:\.(#\d+))?/g, (whole, at: string, code: string | undefined) => {
    const message = messages.get(at);
    if (message === undefined) return whole;
    return code === undefined ? message.fullName : `${message.fullName}.${nameIn(message, code) ?? code}`;
  });
}
