import * as ts from 'typescript';

/** Two shapes of a kind of fact, in the notation of the catalogue. */
export interface ShapePair {
  readonly older: string;
  readonly current: string;
}

const FILE = 'pairs.ts';
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  lib: ['lib.es5.d.ts'],
  types: [],
};

/** A line each: whatever is of the older shape is taken for one of the current. */
const sourceOf = (pairs: readonly ShapePair[]): string =>
  pairs.map(({ older, current }) => `((fact: { ${older} }): { ${current} } => fact);`).join('\n');

/** Those pairs in which something of the older shape is not of the current one: the compiler judges. */
export const notAssignable = <P extends ShapePair>(pairs: readonly P[]): readonly P[] => {
  const text = sourceOf(pairs);
  const host = ts.createCompilerHost(OPTIONS);
  const program = ts.createProgram([FILE], OPTIONS, {
    ...host,
    getSourceFile: (name, version, ...rest) =>
      name === FILE ? ts.createSourceFile(name, text, version) : host.getSourceFile(name, version, ...rest),
  });
  const source = program.getSourceFile(FILE);
  if (source === undefined) throw new Error('the compiler has not read the pairs');
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  const lines = new Set(diagnostics.map(({ start = 0 }) => source.getLineAndCharacterOfPosition(start).line));
  return pairs.filter((_, line) => lines.has(line));
};
