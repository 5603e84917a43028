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

## A new fact, a new field

Facts outlive the code that wrote them: whatever a release once wrote is read by all that follow
([ADR 0012](adr/0012-facts-outlive-the-code.md)).

**A new kind of fact.** Declare it in an \`events.ts\` of the domain, with a comment that says what it means, add it to the
union of its stream, and name its stream in \`test/support/catalogue/streams.ts\` (a new category of streams in
\`src/kernel/facts/our-streams.ts\`, too). Write \`test/golden/events/<wire name>.json\` with every field it can have. The
compiler then asks the fold of the stream, and each read model and policy that follows all of it, what it makes of the fact.

**A new field of an old fact.** Make it optional; readers say what its absence means. Show it in a further golden file,
\`<wire name>.2.json\` or the next free number; those there are stay as they are, for they show what lies in somebody's log.
Where every reader needs the field, and what it was can be told from the rest of the fact, write an upcaster in
\`src/kernel/facts/upcast.ts\` instead.

**A field that goes, or a narrower type.** Remove it from the declaration; older facts still have it, and it is passed over.
What a field could hold once, it may hold for ever: a narrower type, or a field that was optional and is not any more, needs
an upcaster.

**A new meaning.** Declare \`.v2\` beside \`.v1\`, with an upcaster from the old to the new where the new can be told of it.

**A read model that makes other documents of the same facts.** Raise \`version\` in its \`document.ts\`: it is built anew where
the older one lies.

Then run this twice, first to write what is generated, then to see that all is told:
\`KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture\`. It adds what is new to this page, to the shapes the stores read by
(\`src/kernel/facts/fact-shapes.ts\`), to the digests of the golden files (\`test/golden/events.sha256\`), to the list of all
shapes there ever were (\`test/golden/shapes.txt\`) and to the snapshots of the read models (\`test/golden/projections\`), and
changes nothing that is there. Of a fact that only a branch of yours knows, commit the golden file once it is as it will be.

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
