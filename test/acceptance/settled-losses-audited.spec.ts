import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../verifier/finding';
import { verifyCommand } from '../../verifier/verify-command';
import { vkeyOf } from '../../wire/tlog/note-key';
import { bundleInto, keysOf, signedAll } from '../support/application/evidence-of';
import type { Fixture } from '../support/application/fixture';
import type { RunningApplication } from '../support/application/running-application';
import { applicationOnDouble } from '../support/application/application-on-double';
import type { EventStoreDouble } from '../support/eventstoredb/event-store-double';
import { until } from '../support/until';

const ASKED = { reason: 'a look at the logs', durationMinutes: 5 };

/** What an auditor is told, by the verifier as it is run, of a log that lost facts for which an owner has answered. */
describe('a loss that an owner has settled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-settled-'));
  let double: EventStoreDouble;
  let application: RunningApplication;
  let fixture: Fixture;
  beforeAll(async () => {
    ({ double, application, fixture } = await applicationOnDouble());
  });
  afterAll(async () => {
    await application.end();
    await double.end();
    rmSync(folder, { recursive: true });
  });

  const checkedOut = async () => {
    const { id } = await fixture.newIdentity();
    const { session } = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, ASKED);
    await fixture.people.user.post(`/sessions/${session.id}/checkin`, {});
  };
  const file = async (name: string, path: string): Promise<string> => {
    const headers = { authorization: `Bearer ${fixture.owner.token}` };
    const response = await fetch(`${application.url}/api/v1${path}`, { headers });
    expect([path, response.status]).toEqual([path, 200]);
    writeFileSync(join(folder, name), Buffer.from(await response.arrayBuffer()));
    return join(folder, name);
  };
  const bundle = async (): Promise<string> => {
    await signedAll(fixture.owner);
    return bundleInto(join(folder, 'bundle.tar'), application, fixture.owner);
  };
  const verified = async (path: string, ...more: string[]) => {
    const lines: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((text: unknown) => void lines.push(String(text)));
    const keys = (await keysOf(fixture.owner)).flatMap((key) => ['--key', vkeyOf(key)]);
    try {
      const code = await verifyCommand([path, ...keys, '--json', ...more]);
      const { findings, notes } = JSON.parse(lines.join('')) as { findings: Finding[]; notes: string[] };
      return { code, findings, notes };
    } finally {
      log.mockRestore();
    }
  };

  test('what is lost is named, what rests on it is not judged, and what was allowed anew is', async () => {
    await checkedOut();
    const stream = `vaultAccess-${fixture.vaultId}`;
    await double.order({ strangers: [{ does: 'limit', stream, limits: { $maxCount: 1 } }] });
    const rows = async () => (await fixture.owner.ok('GET', '/operations/damage')).items;
    const row = async () => (await rows()).find((each: { stream: string }) => each.stream === stream);
    await until('the damage', async () => (await row()) !== undefined);
    const unjudged = `1 disclosures could not be judged: they rest on streams of which facts are lost (${stream})`;
    const found = await verified(await bundle());
    expect([found.code, found.notes]).toEqual([0, expect.arrayContaining([unjudged])]);
    const settle = `/operations/damage/${(await row()).id}/settle`;
    await fixture.owner.ok('POST', settle, { reason: 'cut off by hand' });
    await double.order({ strangers: [{ does: 'scavenge' }] });
    const grant = { principalType: 'user', principalId: fixture.idpUserIds['user'], level: 'checkout' };
    await until('the grant', async () => {
      const { status } = await fixture.owner.post(`/identity-groups/${fixture.vaultId}/access`, grant);
      return status === 201;
    });
    await checkedOut();
    const reports = [await file('R1.csv', '/reports/R1?format=csv'), await file('R4.json', '/reports/R4')];
    const { code, findings, notes } = await verified(await bundle(), ...reports.flatMap((path) => ['--report', path]));
    // Who answers for it does not bring it back: each leaf that can't be shown is a finding, and nothing else is.
    expect([code, findings.map(({ rule }) => rule)]).toEqual([1, ['missing', 'missing', 'missing']]);
    expect(notes).toEqual([
      `${stream} lacks revisions 0 to 2; an owner has settled that`,
      '1 disclosures were judged again on what lay before them',
      unjudged,
      expect.stringMatching(/^\d+ reports were made again from the facts and compared$/),
      expect.stringMatching(/R1\.csv: R1 was made again from the first \d+ facts and compared$/),
      expect.stringMatching(/R4\.json: R4 was made again from the first \d+ facts and compared$/),
    ]);
  }, 120_000);
});
