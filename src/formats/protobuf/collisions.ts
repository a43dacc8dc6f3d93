import { aKind } from "./reading.ts";
import { refuseAt } from "./tokens.ts";
import type { Extension, Member, Message, ProtobufFile } from "./types.ts";

/** Refuses a name that two files of one set define, or that is a package in one and something else in another. */
export function requireApart(root: ProtobufFile, files: readonly ProtobufFile[]): void {
  const names = new Map<string, { readonly file: ProtobufFile; readonly member: Member }>();
  for (const file of files) {
    const prefix = file.package === undefined ? "" : `${file.package}.`;
    for (const [name, member] of file.members) {
      const full = prefix + name;
      const other = names.get(full);
      if (other === undefined) names.set(full, { file, member });
      else twice(root, full, [other, { file, member }]);
    }
  }
  for (const file of files)
    for (const name of packagesOf(file)) {
      const other = names.get(name);
      if (other === undefined) continue;
      const where = `${aKind(other.member.kind)} in ${titleOf(other.file)}`;
      refuseAt(
        file,
        file.packageAt,
        `the name \`${name}\` is that of a package here and of ${where}`,
        "rename one of them",
      );
    }
  for (const file of files) requireExtensionsApart(file);
}

interface Defined {
  readonly file: ProtobufFile;
  readonly member: Member;
}

/** The fault is shown where the caller can mend it: in the schema's own text if it is one of the two. */
function twice(root: ProtobufFile, name: string, both: readonly [Defined, Defined]): never {
  const [shown, other] = both[0].file === root ? both : ([both[1], both[0]] as const);
  refuseAt(
    shown.file,
    offsetOf(shown.member),
    `\`${name}\` is defined in ${titleOf(other.file)} too`,
    "rename one of them",
  );
}

const titleOf = (file: ProtobufFile): string => (file.origin === "local" ? "this schema" : `\`${file.name}\``);

function offsetOf(member: Member): number {
  return member.kind === "extension" ? member.field.at : member.at;
}

function packagesOf({ package: name }: ProtobufFile): readonly string[] {
  if (name === undefined) return [];
  const parts = name.split(".");
  return parts.map((_, i) => parts.slice(0, i + 1).join("."));
}

/** Two files may give one number to two extensions, and protoc only warns: nobody needs to know both. */
function requireExtensionsApart(file: ProtobufFile): void {
  const taken = new Map<string, Extension>();
  for (const extension of extensionsIn(file)) {
    const { extendee, field, fullName } = extension;
    const key = `${extendee.fullName}:${field.number}`;
    const other = taken.get(key);
    if (other === undefined) taken.set(key, extension);
    else
      refuseAt(
        file,
        field.numberAt,
        `the extensions \`${other.fullName}\` and \`${fullName}\` of \`${extendee.fullName}\` both have the number ${field.number}`,
      );
  }
}

function extensionsIn(around: ProtobufFile | Message): readonly Extension[] {
  if (around.messages.length === 0) return around.extensions;
  return [...around.extensions, ...around.messages.flatMap(extensionsIn)];
}
