import { factTypes, type FactType } from './fact-types';
import { refusalNames } from './refusal-names';
import { streamsByWireName } from './streams';

const code = (text: string): string => `\`${text}\``;

/** What a fact of a kind says, in the notation that the stores check it by. */
export const fieldLine = ({ fields }: FactType): string =>
  fields.map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${type}`).join('; ');

const entry = (fact: FactType, stream: string): string =>
  `### ${code(fact.wireName)}

${fact.meaning}

- Stream: ${stream.split(', ').map(code).join(', ')}
- Data: ${code(fieldLine(fact))}
`;

/** `docs/events.md`, from the declarations in the code. Throws for a fact whose stream nobody names. */
export const catalogue = (): string => {
  const streams = streamsByWireName();
  const entries = factTypes().map((fact) => {
    const stream = streams.get(fact.wireName);
    if (stream === undefined) throw new Error(`nobody says in which stream ${fact.wireName} lies`);
    return entry(fact, stream);
  });
  return `# Events

Every kind of fact in the log. This page is generated from \`src/domain/*/events.ts\` and checked: to bring it up to date,
run \`KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/event-catalogue\`.

A wire name and what its data means never change. A new meaning is a new version beside the old one, which is read for
ever. Each event carries \`metadata\`: \`actor\`, \`time\` (RFC 3339 UTC), \`correlationId\`, and where known \`causationId\`,
\`ip\` and \`userAgent\`. No event holds a secret, sealed or not.

## Facts

${entries.join('\n')}
## Refusals

A refused command is a fact of the organization it was about, or of the account: stream \`denied-<organization id>\` or
\`denied-account\`. Data: the ids of what it was about, what was asked (never a value), \`code\` and \`detail\`.
A refusal that tells somebody without a grant that a value equals a stored one is counted, so it stands in a stream that
decides: \`credentialMatch-<identity id>\`, with \`refusedAt\`.

${refusalNames()
  .map((name) => `- ${code(name)}`)
  .join('\n')}
`;
};

/** The word before the first dash of each stream that is named. */
const categoriesOf = (streams: string): string =>
  streams
    .replaceAll(/<[^>]*>/g, '')
    .split(', ')
    .map((stream) => stream.split('-')[0])
    .filter((category, index, all) => all.indexOf(category) === index)
    .join(' ');

/** `src/kernel/facts/fact-shapes.ts`, from the same declarations: what the stores hold each fact to that they read. */
export const factShapes = (): string => {
  const streams = streamsByWireName();
  const lines = factTypes().map(
    (fact) => `${fact.wireName} / ${categoriesOf(streams.get(fact.wireName) ?? '')} / ${fieldLine(fact)}`,
  );
  return `/**
 * Wire name, categories of streams and fields of each fact. Generated from every \`events.ts\` of the domain and checked: to bring it
 * up to date, run \`KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/event-catalogue\`.
 */
export const FACT_SHAPES = \`
${lines.join('\n')}
\`;
`;
};
