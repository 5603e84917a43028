import fc from 'fast-check';
import { PROJECTIONS } from '../../projections/catalog';
import { accessGrants } from '../../src/domain/access-grants/state';
import { identity } from '../../src/domain/identities/evolve';
import { entryOf } from '../../src/kernel/entry-of';
import { StreamUnreadable } from '../../src/kernel/stream-unreadable';
import { wrongWithShowing } from '../support/application/basis-in-log';
import { onEngines } from '../support/application/engines';
import { newFixture, type Fixture } from '../support/application/fixture';
import { LogMishaps, settleAll, type Foreign } from '../support/application/log-mishaps';
import type { RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import type { Json } from '../support/json';
import { until } from '../support/until';

const TIMEOUT_MS = 60_000;
const NAMES = PROJECTIONS.map(({ schema }) => schema.name);
const RUNS = Number(process.env['KEYLEDGER_WALKS'] ?? 2);
/** `SEED/PATH` of a walk that failed, to walk it again. */
const [SEED, PATH] = (process.env['KEYLEDGER_WALK'] ?? '').split('/');
const AGAIN = PATH === undefined ? {} : { seed: Number(SEED), path: PATH };
const STEPS = [
  'take',
  'take',
  'look',
  'look',
  'lease',
  'revoke',
  'grant',
  'switch',
  'restart',
  'rebuild',
  'foreign',
  'foreign',
  'lose',
  'settle',
  'keep',
  'put back',
] as const;
type Step = (typeof STEPS)[number];

/** What others write: of no kind of ours, in a stream of theirs, of a later release, and what can't be read. */
const FOREIGN: readonly ((stream: string) => Foreign)[] = [
  (stream) => ({ stream, type: 'SomethingElse', data: '{"a":1}' }),
  () => ({ stream: 'my-own-stream', type: 'keyledger.grant-given.v1', data: '{"grantId":"x"}' }),
  (stream) => ({ stream, type: 'keyledger.unheard-of.v9' }),
  (stream) => ({ stream, type: 'keyledger.identity-checked-in.v1' }),
  (stream) => ({ stream, type: 'keyledger.grant-revoked.v1', data: '{"grantId":7}' }),
];

/** Read models as they stand, every document of each. */
const documentsOf = async (application: RunningApplication): Promise<Readonly<Record<string, readonly Json[]>>> => {
  const all: Record<string, readonly Json[]> = {};
  for (const { schema } of PROJECTIONS) {
    all[schema.name] = await application.projections.readModel<Json>(schema.name).find({ limit: 10_000 });
  }
  return all;
};

/** What befalls a vault, in any order: strangers, rubbish and losses in the log, restarts, rebuilds, an older log, people at work. */
(onEngines ? describe.skip : describe).each(['embedded', 'eventstoredb'] as const)(
  'whatever befalls the log, on %s',
  (store) => {
    let mishaps: LogMishaps;
    let fixture: Fixture;
    let agent: ScriptedAgent;
    let onHost: string;
    let identities: string[];

    const begin = async () => {
      mishaps = await LogMishaps.begin(store);
      fixture = await newFixture(mishaps.application);
      agent = await ScriptedAgent.onNewHost(mishaps.application, fixture.owner, fixture.organizationId, 'web-1');
      onHost = (await fixture.newIdentity({ hostIds: [agent.hostId] })).id;
      identities = [];
    };
    const access = () => `/identity-groups/${fixture.vaultId}/access`;
    const nth = (n: number): string => identities[n % Math.max(1, identities.length)] ?? onHost;
    const streamOf = (n: number): string =>
      [
        `identity-${nth(n)}`,
        `identity-${onHost}`,
        `vaultAccess-${fixture.vaultId}`,
        `user-${fixture.userIds.user}`,
        `directory-${fixture.idpUserIds['user']}`,
        `host-${agent.hostId}`,
      ][n % 6] ?? '';
    const justified = async (identityId: string) => {
      const { vaultId, userIds, idpUserIds } = fixture;
      const shown = { identityId, vaultId, userId: userIds.user, idpUserId: String(idpUserIds['user']) };
      expect(await wrongWithShowing(mishaps.application, shown)).toEqual([]);
    };
    /** Waits in one question for all of them: asked again and again, a server that rebuilds everything has no time for that. */
    const current = () =>
      until(
        'the read models to be current and whole',
        async () => {
          const { projections } = mishaps.application;
          await projections.waitFor(NAMES, await projections.head(), 5000);
          return (await projections.status()).every(({ current: is, state }) => is && state === 'running');
        },
        TIMEOUT_MS,
      );
    const steps: Readonly<Record<Step, (n: number) => Promise<unknown>>> = {
      take: async () => {
        const made = await fixture.newIdentity().catch(() => undefined);
        if (made === undefined) return;
        identities.push(made.id);
        const asked = { reason: 'work', durationMinutes: 60 };
        const { status } = await fixture.people.user.post(`/identities/${made.id}/checkout`, asked);
        if (status === 201) await justified(made.id);
      },
      look: async (n) => {
        const { status } = await fixture.people.user.post(`/identities/${nth(n)}/reveal`);
        if (status === 200) await justified(nth(n));
      },
      lease: async () => {
        await fixture.owner.post(`/identities/${onHost}/rotate`);
        const { status } = await agent.poll();
        if (status !== 200) return;
        for (const stream of [`identity-${onHost}`, `host-${agent.hostId}`]) {
          const { entries, gone } = await mishaps.application.adapters.eventStore.scanStream(stream, 0, 1000);
          expect([stream, gone, entries.filter(({ fault }) => fault !== undefined)]).toEqual([stream, undefined, []]);
        }
      },
      revoke: async () => {
        const { items } = (await fixture.owner.get(access())).body ?? {};
        for (const grant of (items ?? []) as Json[]) await fixture.owner.delete(`${access()}/${grant.id}`);
      },
      grant: () => {
        const principalId = fixture.idpUserIds['user'];
        return fixture.owner.post(access(), { principalType: 'user', principalId, level: 'checkout' });
      },
      switch: (n) => fixture.owner.patch(`/users/${fixture.userIds.user}`, { active: n % 3 > 0 }),
      restart: () => mishaps.restart(),
      rebuild: (n) =>
        fixture.owner.post(`/operations/projections/${PROJECTIONS[n % PROJECTIONS.length]?.schema.name}/rebuild`),
      foreign: async (n) => {
        const foreign = FOREIGN[n % FOREIGN.length];
        if (foreign !== undefined) await mishaps.write(foreign(streamOf(n)));
      },
      lose: (n) => mishaps.lose(streamOf(n)),
      settle: () => settleAll(fixture.owner),
      keep: () => mishaps.keep(),
      'put back': () => mishaps.putBack(),
    };

    /** Open sessions of which nothing is left that allowed them, as the log says. */
    const without = async (): Promise<readonly string[]> => {
      const view = await mishaps.application.adapters.streamReader.fresh();
      const unlessFrozen = async <T>(loading: Promise<T>): Promise<T | undefined> =>
        loading.catch((error: unknown) => {
          if (error instanceof StreamUnreadable) return undefined;
          throw error;
        });
      const grants = (await unlessFrozen(view.load(accessGrants, fixture.vaultId)))?.state.grants;
      const found: string[] = [];
      for (const id of grants === undefined ? [] : identities) {
        const loaded = await unlessFrozen(view.load(identity, id));
        for (const { sessionId, evidence } of loaded?.state.sessions ?? []) {
          if (entryOf(grants ?? {}, evidence.grantId) === undefined) found.push(sessionId);
        }
      }
      return found;
    };
    const allOver = () =>
      until('every session without a basis to be over', async () => (await without()).length === 0, TIMEOUT_MS);

    const ready = async () => (await fixture.owner.get('//health/ready')).body;
    /** Where facts were lost that a checkpoint had been signed over, it is an owner who begins the evidence anew. */
    const answered = async () => {
      if ((await ready()).degraded !== true) return true;
      const { body } = await fixture.owner.get('/evidence/checkpoint');
      if (body?.code === 'EVIDENCE_STOPPED') await fixture.owner.post('/evidence/restart', { reason: 'by chance' });
      return false;
    };

    const walked = async (walk: readonly (readonly [Step, number])[]) => {
      for (const [step, n] of walk) await steps[step](n);
      await allOver();
      await settleAll(fixture.owner);
      await current();
      await allOver();
      await until('nothing to stand still', answered, TIMEOUT_MS).catch(async () =>
        expect(await ready()).not.toMatchObject({ degraded: true }),
      );
      await current();
      await mishaps.application.policies.stop();
      await current();
      const live = await documentsOf(mishaps.application);
      await mishaps.restartWithoutReads();
      await mishaps.application.policies.stop();
      await current();
      // Its policies may have done what was left to do: what both know of is the same.
      const rebuilt = await documentsOf(mishaps.application);
      for (const name of ['access', 'sessions', 'users', 'vaults', 'roles', 'idp_users']) {
        expect({ name, documents: rebuilt[name] }).toEqual({ name, documents: live[name] });
      }
    };

    test('sessions without a basis end, no value is shown without one, nothing stands still, and lists say what the log says', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat(99)), { minLength: 6, maxLength: 12 }),
          async (walk) => {
            await begin();
            try {
              await walked(walk);
            } finally {
              await mishaps.end();
            }
          },
        ),
        { numRuns: RUNS, endOnFailure: true, ...AGAIN },
      );
    }, 900_000);
  },
);
