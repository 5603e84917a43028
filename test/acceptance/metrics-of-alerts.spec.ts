import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { COSIGNATURE_V1, noteKey, vkeyOf } from '../../wire/tlog/note-key';
import { newFixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { hasSeries, selectorsIn, type Selector } from '../support/metric-selectors';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

const ofAlerts = (): readonly string[] =>
  [...read('deploy/prometheus/alerts.yml').matchAll(/^ +expr: +(.+(?:\n {10,}.+)*)$/gm)].map(([, expr = '']) => expr);

interface Board {
  readonly panels: readonly {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const ofBoard = (): readonly string[] =>
  (JSON.parse(read('deploy/grafana/keyledger.json')) as Board).panels.flatMap(({ targets }) =>
    targets.map(({ expr }) => expr),
  );

const shown = ({ name, labels }: Selector): string =>
  `${name}{${labels.map((label) => `${label.name}~${label.matches.source}`).join()}}`;

/** Beyond this a small session has made more series than routes and codes explain. */
const MOST_SERIES = 1100;
const MOST_OF_THE_EDGE = 500;

/** Witnesses and a time-stamping authority have series where the operator names some: ones that nobody serves. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-policy-'));
const policyFile = join(folder, 'policy.txt');
const nobody = createPublicKey(generateKeyPairSync('ed25519').privateKey);

let application: RunningApplication;
beforeAll(async () => {
  writeFileSync(
    policyFile,
    `witness silent ${vkeyOf(noteKey('silent', COSIGNATURE_V1, nobody))} http://127.0.0.1:9/\nquorum none\n`,
  );
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, rootCertificates[0] as string);
  application = await runningApplication({
    env: {
      KEYLEDGER_EVIDENCE_POLICY_FILE: policyFile,
      KEYLEDGER_EVIDENCE_TSA_URL: 'http://127.0.0.1:9/',
      KEYLEDGER_EVIDENCE_TSA_CA_FILE: caFile,
    },
  });
});
afterAll(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

const page = async (): Promise<string> => (await fetch(`${application.url}/metrics`)).text();
const seriesIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test.each([
  ['alerts', ofAlerts],
  ['the board', ofBoard],
])('what %s rest on is there before anything has happened', async (_, expressions) => {
  const wanted = expressions().flatMap(selectorsIn);
  expect(wanted.length).toBeGreaterThan(20);
  const text = await page();
  expect(wanted.filter((selector) => !hasSeries(text, selector)).map(shown)).toEqual([]);
});

test('whoever is woken by an alert finds its figure on the board', () => {
  const names = (expressions: readonly string[]) => new Set(expressions.flatMap(selectorsIn).map(({ name }) => name));
  const onBoard = names(ofBoard());
  expect([...names(ofAlerts())].filter((name) => !onBoard.has(name))).toEqual([]);
});

test('each panel of the board has a place of its own', () => {
  const { panels } = JSON.parse(read('deploy/grafana/keyledger.json')) as Board;
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)}/${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test('it tells which release runs', async () => {
  expect(await page()).toMatch(
    new RegExp(`^keyledger_build_info\\{version="0\\.0\\.0-test",node="${process.version}"\\} 1$`, 'm'),
  );
});

test('series stay few in a small session, and what callers make up adds none', async () => {
  const { owner } = await newFixture(application);
  for (const path of ['/users', '/roles', '/organizations', '/sessions', '/audit', '/hosts', '/notifications']) {
    await owner.ok('GET', path);
  }
  const before = seriesIn(await page());
  expect(before.length).toBeLessThan(MOST_SERIES);
  expect(before.filter((line) => line.startsWith('keyledger_http_')).length).toBeLessThan(MOST_OF_THE_EDGE);
  for (let n = 0; n < 20; n += 1) {
    await owner.send(n % 2 === 0 ? 'PROPFIND' : 'GET', `/made-up/${n}`);
    await owner.send('GET', `/users?made-up-${n}=1`);
  }
  expect(seriesIn(await page()).length).toBe(before.length);
});
