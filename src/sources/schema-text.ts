import { SchemactlError } from "../errors.ts";
import type { Format, Outline } from "../formats/format.ts";

/** One schema file of a tree, as far as it can be read alone. */
export interface SchemaText {
  readonly path: string;
  readonly format: Format;
  readonly text: string;
  readonly byteOrderMark: boolean;
  /** What the text says of itself; undefined where it is not even that readable. */
  readonly outline: Outline | undefined;
  /** False for a file of an ending that schemas share with others, which is none: it counts only where a schema refers to it. */
  readonly isSchema: boolean;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes a schema file. Throws a SchemactlError of code `schema` for bytes that are no UTF-8 text. */
export function decodeSchema(
  path: string,
  format: Format,
  bytes: Uint8Array,
  isSchema: (text: string) => boolean = () => true,
): SchemaText {
  const fail = (message: string, hint: string): never => {
    throw new SchemactlError("schema", message, { file: path, line: 1, column: 1, hint });
  };
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    fail("the file is UTF-16", "save it as UTF-8");
  if (bytes.includes(0))
    fail("the file holds NUL bytes: it is UTF-16 without a byte order mark, or binary", "save it as UTF-8");
  let text = "";
  try {
    text = utf8.decode(bytes);
  } catch {
    fail("the file is not UTF-8", "save it as UTF-8");
  }
  return {
    path,
    format,
    text,
    byteOrderMark: text.charCodeAt(0) === 0xfeff,
    outline: format.outline(text),
    isSchema: isSchema(text),
  };
}
