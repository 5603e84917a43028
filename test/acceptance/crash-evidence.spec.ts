import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundle } from '../../verifier/read-bundle';
import { verifyBundle } from '../../verifier/verify-bundle';
import { parseVkey, type NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import type { Client } from '../support/application/client';
import { checkpointOf, keysOf } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import { KilledServer } from '../support/application/killed-server';
import { startWitness, type WitnessProcess } from '../support/application/witness-process';
import { until } from '../support/until';

/**
 * A real server is killed between every two steps of proving its log: leaves into the tree, the key's mark, the checkpoint that is
 * kept, its cosignature, the fact that tells it, what goes outside. Nothing inconsistent is ever signed, no fact is left out.
 */
const HOUR_MS = 60 * 60_000;
const killed = new KilledServer(join(__dirname, '../support/application/killed-evidence.cjs'));
const at = (name: string) => join(killed.folder, name);
const env: Record<string, string> = { SIGNED_NOTES: at('signed.jsonl'), KEYLEDGER_SINK_FILE: at('sink.jsonl') };
let fixture: Fixture;
let identityId: string;
let witness: WitnessProcess;
let witnessed: NoteKey;
const receipts: string[] = [];

const alive = async (): Promise<Client> => {
  await killed.start(undefined, env);
  return killed.as(fixture.owner.email);
};

beforeAll(async () => {
  await killed.start(undefined, env);
  fixture = await newFixture(killed);
  ({ id: identityId } = await fixture.newIdentity());
  const [vkey = ''] = (await fixture.owner.get('/evidence/keys')).text.split('\n');
  witness = startWitness({ folder: killed.folder, log: vkey });
  const { vkey: by, url } = await witness.ready();
  witnessed = parseVkey(by) as NoteKey;
  writeFileSync(at('policy.txt'), `witness audit ${by} ${url}\nquorum audit\n`);
  env['KEYLEDGER_EVIDENCE_POLICY_FILE'] = at('policy.txt');
}, 180_000);
afterAll(async () => {
  await witness.end();
  await killed.end();
});

interface Line {
  readonly kind: string;
  readonly note: string;
}
const lines = <T>(name: string): readonly T[] =>
  readFileSync(at(name), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);

/** All that was ever signed, whether it was kept or not. */
const signed = () => [...new Set(lines<string>('signed.jsonl'))];

const fetched = async (owner: Client): Promise<string> => {
  const { body } = await owner.post('/evidence/bundles', {});
  await until(
    'the bundle',
    async () => (await owner.ok('GET', `/evidence/bundles/${body.id}`)).status === 'made',
    30_000,
  );
  const response = await fetch(`${killed.url}/api/v1/evidence/bundles/${body.id}/content`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  writeFileSync(at('bundle.tar'), Buffer.from(await response.arrayBuffer()));
  return at('bundle.tar');
};

/** A value is shown, and that it was is to be proved. */
const revealed = async () => (await killed.as(fixture.people.revealer.email)).post(`/identities/${identityId}/reveal`);

const STEPS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['before tiles', {}],
  ['after tiles', {}],
  ['before mark', {}],
  ['before mark-in-place', {}],
  ['after mark', {}],
  ['after checkpoint', {}],
  ['before cosignature', {}],
  ['after cosignature', {}],
  ['before sink', {}],
  ['after sink', {}],
  // An hour after the checkpoint that was told before; the facts' own times go on from there.
  ['before fact', { SKEW_MS: String(HOUR_MS) }],
  ['after fact', { SKEW_MS: String(2 * HOUR_MS) }],
];

test.each(STEPS)(
  'killed %s',
  async (step, more) => {
    const before = await killed.as(fixture.owner.email).then(checkpointOf);
    // It may die as soon as it is up.
    await killed.start(step, { ...env, ...more, KILL_BEYOND: String(before.size) }).catch(() => undefined);
    let death: unknown;
    void killed.died().then((how) => (death = how));
    await Promise.race([killed.died(), revealed().catch(() => undefined)]);
    await until('its death', () => death !== undefined, 30_000);
    expect(death).toBe('SIGKILL');

    const owner = await alive();
    const answer = await revealed();
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    receipts.push(answer.body.receipt.eventId);
    await until('a receipt for each disclosure', async () => {
      const proofs = await Promise.all(receipts.map((id) => owner.get(`/evidence/receipts/${id}`)));
      proofs.forEach(({ text }, n) => writeFileSync(at(`${n}.tlog-proof`), text));
      return proofs.every(({ status }) => status === 200);
    });
    const { size } = await checkpointOf(owner);
    expect(size).toBeGreaterThan(before.size);

    const notes = signed();
    expect(new Set(notes.map((note) => note.split('\n')[1])).size).toBe(notes.length);
  },
  120_000,
);

test('all that was ever signed is one history, to the auditor who holds each checkpoint and receipt', async () => {
  const owner = await alive();
  const notes = signed();
  notes.forEach((note, n) => writeFileSync(at(`${n}.checkpoint`), note));
  const held = {
    checkpoints: notes.map((_, n) => at(`${n}.checkpoint`)),
    receipts: receipts.map((_, n) => at(`${n}.tlog-proof`)),
  };
  const largest = Math.max(...notes.map((note) => Number(note.split('\n')[1])));
  // It is of the newest checkpoint that the witness has cosigned.
  await until('a bundle of all of it', async () => readBundle(await fetched(owner)).manifest.size >= largest, 40_000);
  expect(verifyBundle(at('bundle.tar'), await keysOf(owner), held).findings).toEqual([]);
}, 90_000);

test('whatever step it was killed at: it is cosigned, told in the log once, and lies outside', async () => {
  const { size: before } = await checkpointOf(await killed.as(fixture.owner.email));
  const owner = await alive();
  await until('a cosignature of the newest checkpoint', async () => {
    const { note } = await checkpointOf(owner);
    return (verifyNote(note, [witnessed])?.by.length ?? 0) > 0;
  });
  const told = async () => {
    const { items } = await owner.ok('GET', '/streams/evidence?limit=200');
    return items.filter(({ type }: { type: string }) => type === 'keyledger.checkpoint-recorded.v1');
  };
  expect(await told()).toHaveLength(1);
  const [{ data }] = await told();
  expect(signed()).toContain(data.checkpoint);
  const outside = () => lines<Line>('sink.jsonl').filter(({ kind }) => kind === 'checkpoint');
  await until('a checkpoint outside of all that', () =>
    outside().some(({ note }) => BigInt(note.split('\n')[1] ?? 0) >= before),
  );
  const keys = await keysOf(owner);
  expect(outside().filter(({ note }) => verifyNote(note, keys) === undefined)).toEqual([]);
});
