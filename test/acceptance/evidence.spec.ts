import { leafHash } from '../../wire/tlog/hash';
import { CompactRange } from '../../wire/tlog/compact-range';
import { parseEntryBundle } from '../../wire/tlog/entry-bundle';
import { pathOfTile, tilesOf, type Tile } from '../../wire/tlog/tile-path';
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
    await fixture.people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'a look', durationMinutes: 5 });
    const { items } = await fixture.owner.ok('GET', `/audit?identityId=${id}&type=keyledger.identity-checked-out.v1`);
    const [{ id: eventId }] = items;
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

test('a log that is signed is not begun anew, and by owners alone at all', async () => {
  const asked = { reason: 'to hide something' };
  const signed = await fixture.owner.post('/evidence/restart', asked);
  expect([signed.status, signed.body.code]).toEqual([409, 'EVIDENCE_NOT_STOPPED']);
  const refused = await fixture.people.admin.post('/evidence/restart', asked);
  expect([refused.status, refused.body.code]).toEqual([403, 'PERMISSION_DENIED']);
});
