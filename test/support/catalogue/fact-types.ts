import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { sourceFiles } from './source-files';

export interface FactField {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
}

/** A kind of fact, as an `events.ts` declares it. */
export interface FactType {
  readonly wireName: string;
  readonly meaning: string;
  readonly fields: readonly FactField[];
}

const ROOT = join(__dirname, '../../..');

/** A type with the names of its parts resolved: a reader of the log has the wire format only. */
const spelled = (checker: ts.TypeChecker, type: ts.Type): string => {
  if ((type.flags & ts.TypeFlags.Boolean) !== 0) return 'boolean';
  // Sorted: the compiler's own order changes with whatever else it has seen.
  if (type.isUnion()) {
    return type.types
      .map((part) => spelled(checker, part))
      .toSorted()
      .join(' | ');
  }
  if (checker.isArrayType(type)) {
    const element = spelled(checker, checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type);
    return element.includes(' | ') ? `(${element})[]` : `${element}[]`;
  }
  const fields = (type.flags & ts.TypeFlags.Object) === 0 ? [] : fieldsOf(checker, type);
  return fields.length === 0
    ? checker.typeToString(type)
    : `{ ${fields.map(({ name, optional, type: part }) => `${name}${optional ? '?' : ''}: ${part}`).join('; ')} }`;
};

const fieldsOf = (checker: ts.TypeChecker, data: ts.Type): readonly FactField[] =>
  checker.getPropertiesOfType(data).map((property) => {
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const type = checker.getTypeOfSymbol(property);
    return {
      name: property.name,
      optional,
      type: spelled(checker, optional ? checker.getNonNullableType(type) : type),
    };
  });

const literal = (checker: ts.TypeChecker, fact: ts.Type): string | undefined => {
  const property = fact.getProperty('type');
  const type = property && checker.getTypeOfSymbol(property);
  return type?.isStringLiteral() === true ? type.value : undefined;
};

/** Every kind of fact there is, by wire name. Unions of facts are no kind of their own. */
export const factTypes = (): readonly FactType[] => {
  const files = sourceFiles('src/domain')
    .map(({ path }) => path)
    .filter((path) => path.endsWith('/events.ts'));
  const options = ts.parseJsonConfigFileContent(
    JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')),
    ts.sys,
    ROOT,
  ).options;
  const program = ts.createProgram(files, { ...options, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const found = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return (source?.statements ?? []).flatMap((statement): readonly FactType[] => {
      if (!ts.isTypeAliasDeclaration(statement)) return [];
      const symbol = checker.getSymbolAtLocation(statement.name);
      const fact = checker.getTypeAtLocation(statement.name);
      const wireName = fact.isUnion() ? undefined : literal(checker, fact);
      const data = fact.getProperty('data');
      if (symbol === undefined || wireName === undefined || data === undefined) return [];
      const meaning = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ');
      return [{ wireName, meaning, fields: fieldsOf(checker, checker.getTypeOfSymbol(data)) }];
    });
  });
  return found.toSorted((a, b) => (a.wireName < b.wireName ? -1 : 1));
};
