import type { Position } from "../../model.ts";

/** How a file is written: what its fields, enums and numbers mean by default depends on it. */
export type Syntax = "proto2" | "proto3" | "editions";

export type ScalarName =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** What an element inherits from those around it, down from its edition; the older syntaxes are fixed sets of these. */
export interface Features {
  readonly field_presence: "EXPLICIT" | "IMPLICIT" | "LEGACY_REQUIRED";
  readonly enum_type: "OPEN" | "CLOSED";
  readonly repeated_field_encoding: "PACKED" | "EXPANDED";
  readonly utf8_validation: "VERIFY" | "NONE";
  readonly message_encoding: "LENGTH_PREFIXED" | "DELIMITED";
  readonly json_format: "ALLOW" | "LEGACY_BEST_EFFORT";
  readonly enforce_naming_style: "STYLE2024" | "STYLE_LEGACY" | "STYLE2026";
  readonly default_symbol_visibility: "EXPORT_ALL" | "EXPORT_TOP_LEVEL" | "LOCAL_ALL" | "STRICT";
}

/** The value of an option, as written. */
export type OptionValue =
  | { readonly kind: "identifier"; readonly text: string }
  /** `text` has the sign: `-5`, `0x10`. */
  | { readonly kind: "integer"; readonly text: string }
  | { readonly kind: "float"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "aggregate"; readonly members: readonly AggregateMember[] }
  /** Inside an aggregate only. */
  | { readonly kind: "list"; readonly items: readonly OptionValue[] };

export interface AggregateMember {
  /** `retention_days`, `[llm.policy.note]` for an extension, `[type.googleapis.com/llm.Policy]` for a packed message. */
  readonly name: string;
  readonly at: number;
  readonly value: OptionValue;
}

export interface OptionPart {
  readonly name: string;
  /** Written in parentheses. */
  readonly extension: boolean;
}

export interface OptionSetting {
  /** As written, without white space: `deprecated`, `features.field_presence`, `(llm.policy.rule).retention`. */
  readonly name: string;
  readonly parts: readonly OptionPart[];
  readonly value: OptionValue;
  /** The value in one normalised line. */
  readonly text: string;
  readonly at: number;
  readonly valueAt: number;
}

/** Positions are offsets into the text of the file, counted into lines only when somebody asks: see `placeOf`. */
export interface ProtobufFile {
  readonly kind: "file";
  /** The name by which it is imported; for the schema's own text where it stands, or empty. */
  readonly name: string;
  /** `local`: the schema's own text. `reference`: handed in by the caller. `built-in`: known to every registry. */
  readonly origin: "local" | "reference" | "built-in";
  /** What positions and errors call it; undefined for the schema's own text. */
  readonly path: string | undefined;
  readonly text: string;
  readonly syntax: Syntax;
  /** `2023`, `2024`; undefined for the older syntaxes. */
  readonly edition: string | undefined;
  /** Undefined where the file has no package statement. */
  readonly package: string | undefined;
  readonly packageAt: number;
  readonly imports: readonly Import[];
  readonly messages: readonly Message[];
  readonly enums: readonly EnumType[];
  readonly services: readonly Service[];
  readonly extensions: readonly Extension[];
  readonly options: readonly OptionSetting[];
  readonly features: Features;
  /** Everything at the top of the file by simple name. */
  readonly members: ReadonlyMap<string, Member>;
  /** Line and column of an offset; `file` is set except for the schema's own text. */
  readonly positionOf: (offset: number) => Position;
}

export interface Import {
  readonly name: string;
  /** `option` is known since edition 2024. */
  readonly modifier: "public" | "weak" | "option" | undefined;
  readonly at: number;
  /** What the name led to. */
  readonly file: ProtobufFile;
}

export interface Message {
  readonly kind: "message";
  readonly name: string;
  /** Without a leading dot. */
  readonly fullName: string;
  readonly file: ProtobufFile;
  /** The message it is nested in. */
  readonly parent: Message | undefined;
  /** The name's offset. */
  readonly at: number;
  /** The offset behind the closing brace. */
  readonly end: number;
  /** All of them in the order of the text, those of oneofs and groups among them; extensions are not. */
  readonly fields: readonly Field[];
  readonly oneofs: readonly Oneof[];
  /** Nested messages, the bodies of groups among them; the entries of maps are not. */
  readonly messages: readonly Message[];
  readonly enums: readonly EnumType[];
  /** Extensions that are declared inside, of whatever message. */
  readonly extensions: readonly Extension[];
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly ReservedName[];
  readonly extensionRanges: readonly NumberRange[];
  readonly options: readonly OptionSetting[];
  readonly features: Features;
  /** The body of a group. */
  readonly group: boolean;
  readonly visibility: "export" | "local" | undefined;
  /** Everything inside by simple name. */
  readonly members: ReadonlyMap<string, Member>;
}

/** Both ends belong to the range. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly options: readonly OptionSetting[];
}

export interface ReservedName {
  readonly name: string;
  readonly at: number;
}

export interface Oneof {
  readonly kind: "oneof";
  readonly name: string;
  readonly at: number;
  readonly options: readonly OptionSetting[];
  readonly features: Features;
}

/** The type of one element. */
export type SingleType =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "message"; readonly written: string; readonly target: Message }
  | { readonly kind: "enum"; readonly written: string; readonly target: EnumType };

export interface MapType {
  readonly kind: "map";
  readonly key: ScalarName;
  readonly value: SingleType;
}

export type FieldType = SingleType | MapType;

export type Label = "optional" | "required" | "repeated";

/** Whether a reader can tell that a field was sent. */
export type Presence = "explicit" | "implicit" | "required" | "repeated";

export interface Field {
  readonly kind: "field";
  readonly name: string;
  readonly number: number;
  /** As written; undefined where none is. */
  readonly label: Label | undefined;
  readonly type: FieldType;
  /** The oneof as written; the one that proto3 makes for an `optional` field is not one. */
  readonly oneof: Oneof | undefined;
  /** Written as a group. */
  readonly group: boolean;
  readonly presence: Presence;
  /** Of a repeated field: whether its elements are written in one length-delimited record. */
  readonly packed: boolean;
  /** What ProtoJSON calls it. */
  readonly jsonName: string;
  /** As the option says; undefined without that option. */
  readonly explicitJsonName: string | undefined;
  /** The value of the option `default`, normalised: decimal digits, `true`, `inf`, an enum value's name, a string's contents. */
  readonly default: string | undefined;
  /** All options as written, `default` and `json_name` among them. */
  readonly options: readonly OptionSetting[];
  readonly features: Features;
  /** The name's offset. */
  readonly at: number;
  readonly typeAt: number;
  readonly numberAt: number;
}

export interface Extension {
  readonly kind: "extension";
  readonly field: Field;
  readonly fullName: string;
  readonly file: ProtobufFile;
  readonly parent: Message | undefined;
  /** The message that it extends. */
  readonly extendee: Message;
}

export interface EnumType {
  readonly kind: "enum";
  readonly name: string;
  readonly fullName: string;
  readonly file: ProtobufFile;
  readonly parent: Message | undefined;
  readonly at: number;
  /** The offset behind the closing brace. */
  readonly end: number;
  readonly values: readonly EnumValue[];
  readonly allowAlias: boolean;
  /** A closed enum keeps numbers that it does not know out of its field. */
  readonly closed: boolean;
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly ReservedName[];
  readonly options: readonly OptionSetting[];
  readonly features: Features;
  readonly visibility: "export" | "local" | undefined;
}

export interface EnumValue {
  readonly kind: "enum value";
  readonly name: string;
  readonly number: number;
  readonly at: number;
  readonly numberAt: number;
  readonly options: readonly OptionSetting[];
}

export interface Service {
  readonly kind: "service";
  readonly name: string;
  readonly fullName: string;
  readonly file: ProtobufFile;
  readonly at: number;
  readonly methods: readonly Method[];
  readonly options: readonly OptionSetting[];
}

export interface Method {
  readonly kind: "method";
  readonly name: string;
  readonly at: number;
  readonly input: Message;
  readonly inputAt: number;
  readonly clientStreaming: boolean;
  readonly output: Message;
  readonly outputAt: number;
  readonly serverStreaming: boolean;
  readonly options: readonly OptionSetting[];
}

/** What a name may stand for inside a file or a message. */
export type Member = Message | EnumType | EnumValue | Field | Oneof | Extension | Service;

/** A file and every file that it reaches, linked: each mention of a type is the one object that it means. */
export interface ProtobufSchema {
  readonly root: ProtobufFile;
  /** The root first. */
  readonly files: readonly ProtobufFile[];
}

/** The line and column of an offset in the file of an element. */
export function placeOf(element: { readonly file: ProtobufFile }, offset: number): Position {
  return element.file.positionOf(offset);
}
