import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportJson } from '../../../src/http/reports/report-json';
import type { RecordedEvent } from '../../../src/kernel/recorded-event';
import { leafOf } from '../../../src/reports/leaf';
import { reportCsv } from '../../../src/http/reports/report-csv';
import { headerOf } from '../../../src/reports/report-header';
import { ReportRun, type RunOptions } from '../../../src/reports/report-run';
import { REPORTS } from '../../../src/reports/reports';
import { signedLedger } from './signed-ledger';
import { factsOfLog, minute, told, type ToldFact } from '../reports/facts-of-log';
import { checkout, grant, TOWN } from '../reports/sample-log';
import { streamDigest } from '../../../wire/tlog/stream-digest';
import { verifyCommand } from '../../../verifier/verify-command';

const tellsOfReading = (format: string): ToldFact =>
  told('auditRead-account', 'report-read', { report: 'R4', format }, { by: 'olga' });
const IDS = { organizationId: 'o', identityGroupId: 'v', identityId: 'db', sessionId: 's1', userId: 'ann' };
const LOG = [
  ...TOWN,
  told('organization-o', 'organization-secret-set', { organizationId: 'o', secretVersion: 1 }),
  grant('g1'),
  checkout('s1', 'ann', { reason: '=1+1;-2 "now"' }),
  told('identity-db', 'identity-checked-in', { ...IDS, endedBy: 'checkin', endedAt: '2026-03-01T12:40:00.000Z' }),
  checkout('s2', 'olga', { reason: '007', ownerBypass: true, evidence: { ownerBypass: true } }),
  tellsOfReading('json'),
  tellsOfReading('csv'),
];
/** Leaves of the two checkouts, each a row of R4. */
export const [S1, S2] = [TOWN.length + 2, TOWN.length + 4];
/** One is younger than the reports are, by the log, and not by its time. */
export const FACTS = factsOfLog([...LOG, { ...grant('g2'), at: minute(LOG.length - 1) }]).map(
  (fact, n) => ({ ...fact, position: String(n).padStart(9, '0') }) as unknown as RecordedEvent,
);
/** How many of these facts the reports are of: up to those that tell of their reading. */
export const SIZE = LOG.length;

type Ledger = Awaited<ReturnType<typeof signedLedger>>;
/** How a report is asked for, and handed over. */
export interface Handing {
  readonly options?: RunOptions;
  readonly organizations?: readonly string[];
  readonly forExcel?: boolean;
  /** By whom it is signed; nobody: signing had stopped. */
  readonly by?: Ledger | 'nobody';
  /** Of so many facts; absent: {@link SIZE}. */
  readonly size?: number;
}

/** The text of R4 as the server hands it over. */
const textOf = async (
  format: 'json' | 'csv',
  { options, organizations, forExcel = false, by = 'nobody', size = SIZE }: Handing,
): Promise<string> => {
  const report = REPORTS.find(({ id }) => id === 'R4')!;
  const run = new ReportRun([report], streamDigest, options);
  for (const [n, fact] of FACTS.slice(0, size).entries()) await run.take(fact, leafOf(1, n));
  const signed = by === 'nobody' ? {} : { checkpoint: (await by.sign(size)).note };
  const header = await headerOf(run, report, { log: 1, size, ...signed }, organizations);
  const whole = { ...header, generatedAt: '2026-03-02T00:00:00.000Z', generatedBy: 'olga', verify: 'npx …' };
  const rows = run.rows('R4');
  const pieces: Buffer[] = [];
  for await (const piece of format === 'csv' ? reportCsv(whole, rows, forExcel) : reportJson(whole, rows)) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

/** What the verifier says of a bundle and these reports. */
const said = async (vkey: string, bundle: string, reports: readonly string[]) => {
  const lines: string[] = [];
  const spies = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
  for (const spy of spies) spy.mockImplementation((text: unknown) => void lines.push(String(text)));
  try {
    const options = reports.flatMap((file) => ['--report', file]);
    const code = await verifyCommand([bundle, '--key', vkey, '--json', ...options]);
    return { code, text: lines.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

interface Told {
  readonly rule: string;
  readonly leaf?: number;
  readonly detail: string;
}

/** A folder with a bundle of {@link FACTS}, reports of them, and what the verifier says of such. */
export const handingOver = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-handed-'));
  const ledger = await signedLedger(FACTS.length, FACTS);
  const stored = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const bundle = stored('bundle.tar', await ledger.bundle());
  return {
    ledger,
    stored,
    handedOver: (format: 'json' | 'csv', handing: Handing = {}) => textOf(format, { by: ledger, ...handing }),
    verify: (reports: readonly string[]) => said(ledger.vkey, bundle, reports),
    /** What is found of one report: rule, leaf where there is one, and in words; as text that it can't be read. */
    findingsOf: async (content: string | Buffer, of = bundle): Promise<unknown> => {
      const file = stored('R4', content);
      const { code, text } = await said(ledger.vkey, of, [file]);
      if (code === 2) return text.replaceAll(file, 'FILE');
      const { findings } = JSON.parse(text) as { readonly findings: readonly Told[] };
      expect(code).toBe(findings.length > 0 ? 1 : 0);
      return findings.map(({ rule, leaf, detail }) => [
        rule,
        ...(leaf === undefined ? [] : [leaf]),
        detail.replaceAll(file, 'FILE'),
      ]);
    },
    end: () => rmSync(folder, { recursive: true }),
  };
};

/** A text with something else in it; what is to be there must be there. */
export const changed = (text: string, from: string | RegExp, to: string): string => {
  expect(text).toMatch(from);
  return text.replace(from, to);
};

export const FIRST_ROW = expect.stringMatching(/^row 1 of R4 \(FILE\): .* by the facts$/) as unknown;
export const OF_ITSELF = expect.stringMatching(/^FILE: what it says of itself: .* by the facts$/) as unknown;
