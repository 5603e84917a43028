import { factTypes } from './fact-types';
import { refusalNames } from './refusal-names';

const WIDTH = 112;

/** `src/queries/audit/wire-names.ts`, from the declarations in the code. */
export const wireNamesModule = (): string => {
  const lines: string[] = [];
  for (const name of [...factTypes().map(({ wireName }) => wireName), ...refusalNames()].toSorted()) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length >= WIDTH) lines.push(name);
    else lines[lines.length - 1] = `${last} ${name}`;
  }
  return `/**
 * Every kind of fact this release writes: what the audit can be asked for. Generated from the code and checked, like
 * \`docs/events.md\`: \`KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/event-catalogue\` brings it up to date.
 */
export const WIRE_NAMES: readonly string[] = \`
${lines.map((line) => `  ${line}`).join('\n')}
\`
  .trim()
  .split(/\\s+/);
`;
};
