import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyBundle } from '../../verifier/verify-bundle';
import type { NoteKey } from '../../wire/tlog/note-key';
import { AttackedLog } from '../support/application/attacked-log';
import { ATTACKS, type Ground } from '../support/application/attacks-on-stores';
import type { Client } from '../support/application/client';
import { checkpointBeyond, checkpointOf, keysOf, signedAll } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import type { RawFact } from '../support/application/raw-log';
import type { Json } from '../support/json';
import { until } from '../support/until';

const PATIENCE_MS = 60_000;
const ASKED = { reason: 'a look at the logs', durationMinutes: 5 };

/** Who writes to the stores of a stopped server: what notices, what it says, and what goes on being served. */
describe.each(['embedded', 'eventstoredb'] as const)('a history rewritten by hand, %s', (store) => {
  let log: AttackedLog;
  let fixture: Fixture;
  let ground: Ground;
  let owner: Client;
  /** Was attacked by nobody. */
  let whole: string;
  /** What an auditor was handed before. */
  let [keys, held, size]: [readonly NoteKey[], string, bigint] = [[], '', 0n];

  const made = async () => {
    const { id } = await fixture.newIdentity();
    await fixture.people.user.ok('POST', `/identities/${id}/checkout`, ASKED);
    return `identity-${id}`;
  };
  /** In another installation under the same root key: how somebody became an owner there, as its store holds it. */
  const ownerElsewhere = async (): Promise<RawFact> => {
    const other = await AttackedLog.begin(store);
    try {
      const there = await newFixture(other.application);
      await there.owner.ok('PUT', `/users/${there.userIds.stranger}/owner`, { owner: true });
      await other.stop();
      let found: RawFact | undefined;
      other.rewrite((facts) => {
        found = facts.findLast(({ stream }) => stream === 'account');
        return facts;
      });
      expect(found).toMatchObject({ type: 'keyledger.owner-added.v1' });
      return found as RawFact;
    } finally {
      await other.end();
    }
  };

  beforeAll(async () => {
    const elsewhere = await ownerElsewhere();
    log = await AttackedLog.begin(store);
    fixture = await newFixture(log.application);
    const [identity, other] = [await made(), await made()];
    const { vaultId, userIds } = fixture;
    ground = { identity, other, grants: `vaultAccess-${vaultId}`, stranger: userIds.stranger, elsewhere };
    await signedAll(fixture.owner);
    await log.stop();
    log.keep('early');
    await log.start();
    whole = (await fixture.newIdentity()).id;
    for (const name of ['One', 'Two', 'Three']) await fixture.owner.ok('POST', '/organizations', { name });
    await signedAll(fixture.owner);
    const checkpoint = await checkpointOf(fixture.owner);
    [keys, held, size] = [await keysOf(fixture.owner), join(log.dataDir, '..', 'held.txt'), checkpoint.size];
    writeFileSync(held, checkpoint.note);
    await log.stop();
    log.keep('present');
  }, 240_000);
  afterAll(() => log.end());

  const damages = async (): Promise<Json[]> => (await owner.ok('GET', '/operations/damage')).items;
  const metrics = async () => (await fetch(`${log.application.url}/metrics`)).text();
  const found = async () => {
    const { body } = await owner.post('/evidence/bundles', {});
    await until('the bundle', async () => (await owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made');
    const response = await fetch(`${log.application.url}/api/v1/evidence/bundles/${body.id}/content`, {
      headers: { authorization: `Bearer ${owner.token}` },
    });
    const path = join(log.dataDir, '..', 'bundle.tar');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    const { findings } = verifyBundle(path, keys, { checkpoints: [held], receipts: [] });
    return [...new Set(findings.map(({ rule }) => rule))].toSorted();
  };
  /** The account decides who may do anything at all. */
  const expectNobodyIn = async () => {
    for (const who of [fixture.people.stranger, owner]) {
      expect((await who.get('/operations/damage')).body).toMatchObject({
        code: 'STREAM_UNREADABLE',
        stream: 'account',
      });
    }
  };
  const expectStopped = async (cause: string) => {
    const stopped = async () => (await owner.get('/evidence/checkpoint')).body;
    await until('the end of signing', async () => (await stopped())?.code === 'EVIDENCE_STOPPED', PATIENCE_MS);
    const why = cause === 'cut' ? expect.stringMatching(/^(cut|rewritten)$/) : cause;
    expect(await stopped()).toMatchObject({ cause: why, agreesUpTo: expect.any(Number) });
    expect((await stopped()).agreesUpTo).toBeLessThan(Number(size));
    const { reasons } = (await owner.get('//health/ready')).body;
    expect(reasons.join()).toContain('the log is not the one that was signed');
    await until('the notice', async () => {
      const { items } = await owner.ok('GET', '/notifications');
      return items.some(({ kind }: Json) => kind === 'evidence-stopped');
    });
  };

  const growBeyond = async (facts: bigint) => {
    while ((await checkpointBeyond(owner, 0n)).size <= facts) {
      await owner.ok('POST', '/organizations', { name: 'One more' });
    }
  };

  test.each(ATTACKS)(
    '$what',
    async ({ does, freezes, stops, finds, answers }) => {
      await log.stop();
      log.putBack('present');
      does(log, ground);
      await log.start();
      owner = await log.application.as('owner@example.com');
      const frozen = freezes?.(ground) ?? {};
      if ('account' in frozen) return expectNobodyIn();

      await until('the verification', async () => /^keyledger_log_verified 1$/m.test(await metrics()), PATIENCE_MS);
      for (const [stream, revision] of Object.entries(frozen)) {
        await until('the damage', async () => (await damages()).some((each) => each.stream === stream), PATIENCE_MS);
        expect((await damages()).filter((each) => each.stream === stream)).toMatchObject([{ revision }]);
      }
      const others = (await damages()).filter(({ stream, kind }) => kind === undefined && !stream.startsWith('$'));
      expect(others.map(({ stream }) => stream).toSorted()).toEqual(Object.keys(frozen).toSorted());
      if (stops !== undefined) await expectStopped(stops);
      const asked = await fixture.people.user.post(`/identities/${whole}/checkout`, ASKED);
      expect([asked.status, asked.body.code]).toEqual([answers === undefined ? 201 : asked.status, answers]);
      if (stops === undefined) {
        await growBeyond(size);
      }
      expect(await found()).toEqual(finds.toSorted());
      return undefined;
    },
    180_000,
  );

  test('two histories under one key: who holds a checkpoint of the one finds that the other is another', async () => {
    const grown = async (name: string) => {
      await log.stop();
      log.putBack('present');
      await log.start();
      owner = await log.application.as('owner@example.com');
      await owner.ok('POST', '/organizations', { name });
      await signedAll(owner);
      return checkpointOf(owner);
    };
    const told = await grown('Told to one');
    const other = join(log.dataDir, '..', 'other.txt');
    writeFileSync(other, told.note);
    await grown('Told to another');
    await growBeyond(told.size);
    held = other;
    expect(await found()).toEqual(['root']);
  }, 120_000);
});
