import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** One mention of another module, in whatever form. */
export interface SourceImport {
  /** As written: "../base/errors.ts", "node:fs", "zod". */
  readonly specifier: string;
  /** The file within the tree that a relative specifier names; undefined for a built-in or a package. */
  readonly file?: string;
  /** It leaves no trace in the compiled code. */
  readonly isTypeOnly: boolean;
}

/** What the rules of the house look at in one file. */
export interface SourceFile {
  /** Relative to the root of the tree, with "/". */
  readonly path: string;
  readonly imports: readonly SourceImport[];
  readonly hasDefaultExport: boolean;
  /** Names that it hands on without having made them; "*" for all of a module's. */
  readonly reExports: readonly string[];
}

/** All TypeScript files below the folders, by path. */
export function readSourceFiles(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** Parses one file; the text need not type-check. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const imported = new Set(source.statements.flatMap(importedNames));
  return {
    path,
    imports: findImports(source).map(({ specifier, isTypeOnly }) => ({
      specifier,
      isTypeOnly,
      ...(specifier.startsWith('.') ? { file: join(dirname(path), specifier) } : {}),
    })),
    hasDefaultExport: source.statements.some(isDefaultExport),
    reExports: source.statements.flatMap((statement) => reExportedNames(statement, imported)),
  };
}

type Mention = Pick<SourceImport, 'specifier' | 'isTypeOnly'>;

function findImports(node: ts.Node): readonly Mention[] {
  const mentions: Mention[] = [];
  const visit = (each: ts.Node): void => {
    const mention = mentionIn(each);
    if (mention !== undefined) mentions.push(mention);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return mentions;
}

function mentionIn(node: ts.Node): Mention | undefined {
  if (ts.isImportDeclaration(node)) {
    return mention(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
  }
  if (ts.isExportDeclaration(node)) return mention(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return mention(node.argument.literal, true);
  if (ts.isCallExpression(node) && isModuleCall(node.expression)) return mention(node.arguments[0], false);
  return undefined;
}

function mention(specifier: ts.Node | undefined, isTypeOnly: boolean): Mention | undefined {
  return specifier !== undefined && ts.isStringLiteralLike(specifier)
    ? { specifier: specifier.text, isTypeOnly }
    : undefined;
}

/** `import(…)`, `require(…)` and `createRequire(…)(…)`. */
function isModuleCall(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return (
    ts.isCallExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'createRequire'
  );
}

function importedNames(statement: ts.Statement): readonly string[] {
  if (!ts.isImportDeclaration(statement)) return [];
  const { name, namedBindings } = statement.importClause ?? {};
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamedImports(namedBindings)
        ? namedBindings.elements
        : [namedBindings];
  return [...(name === undefined ? [] : [name.text]), ...named.map((each) => each.name.text)];
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement)) return exportedNames(statement).some(({ as }) => as === 'default');
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true;
}

function reExportedNames(statement: ts.Statement, imported: ReadonlySet<string>): readonly string[] {
  if (!ts.isExportDeclaration(statement)) return [];
  const names = exportedNames(statement).map(({ local }) => local);
  return statement.moduleSpecifier === undefined ? names.filter((name) => imported.has(name)) : names;
}

function exportedNames({
  exportClause,
}: ts.ExportDeclaration): readonly { readonly local: string; readonly as: string }[] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [{ local: '*', as: '*' }];
  return exportClause.elements.map(({ name, propertyName }) => ({
    local: (propertyName ?? name).text,
    as: name.text,
  }));
}
