import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENDINGS, identityOf, KNOWN, NOW, WORK, type Situation } from '../../../test/support/known-on-a-host';
import { explainHost } from './explain-host';
import { knowledgeOf, type Knowledge } from './knowledge';

const TABLE = join(__dirname, '../../../test/golden/explanations.md');
const host = { name: 'web', hasAgent: true, online: true };
const ALL: Readonly<Record<string, Situation>> = {
  ...Object.fromEntries(Object.entries(ENDINGS).map(([name, done]) => [name, { done, host }])),
  ...WORK,
};
const KNOWLEDGE = Object.keys(KNOWN) as Knowledge[];

interface Row {
  readonly knowledge: Knowledge;
  readonly situation: string;
  readonly said: string;
}

const said = (knowledge: Knowledge, { done, host: at, held }: Situation): string => {
  const openSessions = held === true ? [{ id: 's', expiresAt: '2026-03-01T11:00:00.000Z' }] : [];
  return explainHost(identityOf(knowledge, { openSessions }), { ...KNOWN[knowledge], ...done }, at, NOW);
};

const rows: readonly Row[] = Object.entries(ALL).flatMap(([situation, each]) =>
  KNOWLEDGE.map((knowledge) => ({ knowledge, situation, said: said(knowledge, each) })),
);

const page = (): string =>
  [
    '# What is said of a host',
    '',
    'For each knowledge of the value in force there, and each piece of work that ended or is under way. Written by',
    '`KEYLEDGER_WRITE_EXPLANATIONS=1 npx jest src/queries/identities/explain-host`, then read: it is held to the letter.',
    ...Object.keys(ALL).flatMap((situation) => [
      '',
      `## ${situation}`,
      '',
      ...rows.filter((row) => row.situation === situation).map((row) => `- ${row.knowledge}: ${row.said}`),
    ]),
    '',
  ].join('\n');

test('every knowledge with every piece of work is said as the table has it', () => {
  if (process.env['KEYLEDGER_WRITE_EXPLANATIONS'] === '1') {
    writeFileSync(TABLE, page());
  }
  expect(readFileSync(TABLE, 'utf8')).toBe(page());
});

test('the table is about what it says it is', () => {
  for (const knowledge of KNOWLEDGE) {
    expect(knowledgeOf(KNOWN[knowledge], identityOf(knowledge).credentialVersion)).toBe(knowledge);
  }
});

/** Sentences, and where alone they may be said. */
test.each<[string, RegExp, (row: Row) => boolean]>([
  [
    'the old one still works',
    /the old \w+ still works there(?! if it did before)/,
    ({ knowledge, situation }) => knowledge === 'present' && !/applying|silent/.test(situation),
  ],
  ['the vault’s works', /in the vault works/, ({ knowledge }) => knowledge === 'present'],
  ['proved', /(?<!nobody has )proved by/, ({ knowledge }) => ['present', 'newer', 'older'].includes(knowledge)],
  ['nothing changed', /nothing has changed/, ({ knowledge }) => /untouched|unmanaged/.test(knowledge)],
  ['kept both', /they are kept/, ({ knowledge }) => knowledge === 'either'],
])('that %s is said only where it is known', (_, sentence, may) => {
  expect(rows.some((row) => sentence.test(row.said))).toBe(true);
  expect(rows.filter((row) => sentence.test(row.said) && !may(row))).toEqual([]);
});

test('every time carries its zone, and nothing is said of what is not there', () => {
  expect(rows.filter((row) => /\d\d:\d\d(?! UTC)|undefined|null|NaN/.test(row.said))).toEqual([]);
  expect(rows.filter((row) => row.said === '')).toEqual([]);
});
