import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Encryption details: a seal that does not open, or is not there, is never passed over, whichever door finds it. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let user: Client;
let revealer: Client;
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  owner = fixture.owner;
  ({ user, revealer } = fixture.people);
});
afterAll(() => application.end());

const metric = async (found: string): Promise<number> => {
  const { text } = await owner.get('//metrics');
  const line = new RegExp(`^keyledger_seal_failures_total\\{found="${found}"\\} (\\d+)$`, 'm').exec(text);
  return Number(line?.[1] ?? Number.NaN);
};
const facts = async (id: string) =>
  (await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.seal-failed.v1`)).items;
const logged = (id: string) => application.logged.filter((line) => line.includes('does not open') && line.includes(id));

const breakSeal = async (id: string, version = 1): Promise<void> => {
  const { materialStore } = application.adapters;
  const sealed = await materialStore.get(id, version);
  if (sealed === undefined) throw new Error('spec: nothing is stored');
  const box = Buffer.from(sealed.box);
  box[box.length - 1] = (box.at(-1) ?? 0) ^ 1;
  await materialStore.replace({ ...sealed, box }, sealed.secretVersion);
};
const takeAway = (id: string) => application.adapters.materialStore.destroy(id, 1);
const checkOut = (id: string) => user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 5 });

test('the count begins at 0, before anything went wrong', async () => {
  expect([await metric('does_not_open'), await metric('missing')]).toEqual([0, 0]);
});

interface Door {
  readonly name: string;
  /** Of an identity whose value is whole; answers what finds out that it is not any more. */
  readonly open: (id: string, hostAgent: ScriptedAgent) => Promise<() => Promise<unknown>>;
  readonly onHost?: true;
}

const DOORS: readonly Door[] = [
  { name: 'a reveal', open: async (id) => () => revealer.post(`/identities/${id}/reveal`) },
  { name: 'a checkout', open: async (id) => () => checkOut(id) },
  {
    name: 'a checkout shown again',
    open: async (id) => {
      const key = { 'Idempotency-Key': `again-${id}` };
      const again = () => user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 5 }, key);
      expect((await again()).status).toBe(201);
      return again;
    },
  },
  { name: 'a rotation in the vault', open: async (id) => () => owner.post(`/identities/${id}/rotate`) },
  {
    name: 'a value set by hand',
    open: async (id) => () => owner.put(`/identities/${id}/credential`, { credential: 'set to mend it' }),
  },
  {
    name: 'a lease',
    onHost: true,
    open: async (id, agent) => {
      await agent.poll();
      return async () => {
        await owner.ok('POST', `/identities/${id}/rotation/reconcile`);
        await agent.poll(5);
      };
    },
  },
];

test.each(
  DOORS.flatMap((door) => [
    [door.name, 'does_not_open', breakSeal, door] as const,
    [door.name, 'missing', takeAway, door] as const,
  ]),
)('%s that finds a seal that is %s: an event, a log line, a count', async (_, found, spoil, door) => {
  const agent = await ScriptedAgent.onNewHost(
    application,
    owner,
    fixture.organizationId,
    `host-${application.logged.length}`,
  );
  const { id, value } = await fixture.newIdentity(door.onHost === true ? { hostIds: [agent.hostId] } : {});
  const before = await metric(found);
  const find = await door.open(id, agent);
  await spoil(id);
  await find();
  await until('the fact', async () => (await facts(id)).length > 0);
  expect(await facts(id)).toMatchObject([
    {
      organizationId: fixture.organizationId,
      identityGroupId: fixture.vaultId,
      data: { identityId: id, version: 1, found },
    },
  ]);
  expect(await metric(found)).toBeGreaterThan(before);
  expect(JSON.parse(logged(id)[0] ?? '{}')).toMatchObject({ level: 50, identityId: id, version: 1, found });
  expect(application.logged.join('')).not.toContain(value);
});

test('a value that is not there is told apart from one that can not be opened', async () => {
  const gone = await fixture.newIdentity();
  await takeAway(gone.id);
  for (const answer of [await revealer.post(`/identities/${gone.id}/reveal`), await checkOut(gone.id)]) {
    expect(answer.body).toMatchObject({ status: 503, code: 'VALUE_MISSING' });
  }
  const refusals = (await owner.ok('GET', `/audit?identityId=${gone.id}&outcome=refused`)).items;
  expect(refusals.map(({ type, code }: { type: string; code: string }) => [type, code])).toEqual([
    ['keyledger.identity-check-out-refused.v1', 'VALUE_MISSING'],
    ['keyledger.identity-reveal-refused.v1', 'VALUE_MISSING'],
  ]);
  const broken = await fixture.newIdentity();
  await breakSeal(broken.id);
  expect((await revealer.post(`/identities/${broken.id}/reveal`)).body).toMatchObject({
    status: 500,
    code: 'INTERNAL',
  });
});

test('whoever asks again and again makes one fact of it, and every try counts', async () => {
  const { id } = await fixture.newIdentity();
  await breakSeal(id);
  const before = await metric('does_not_open');
  for (let n = 0; n < 5; n += 1) await revealer.post(`/identities/${id}/reveal`);
  await until('the fact', async () => (await facts(id)).length > 0);
  expect(await facts(id)).toHaveLength(1);
  expect(await metric('does_not_open')).toBe(before + 5);
});
