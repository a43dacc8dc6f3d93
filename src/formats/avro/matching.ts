import { isPrimitive } from "./names.ts";
import type { AvroType, Field, NamedType, PrimitiveName, RecordType, UnionType } from "./types.ts";
import { isNamed } from "./types.ts";

const none: readonly Field[] = [];

/** The fields of a writer that a reader's field means, by its name and its aliases: one, if all is well. */
export function writerFieldsOf(writer: RecordType, field: Field): readonly Field[] {
  const byName = fieldsByName(writer);
  const direct = byName.get(field.name);
  if (field.aliases.length === 0) return direct === undefined ? none : [direct];
  return [field.name, ...field.aliases].flatMap((name) => byName.get(name) ?? none);
}

const ring: { record: RecordType; index: ReadonlyMap<string, Field> }[] = [];
let at = 0;

/** A record's fields by their names. */
export function fieldsByName(record: RecordType): ReadonlyMap<string, Field> {
  for (const one of ring) if (one.record === record) return one.index;
  const index = new Map<string, Field>();
  for (const field of record.fields) index.set(field.name, field);
  ring[at++ & 3] = { record, index };
  return index;
}

/**
 * Whether the registry takes two named types for the same: equal without their namespaces, or the writer's full name is
 * an alias of the reader. An alias in the null namespace, of a type that has one, never counts: Java writes it `.name`.
 */
export function sameName(writer: NamedType, reader: NamedType): boolean {
  if (writer.name === reader.name) return true;
  return (
    reader.aliases.includes(writer.fullName) && !(writer.namespace === undefined && reader.namespace !== undefined)
  );
}

const promotions: Readonly<Partial<Record<AvroType["kind"], readonly AvroType["kind"][]>>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
} satisfies Partial<Record<PrimitiveName, readonly PrimitiveName[]>>;

/** Whether a reader of the second kind reads what a writer of the first one wrote. */
export function promotes(writer: AvroType["kind"], reader: AvroType["kind"]): boolean {
  return promotions[writer]?.includes(reader) === true;
}

/** Whether two types are the same primitive without properties, or unions of the same such branches in one order: then nothing differs. */
export function plainlyAlike(writer: AvroType, reader: AvroType): boolean {
  if (writer.kind !== reader.kind || writer.props.size + reader.props.size > 0) return false;
  if (isPrimitive(writer.kind)) return true;
  if (writer.kind !== "union" || reader.kind !== "union") return false;
  const [sent, known] = [writer.branches, reader.branches];
  return sent.length === known.length && sent.every((branch, i) => isSamePrimitive(branch, known[i]));
}

function isSamePrimitive(writer: AvroType, reader: AvroType | undefined): boolean {
  return reader !== undefined && isPrimitive(writer.kind) && plainlyAlike(writer, reader);
}

/**
 * The branch of a reader's union that comes closest to a writer's type: of the same name, of the same unqualified name
 * or alias, of the same kind, one that it is promoted to, or the only other one of its kind.
 */
export function closestBranch(writer: AvroType, { branches }: UnionType): number | undefined {
  const alike = branches.flatMap((branch, index) => (branch.kind === writer.kind ? [{ branch, index }] : []));
  if (!isNamed(writer)) {
    const promoted = branches.findIndex((branch) => promotes(writer.kind, branch.kind));
    return alike[0]?.index ?? (promoted < 0 ? undefined : promoted);
  }
  const called = (same: (branch: NamedType) => boolean): number | undefined =>
    alike.find(({ branch }) => isNamed(branch) && same(branch))?.index;
  return (
    called((branch) => branch.fullName === writer.fullName) ??
    called((branch) => sameName(writer, branch)) ??
    (alike.length === 1 ? alike[0]?.index : undefined)
  );
}
