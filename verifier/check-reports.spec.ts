import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedLedger } from '../test/support/evidence/signed-ledger';
import { checkout, grant, TOWN } from '../test/support/reports/sample-log';
import { factsOfLog } from '../test/support/reports/facts-of-log';
import { leafOf } from '../src/reports/leaf';
import { ReportRun } from '../src/reports/report-run';
import { REPORTS } from '../src/reports/reports';
import type { RecordedEvent } from '../src/kernel/recorded-event';
import { streamDigest } from '../wire/tlog/stream-digest';
import { TAR_END, tarEntry, untarred, type TarFile } from '../wire/tlog/tar';
import { checkReports } from './check-reports';
import { factsOfBundle } from './facts-of-bundle';
import { RemadeReports } from './remade-reports';
import { verifyCommand } from './verify-command';

/** The reports of a bundle are made again from its facts: what was changed in them is found, with the leaf. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const N = TOWN.length;
const FACTS = factsOfLog([...TOWN, grant('g1'), checkout('s1', 'ann'), checkout('s2', 'olga')]).map(
  (fact, n) => ({ ...fact, position: String(n).padStart(9, '0') }) as unknown as RecordedEvent,
);

let whole: Buffer;
let vkey: string;
beforeAll(async () => {
  const log = await signedLedger(FACTS.length, FACTS);
  whole = await log.bundle();
  vkey = log.vkey;
});

const filesOf = (bundle: Buffer): readonly TarFile[] => [...untarred((at, length) => bundle.subarray(at, at + length))];
const stored = (files: readonly TarFile[]): string => {
  const path = join(folder, 'bundle.tar');
  writeFileSync(path, Buffer.concat([...files.map(tarEntry), TAR_END]));
  return path;
};
const withFile = (name: string, change: (text: string) => string): readonly TarFile[] =>
  filesOf(whole).map((file) =>
    file.name === name ? { name, content: Buffer.from(change(file.content.toString())) } : file,
  );
const check = async (files: readonly TarFile[]) => {
  const path = stored(files);
  const run = new ReportRun(REPORTS, streamDigest);
  for (const { fact, leaf } of factsOfBundle(path)) await run.take(fact, leafOf(1, leaf));
  const { findings, notes } = await checkReports(path, run);
  return { findings: findings.all, notes };
};

const R4 = 'reports/R4/000000.jsonl';

test('as it was made every report follows from the facts', async () => {
  expect(await check(filesOf(whole))).toEqual({
    findings: [],
    notes: [`${REPORTS.length} reports were made again from the facts and compared`],
  });
});

describe('is found and named:', () => {
  test('a cell that was changed, with the row, the column and the leaf', async () => {
    const { findings } = await check(withFile(R4, (text) => text.replace('"userId":"olga"', '"userId":"ann"')));
    expect(findings).toEqual([
      { rule: 'report', leaf: N + 2, detail: 'row 2 of R4: userId is "ann", and "olga" by the facts' },
    ]);
  });

  test('a row that was taken out, from the middle or from the end', async () => {
    const lines = (text: string) => text.split(/(?<=\n)/);
    const { findings } = await check(withFile(R4, (text) => lines(text).slice(1).join('')));
    expect(findings).toMatchObject([{ rule: 'report', leaf: N + 1 }]);
    const end = await check(withFile(R4, (text) => lines(text).slice(0, 1).join('')));
    expect(end.findings).toEqual([
      { rule: 'report', leaf: N + 2, detail: 'row 2 of R4: it follows from the facts and is not there' },
    ]);
  });

  test('a row that was put in', async () => {
    const { findings } = await check(withFile(R4, (text) => `${text}{"leaves":[3],"userId":"eve"}\n`));
    expect(findings).toEqual([{ rule: 'report', leaf: 3, detail: 'row 3 of R4: it does not follow from the facts' }]);
  });

  test('what a report says of itself', async () => {
    const population = withFile('reports.json', (text) => text.replace('"population": 2', '"population": 1.5'));
    expect((await check(population)).findings).toMatchObject([
      { rule: 'report', detail: expect.stringContaining('what R1 says of itself: population is') },
    ]);
  });

  test.each([
    ['"title": "', '"title": "Not ', /^what R1 says of itself: title is "Not /],
    ['"populationOf": "', '"populationOf": "all ', /^what R1 says of itself: populationOf is "all /],
    ['"timeZone": "UTC"', '"timeZone": "CET"', /^what R1 says of itself: timeZone is "CET", and "UTC" by the facts$/],
    ['"report": "R1",', '"report": "R1", "opinion": "clean",', /^what R1 says of itself: no report says opinion$/],
    ['"report": "R1",', '"report": "R1", "checkpoint": "a note",', /no report says checkpoint$/],
    ['"report": "R1",', '"report": "R1", "organizations": [],', /organizations is \[\], and nothing by the facts$/],
    ['[\n', '[ { "report": "R1" },\n', /^R1 is more than once in the list of reports$/],
  ])('%s in the list of reports as %s', async (was, is, detail) => {
    const { findings } = await check(withFile('reports.json', (text) => text.replace(was, is)));
    expect(findings).toContainEqual({ rule: 'report', detail: expect.stringMatching(detail) as unknown });
  });

  test.each(['[', '{}', '[null]', '["R1"]'])('a list of reports that is none: %s', async (list) => {
    await expect(check(withFile('reports.json', () => list))).rejects.toThrow('its list of reports is none');
  });

  test('a report that was taken out, in whichever way', async () => {
    const gone = await check(withFile('reports.json', (text) => text.replace('"report": "R4"', '"report": "X4"')));
    expect(gone.findings).toMatchObject([{ rule: 'report', detail: 'R4 is not in the bundle' }]);
    const { findings } = await check(filesOf(whole).filter(({ name }) => name !== R4));
    expect(findings).toMatchObject([{ rule: 'report', leaf: N + 1 }]);
    const none = await check(filesOf(whole).filter(({ name }) => !name.startsWith('reports')));
    expect(none.findings).toHaveLength(REPORTS.length);
  });
});

test('facts from which nothing can be made, as what was altered may be, are a finding and no end of it', async () => {
  const remade = new RemadeReports();
  for (const { fact, leaf } of factsOfBundle(stored(filesOf(whole)))) {
    await remade.take(leaf === N + 1 ? { ...fact, data: { ...fact.data, evidence: null as never } } : fact, leaf);
  }
  const { findings } = await remade.compare(stored(filesOf(whole)));
  expect(findings.all).toMatchObject([{ rule: 'report', leaf: N + 1 }]);
});

test('the verifier says so, by its words and its exit code', async () => {
  const said: unknown[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((text: unknown) => void said.push(text));
  try {
    const planted = stored(withFile(R4, (text) => text.replace('"reason":"a look"', '"reason":"an audit"')));
    expect(await verifyCommand([planted, '--key', vkey])).toBe(1);
    expect(String(said[0])).toContain(`FOUND      report     leaf ${N + 1}: row 1 of R4: reason is "an audit"`);
  } finally {
    log.mockRestore();
  }
});

test('who waits at a terminal is told how far it is', async () => {
  const written: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  try {
    await verifyCommand([stored(filesOf(whole)), '--key', vkey]);
  } finally {
    process.stderr.isTTY = isTTY;
    write.mockRestore();
    log.mockRestore();
  }
  expect(written[0]).toBe('\r\u001B[KFacts checked: 1');
  expect(written.at(-1)).toBe('\r\u001B[K');
});
