import ts from "typescript";

/** One import, export-from or `import()` of a file. */
export interface Import {
  /** `src/…` for a relative one, else as written: `node:fs`, `avsc`. */
  readonly target: string;
  readonly kind: "static" | "dynamic" | "type";
  /** `export … from`. */
  readonly reexport: boolean;
}

/** What the laws ask of a source file. */
export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** What it takes from its surroundings: `process.argv`, `Date.now`, `new Date()`, `fetch`. */
  readonly ambient: readonly string[];
  /** Syntax that the house does without, and `value` for a declaration that exists at run time. */
  readonly syntax: ReadonlySet<"enum" | "default export" | "namespace" | "value">;
}

const ambientNames = new Set(["process", "console", "fetch", "performance", "setTimeout", "setInterval", "WebSocket"]);
const ambientMembers = new Set(["Date.now", "Math.random", "crypto.randomUUID", "crypto.getRandomValues"]);

/** Reads imports, ambient names and syntax of one file with the compiler's own parser. */
export function sourceFile(path: string, text: string): SourceFile {
  const imports: Import[] = [];
  const ambient = new Set<string>();
  const syntax = new Set<"enum" | "default export" | "namespace" | "value">();

  const add = (specifier: ts.Node | undefined, kind: Import["kind"], reexport = false): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ target: resolved(path, specifier.text), kind, reexport });
    }
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type" : "static");
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node.moduleSpecifier, node.isTypeOnly ? "type" : "static", true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], "dynamic");
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, "type");
    }
    const name = ambientUse(node);
    if (name !== undefined) ambient.add(name);
    for (const kind of unwelcome(node)) syntax.add(kind);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS));
  return { path, imports, ambient: [...ambient].sort(), syntax };
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

function ambientUse(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0) {
    return "new Date()";
  }
  if (ts.isCallExpression(node) && node.expression.getText() === "Date") return "Date()";
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`;
    return ambientMembers.has(member) || ambientNames.has(node.expression.text) ? member : undefined;
  }
  if (!ts.isIdentifier(node) || !ambientNames.has(node.text) || namesSomethingElse(node)) return undefined;
  return node.text;
}

/** `x.process` and the name of a property or parameter are no use of the global; `process.argv` is told whole by its parent. */
function namesSomethingElse(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) || ("name" in parent && parent.name === node);
}

function unwelcome(node: ts.Node): ("enum" | "default export" | "namespace" | "value")[] {
  const isExportedAsDefault =
    (ts.isExportAssignment(node) && node.isExportEquals !== true) || node.kind === ts.SyntaxKind.DefaultKeyword;
  const found: ("enum" | "default export" | "namespace" | "value")[] = [];
  if (ts.isEnumDeclaration(node)) found.push("enum");
  if (ts.isModuleDeclaration(node)) found.push("namespace");
  if (isExportedAsDefault && !ts.isCaseOrDefaultClause(node.parent)) found.push("default export");
  if (ts.isVariableStatement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
    found.push("value");
  return found;
}
