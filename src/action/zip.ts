import { crc32, inflateRawSync } from "node:zlib";

/** The archive is not what it should be. The message is one clause. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const entryLength = 46;
const localLength = 30;

/**
 * The bytes of the one file that an archive may hold, in memory: no path of an archive ever touches the disk. Throws where there is another
 * file, another name, a link or a folder, more than `limit` bytes, or anything that is not plain zip.
 */
export function onlyFile(archive: Uint8Array, name: string, limit: number): Uint8Array {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const entry = onlyEntry(bytes);
  if (entry.name !== name) throw new ZipError(`the archive holds something else than ${name}`);
  if (entry.kind !== 0 && entry.kind !== 0o100000) throw new ZipError(`${name} is no plain file in the archive`);
  if (entry.size > limit) throw new ZipError(`${name} has ${entry.size} bytes, more than ${limit}`);
  const data = unpacked(dataOf(bytes, entry), entry, limit);
  if (data.length !== entry.size || crc32(data) !== entry.crc) throw new ZipError(`${name} is damaged in the archive`);
  return data;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** The kind of file in Unix's mode bits; 0 where it says none. */
  readonly kind: number;
  readonly offset: number;
}

function onlyEntry(bytes: Buffer): Entry {
  const end = bytes.length < endLength ? -1 : bytes.lastIndexOf(Buffer.of(0x50, 0x4b, 5, 6));
  if (end < 0 || end + endLength > bytes.length || bytes.readUInt32LE(end) !== endSignature)
    throw new ZipError("it is no zip archive");
  if (bytes.readUInt16LE(end + 10) !== 1) throw new ZipError("the archive holds more or less than one file");
  const at = bytes.readUInt32LE(end + 16);
  if (at + entryLength > end || bytes.readUInt32LE(at) !== entrySignature) throw new ZipError("it is no zip archive");
  const nameLength = bytes.readUInt16LE(at + 28);
  const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
  if (isEncrypted) throw new ZipError("the archive is encrypted");
  return {
    name: bytes.toString("latin1", at + entryLength, at + entryLength + nameLength),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packedSize: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    kind: (bytes.readUInt32LE(at + 38) >>> 16) & 0o170000,
    offset: bytes.readUInt32LE(at + 42),
  };
}

function dataOf(bytes: Buffer, { offset, packedSize }: Entry): Buffer {
  if (offset + localLength > bytes.length || bytes.readUInt32LE(offset) !== localSignature)
    throw new ZipError("it is no zip archive");
  const start = offset + localLength + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packedSize > bytes.length) throw new ZipError("the archive is cut off");
  return bytes.subarray(start, start + packedSize);
}

function unpacked(data: Buffer, { method, name }: Entry, limit: number): Buffer {
  if (method === 0) return data;
  if (method !== 8) throw new ZipError(`${name} is packed in a way that is not known`);
  try {
    return inflateRawSync(data, { maxOutputLength: limit });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    throw new ZipError(
      isTooLarge ? `${name} unpacks to more than ${limit} bytes` : `${name} is damaged in the archive`,
      {
        cause,
      },
    );
  }
}
