import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafOf } from '../../src/reports/leaf';
import { headerOf } from '../../src/reports/report-header';
import { ReportRun } from '../../src/reports/report-run';
import { REPORTS } from '../../src/reports/reports';
import { checkReports } from '../../verifier/check-reports';
import { factsOfBundle } from '../../verifier/facts-of-bundle';
import { reperform } from '../../verifier/reperform';
import { verifyBundle } from '../../verifier/verify-bundle';
import { leafHash } from '../../wire/tlog/hash';
import { CompactRange } from '../../wire/tlog/compact-range';
import { parseEntryBundle } from '../../wire/tlog/entry-bundle';
import { pathOfTile, tilesOf, type Tile } from '../../wire/tlog/tile-path';
import { streamDigest } from '../../wire/tlog/stream-digest';
import { parseTlogProof, verifyTlogProof, type TlogProof } from '../../wire/tlog/tlog-proof';
import { checkpointBeyond, keysOf } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
});
afterAll(() => application.end());

const bytesAt = async (path: string, caller = fixture.owner): Promise<Buffer> => {
  const response = await fetch(`${application.url}/api/v1/evidence/tile/${path}`, {
    headers: { authorization: `Bearer ${caller.token}` },
  });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
};

/** Every fact of a tree, as its leaves are hashed. */
const entriesOf = async (size: bigint): Promise<readonly Buffer[]> => {
  const bundles = tilesOf(Number(size)).filter(({ level }) => level === 0);
  const entries: Buffer[] = [];
  for (const bundle of bundles) {
    entries.push(...(parseEntryBundle(await bytesAt(pathOfTile({ ...bundle, level: 'entries' } as Tile))) ?? []));
  }
  return entries;
};

const rootOf = (entries: readonly Buffer[]): Buffer => {
  const range = new CompactRange();
  entries.forEach((entry) => range.append(leafHash(entry)));
  return range.root();
};

test('a signed checkpoint follows every fact, and its root follows from the facts alone', async () => {
  const before = await checkpointBeyond(fixture.people.user, 0n);
  await fixture.newIdentity();
  const { size, root } = await checkpointBeyond(fixture.people.user, before.size);
  const entries = await entriesOf(size);
  expect(BigInt(entries.length)).toBe(size);
  expect(rootOf(entries).equals(root)).toBe(true);
  expect(rootOf(entries.slice(0, Number(before.size))).equals(before.root)).toBe(true);
});

test('each leaf is a fact as it is recorded, in canonical form, one stream’s revisions without gap', async () => {
  const { size } = await checkpointBeyond(fixture.owner, 0n);
  const facts = (await entriesOf(size)).map((entry) => JSON.parse(entry.toString()));
  const revisions = new Map<string, number>();
  for (const { stream, revision } of facts) {
    expect(revision).toBe((revisions.get(stream) ?? -1) + 1);
    revisions.set(stream, revision);
  }
  const { id } = await fixture.newIdentity();
  await until('its leaf', async () => {
    const now = await checkpointBeyond(fixture.owner, 0n);
    return (await entriesOf(now.size)).some((entry) => entry.toString().includes(`"stream":"identity-${id}"`));
  });
});

test('tiles hold the hashes of the leaves', async () => {
  const { size } = await checkpointBeyond(fixture.owner, 0n);
  const [tile] = tilesOf(Number(size));
  const hashes = await bytesAt(pathOfTile(tile as Tile), fixture.people.user);
  const entries = await entriesOf(size);
  expect(hashes.length).toBe(Math.min(256, entries.length) * 32);
  expect(hashes.subarray(0, 32).equals(leafHash(entries[0] as Buffer))).toBe(true);
});

describe('who may', () => {
  test('anybody signed in sees checkpoint, keys and hashes; nobody else does', async () => {
    for (const path of ['checkpoint', 'keys', 'tile/0/000.p/1']) {
      expect([path, (await fixture.people.user.get(`/evidence/${path}`)).status]).toEqual([path, 200]);
      const anonymous = await fetch(`${application.url}/api/v1/evidence/${path}`);
      expect([path, anonymous.status]).toEqual([path, 401]);
    }
  });

  test('the facts themselves are for who reads the whole audit, and reading them is a fact', async () => {
    const { status, body } = await fixture.people.user.get('/evidence/tile/entries/000.p/1');
    expect([status, body.code]).toEqual([403, 'PERMISSION_DENIED']);
    await bytesAt('entries/000.p/1');
    const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.evidence-read.v1');
    expect(items[0].data).toEqual({ first: 0, count: 1 });
  });

  test.each(['0/999', '0/000.p/256', '64/000', '0/x000/000', 'entries/999', '9/000.p/1', 'data/000'])(
    'there is no tile at %s',
    async (path) => {
      const { status, body } = await fixture.owner.get(`/evidence/tile/${path}`);
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    },
  );
});

describe('a receipt', () => {
  test('proves that a fact stands in the log, to whoever did it and to auditors', async () => {
    const { id } = await fixture.newIdentity();
    const asked = { reason: 'a look', durationMinutes: 5 };
    const { receipt } = await fixture.people.user.ok('POST', `/identities/${id}/checkout`, asked);
    const { eventId, leafHash: told } = receipt;
    const [session] = (await fixture.owner.ok('GET', `/audit?identityId=${id}&type=keyledger.identity-checked-out.v1`))
      .items;
    expect(session.id).toBe(eventId);
    let proof: TlogProof | undefined;
    await until('the receipt', async () => {
      const { status, text, headers } = await fixture.people.user.get(`/evidence/receipts/${eventId}`);
      if (status === 404) expect(headers.get('retry-after')).toBe('1');
      proof = status === 200 ? parseTlogProof(text) : undefined;
      return proof !== undefined;
    });
    const { index, checkpoint } = proof as TlogProof;
    const size = BigInt(checkpoint.split('\n')[1] as string);
    const entries = await entriesOf(size);
    const entry = entries[Number(index)] as Buffer;
    expect(JSON.parse(entry.toString()).id).toBe(eventId);
    expect(leafHash(entry).toString('base64')).toBe(told);
    const keys = await keysOf(fixture.owner);
    expect(verifyTlogProof(proof as TlogProof, leafHash(entry), keys)?.size).toBe(size);
    expect((await fixture.owner.get(`/evidence/receipts/${eventId}`)).status).toBe(200);
    const other = await fixture.people.revealer.get(`/evidence/receipts/${eventId}`);
    expect([other.status, other.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('of what is not there is not found, to be asked for again', async () => {
    const { status, headers } = await fixture.owner.get('/evidence/receipts/nothing');
    expect([status, headers.get('retry-after')]).toEqual([404, '1']);
  });
});

test('a revealed value and a broken glass have receipts too', async () => {
  const { id } = await fixture.newIdentity();
  const revealed = await fixture.people.revealer.ok('POST', `/identities/${id}/reveal`);
  const broken = await fixture.owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'a fire' });
  for (const { receipt } of [revealed, broken]) {
    await until(
      'its proof',
      async () => (await fixture.owner.get(`/evidence/receipts/${receipt.eventId}`)).status === 200,
    );
  }
});

describe('a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-bundle-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fetched = (id: string, range?: string, ifRange?: string) =>
    fetch(`${application.url}/api/v1/evidence/bundles/${id}/content`, {
      headers: {
        authorization: `Bearer ${fixture.owner.token}`,
        ...(range === undefined ? {} : { range }),
        ...(ifRange === undefined ? {} : { 'if-range': ifRange }),
      },
    });
  const made = async (wanted: object) => {
    const { status, body } = await fixture.owner.post('/evidence/bundles', wanted);
    expect(status).toBe(202);
    await until(
      'the bundle',
      async () => (await fixture.owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made',
    );
    return fixture.owner.ok('GET', `/evidence/bundles/${body.id}`);
  };
  const verified = async (bytes: Buffer) => {
    const path = join(folder, 'bundle.tar');
    writeFileSync(path, bytes);
    return verifyBundle(path, await keysOf(fixture.owner), { checkpoints: [], receipts: [] });
  };

  test('is fetched whole or in parts, verifies, and tells what was changed in it', async () => {
    const nothing = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect((await fixture.owner.post('/evidence/bundles', nothing)).status).toBe(400);
    const late = '/reports/break-glass?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect((await fixture.owner.get(late)).status).toBe(400);
    const { id, bytes, sha256, size } = await made({});
    const whole = Buffer.from(await (await fetched(id)).arrayBuffer());
    expect([whole.length, createHash('sha256').update(whole).digest('hex')]).toEqual([bytes, sha256]);
    const part = await fetched(id, 'bytes=1000-1999');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-1999/${bytes}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(1000, 2000))).toBe(true);
    expect((await fetched(id, `bytes=${bytes}-`)).status).toBe(416);
    const tag = part.headers.get('etag') ?? '';
    expect(tag).toBe(`"${sha256}"`);
    expect((await fetched(id, 'bytes=0-9', tag)).status).toBe(206);
    const other = await fetched(id, 'bytes=0-9', '"of another bundle"');
    expect([other.status, Buffer.from(await other.arrayBuffer()).equals(whole)]).toEqual([200, true]);
    expect(await verified(whole)).toMatchObject({ size, facts: size, whole: true, findings: [], notes: [] });
    const planted = Buffer.from(whole);
    planted.write('mallory', planted.indexOf('owner@'));
    expect((await verified(planted)).findings).toContainEqual(expect.objectContaining({ rule: 'altered' }));
    const { items } = await fixture.owner.ok('GET', '/audit?type=keyledger.evidence-read.v1');
    expect(items[0].data).toMatchObject({ bundleId: id, first: 0, count: size });
    expect((await fixture.people.user.get(`/evidence/bundles/${id}/content`)).status).toBe(403);
    const kept = await fixture.owner.ok('GET', '/audit?type=keyledger.evidence-read-refused.v1');
    expect(kept.items[0]).toMatchObject({ outcome: 'refused', code: 'PERMISSION_DENIED' });
  });

  test('is judged again, disclosure by disclosure, by the code that decided', async () => {
    const { user, groupUser } = fixture.people;
    const lent = await fixture.newIdentity();
    const { session } = await user.ok('POST', `/identities/${lent.id}/checkout`, { reason: 'x', durationMinutes: 30 });
    const to = { userId: fixture.userIds.groupUser, reason: 'lunch' };
    const handed = await user.ok('POST', `/sessions/${session.id}/transfer`, to);
    await groupUser.ok('POST', `/sessions/${handed.id}/checkin`);
    await until('what was handed over is in the tree', async () => {
      const { size } = await checkpointBeyond(fixture.owner, 0n);
      return (await entriesOf(size)).filter((entry) => entry.includes(handed.id)).length > 2;
    });
    const { id } = await made({});
    const path = join(folder, 'judged.tar');
    writeFileSync(path, Buffer.from(await (await fetched(id)).arrayBuffer()));
    const all = [...factsOfBundle(path)];
    const again = await reperform(all);
    expect(again.disclosures).toBeGreaterThan(2);
    expect(again.findings.all).toEqual([]);
    const run = new ReportRun(REPORTS, streamDigest);
    for (const { fact, leaf } of all) await run.take(fact, leafOf(1, leaf));
    expect((await checkReports(path, run)).findings.all).toEqual([]);
    for (const report of REPORTS) {
      const { header } = await fixture.owner.ok('GET', `/reports/${report.id}?asOf=${run.asOf}`);
      const made = await headerOf(run, report, { log: 1, size: 0 });
      expect([report.id, header.rows, header.sha256]).toEqual([report.id, made.rows, made.sha256]);
    }
    const unseen = all.filter(({ fact }) => fact.data['transferredTo'] === undefined);
    expect((await reperform(unseen)).findings.all).toContainEqual(expect.objectContaining({ rule: 'permission' }));
    const withoutGrants = all.filter(({ fact }) => fact.type !== 'keyledger.grant-given.v1');
    expect((await reperform(withoutGrants)).findings.all).toContainEqual(
      expect.objectContaining({ rule: 'permission', detail: expect.stringContaining('VAULT_ACCESS_DENIED') }),
    );
    const twice = all.flatMap((each) => {
      const { fact, leaf } = each;
      if (fact.type !== 'keyledger.identity-checked-out.v1' || fact.data['breakGlass'] === true) return [each];
      const again = {
        ...fact,
        revision: fact.revision + 1,
        data: { ...fact.data, sessionId: `${fact.data['sessionId'] as string}x` },
      };
      return [each, { fact: again, leaf }];
    });
    expect((await reperform(twice)).findings.all).toContainEqual(expect.objectContaining({ rule: 'double-holder' }));
  });

  test('of one organization holds nothing but hashes of the others', async () => {
    const { id, organizationId } = await made({ organizationId: fixture.organizationId });
    expect(organizationId).toBe(fixture.organizationId);
    const part = Buffer.from(await (await fetched(id)).arrayBuffer());
    expect(part.includes(fixture.elsewhereId)).toBe(false);
    const { facts, size, findings } = await verified(part);
    expect(facts).toBeLessThan(size);
    expect(findings).toEqual([]);
  });

  test('is for who may read the audit of all that it shows', async () => {
    const refused = await fixture.people.user.post('/evidence/bundles', {});
    expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
    const own = await fixture.people.auditor.post('/evidence/bundles', { organizationId: fixture.organizationId });
    expect(own.status).toBe(202);
    expect((await fixture.people.auditor.post('/evidence/bundles', {})).status).toBe(403);
    const whole = await made({});
    for (const path of ['', '/content']) {
      expect((await fixture.people.auditor.get(`/evidence/bundles/${whole.id}${path}`)).status).toBe(404);
    }
    const { items } = await fixture.people.auditor.ok('GET', '/evidence/bundles');
    expect(items.map((each: { id: string }) => each.id)).toContain(own.body.id);
    expect(items.map((each: { id: string }) => each.id)).not.toContain(whole.id);
  });
});

test('a log that is signed is not begun anew, and by owners alone at all', async () => {
  const asked = { reason: 'to hide something' };
  const signed = await fixture.owner.post('/evidence/restart', asked);
  expect([signed.status, signed.body.code]).toEqual([409, 'EVIDENCE_NOT_STOPPED']);
  const refused = await fixture.people.admin.post('/evidence/restart', asked);
  expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
});
