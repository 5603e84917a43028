import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPORTS } from '../../src/reports/reports';
import { readReport } from '../../verifier/read-report';
import { reperformed } from '../../verifier/reperformed';
import { verifyBundle } from '../../verifier/verify-bundle';
import { bundleInto, keysOf } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** Reports that a server handed out, each as a file alone, follow from a bundle that it made later. */
let application: RunningApplication;
let fixture: Fixture;
const folder = mkdtempSync(join(tmpdir(), 'keyledger-handed-out-'));
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

const stored = async (name: string, path: string, { token } = fixture.owner): Promise<string> => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${application.url}/api/v1${path}`, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  const file = join(folder, name);
  writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  return file;
};

const bundled = (): Promise<string> => bundleInto(join(folder, 'bundle.tar'), application, fixture.owner);

test('each report, as JSON, CSV and for Excel, of now, of a past moment and by an auditor of one organization', async () => {
  const { owner, people } = fixture;
  const { id: identityId } = await fixture.newIdentity();
  const asked = { reason: '=007', durationMinutes: 5 };
  const { session } = await people.user.ok('POST', `/identities/${identityId}/checkout`, asked);
  const { header } = await owner.ok('GET', '/reports/R1');
  await people.user.ok('POST', `/sessions/${session.id}/checkin`);
  const files: string[] = [];
  for (const { id } of REPORTS) {
    files.push(
      await stored(`${id}.json`, `/reports/${id}`),
      await stored(`${id}.csv`, `/reports/${id}?format=csv`),
      await stored(`${id}-excel.csv`, `/reports/${id}?format=csv&bom=1`),
      await stored(`${id}-then.json`, `/reports/${id}?asOf=${header.asOf}`),
      await stored(`${id}-auditor.csv`, `/reports/${id}?format=csv`, people.auditor),
      await stored(`${id}-one.json`, `/reports/${id}?organizationId=${fixture.organizationId}`, people.auditor),
    );
  }
  const path = await bundled();
  const reports = files.map(readReport);
  const verified = verifyBundle(path, await keysOf(owner), { checkpoints: [], receipts: [], reports });
  const { findings, notes } = await reperformed(path, verified, reports);
  expect(findings.filter(({ rule }) => rule !== 'notice')).toEqual([]);
  for (const file of files) expect(notes).toContainEqual(expect.stringContaining(`${file}: R`));
  expect(reports.find(({ path: of }) => of.endsWith('/R4.csv'))?.rows).not.toEqual([]);
});
