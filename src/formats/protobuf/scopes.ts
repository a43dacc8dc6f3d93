import type { EnumType, Member, Message, ProtobufFile } from "./types.ts";

/** What the names in a file may mean: what stands in the file, in its imports, and in what those import publicly. */
export interface Scope {
  readonly file: ProtobufFile;
  /** The file itself first. */
  readonly visible: readonly ProtobufFile[];
  /** The packages of the visible files and the packages around those, with the files of each; of no package is the empty name. */
  readonly packages: ReadonlyMap<string, readonly ProtobufFile[]>;
}

/** The scope of a file whose imports are linked; with `options`, what only options may use counts too. */
export function scopeOf(file: ProtobufFile, { options }: { readonly options: boolean }): Scope {
  const visible = new Set<ProtobufFile>([file]);
  const addPublic = (other: ProtobufFile): void => {
    if (visible.has(other)) return;
    visible.add(other);
    for (const { modifier, file: next } of other.imports) if (modifier === "public") addPublic(next);
  };
  for (const { modifier, file: imported } of file.imports) if (options || modifier !== "option") addPublic(imported);
  return scopeAmong(file, [...visible]);
}

/** The scope of a file to which just these files are visible. */
export function scopeAmong(file: ProtobufFile, visible: readonly ProtobufFile[]): Scope {
  const packages = new Map<string, ProtobufFile[]>();
  for (const each of visible) {
    const { package: name = "" } = each;
    const others = packages.get(name);
    if (others === undefined) packages.set(name, [each]);
    else others.push(each);
    for (let around = packageAround(name); around !== undefined; around = packageAround(around))
      if (!packages.has(around)) packages.set(around, []);
  }
  return { file, visible, packages };
}

/** `a.b` for `a.b.c`; undefined for a name without a dot. */
export function packageAround(name: string): string | undefined {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : name.slice(0, dot);
}

export function isType(member: Member): member is Message | EnumType {
  return member.kind === "message" || member.kind === "enum";
}

const isAny = (_: Member): boolean => true;

/**
 * What a name means where it is written: the innermost scope that has its first part decides, as in C++. A name without dots passes over
 * what is not wanted; with `undefined` for `wanted` it takes whatever it finds.
 */
export function lookUp(
  scope: Scope,
  from: Message | undefined,
  written: string,
  wanted: (member: Member) => boolean = isAny,
): Member | undefined {
  if (written.startsWith(".")) return find(scope, written.slice(1));
  const dot = written.indexOf(".");
  const first = dot < 0 ? written : written.slice(0, dot);
  for (let message = from; message !== undefined; message = message.parent) {
    const member = message.members.get(first);
    if (member === undefined) continue;
    if (dot < 0 ? wanted(member) : isAround(member)) return dot < 0 ? member : inside(member, written, dot + 1);
  }
  for (let name = scope.file.package; name !== undefined && name !== ""; name = packageAround(name)) {
    const member = topLevel(scope, name, first);
    if (member !== undefined && (dot < 0 ? wanted(member) : isAround(member)))
      return dot < 0 ? member : inside(member, written, dot + 1);
    if (dot >= 0 && scope.packages.has(`${name}.${first}`)) return find(scope, `${name}.${written}`);
  }
  const member = find(scope, written);
  return member !== undefined && wanted(member) ? member : undefined;
}

function topLevel({ packages }: Scope, name: string, simple: string): Member | undefined {
  for (const file of packages.get(name) ?? []) {
    const member = file.members.get(simple);
    if (member !== undefined) return member;
  }
  return undefined;
}

/** The member of that full name in one of the visible files. */
export function find({ packages }: Scope, fullName: string): Member | undefined {
  for (let dot = fullName.lastIndexOf("."); ; dot = fullName.lastIndexOf(".", dot - 1)) {
    for (const file of packages.get(dot < 0 ? "" : fullName.slice(0, dot)) ?? []) {
      const member = walk(file.members, fullName, dot + 1);
      if (member !== undefined) return member;
    }
    if (dot <= 0) return undefined;
  }
}

/** What the name of an extension means. */
export function extensionNamed(scope: Scope, name: string, from: Message | undefined): Member | undefined {
  return lookUp(scope, from, name) ?? find(scope, name);
}

const isAround = ({ kind }: Member): boolean => kind === "message" || kind === "enum" || kind === "service";

function inside(member: Member, name: string, from: number): Member | undefined {
  return member.kind === "message" ? walk(member.members, name, from) : undefined;
}

function walk(members: ReadonlyMap<string, Member>, name: string, from: number): Member | undefined {
  const dot = name.indexOf(".", from);
  const member = members.get(dot < 0 ? name.slice(from) : name.slice(from, dot));
  if (member === undefined || dot < 0) return member;
  return inside(member, name, dot + 1);
}
