import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { PROJECTIONS } from '../../projections/catalog';
import { accessGrants } from '../../src/domain/access-grants/state';
import { identity } from '../../src/domain/identities/evolve';
import { entryOf } from '../../src/kernel/entry-of';
import { StreamUnreadable } from '../../src/kernel/stream-unreadable';
import { freePort } from '../hosts/support/free-port';
import { breakRows } from '../support/house/broken-rows';
import { describeEmbedded } from '../support/house/engines';
import { olderFiles } from '../support/house/older-files';
import { runningHouse, type RunningHouse } from '../support/house/running-house';
import { newWorld, type World } from '../support/house/world';
import type { Json } from '../support/json';
import { until } from '../support/until';

const PATIENCE_MS = 30_000;
const STEPS = [
  'check out',
  'check out',
  'revoke',
  'grant',
  'restart',
  'rebuild',
  'rubbish',
  'settle',
  'keep',
  'put back',
] as const;

/** Read models as they stand, every document of each. */
const documentsOf = async (house: RunningHouse): Promise<Readonly<Record<string, readonly Json[]>>> => {
  const all: Record<string, readonly Json[]> = {};
  for (const { schema } of PROJECTIONS) {
    all[schema.name] = await house.projections.readModel<Json>(schema.name).find({ limit: 10_000 });
  }
  return all;
};

/** What befalls a vault, in any order: rubbish in the log, restarts, rebuilds, an older log, and people at work meanwhile. */
describeEmbedded('whatever befalls the log, and in whatever order', () => {
  let house: RunningHouse;
  let world: World;
  let identities: string[];
  let kept: boolean;

  const begin = async () => {
    const env = { KEYLEDGER_PORT: String(await freePort()), KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    house = await runningHouse({ env });
    world = await newWorld(house);
    identities = [];
    kept = false;
  };
  const between = async (work: () => void = () => undefined) => {
    await house.close();
    work();
    house = await runningHouse({ dataDir: house.dataDir, env: { KEYLEDGER_PORT: new URL(house.url).port } });
    // Connections of the server before may be tried once more.
    await until('an answer', () =>
      world.owner.get('/me').then(
        () => true,
        () => false,
      ),
    );
  };
  const access = () => `/identity-groups/${world.vaultId}/access`;
  const settleAll = async () => {
    const { items } = await world.owner.ok('GET', '/operations/damage');
    for (const { id, settledBy } of items as Json[]) {
      if (settledBy === undefined) await world.owner.post(`/operations/damage/${id}/settle`, { reason: 'by chance' });
    }
  };
  const current = () =>
    until(
      'the read models to be current and whole',
      async () => {
        const all = await house.projections.status();
        return all.every(({ current: is, state }) => is && state === 'running');
      },
      PATIENCE_MS,
    );
  const steps: Readonly<Record<(typeof STEPS)[number], (n: number) => Promise<unknown>>> = {
    'check out': async () => {
      const { id } = await world.newIdentity();
      identities.push(id);
      await world.people.user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 60 });
    },
    revoke: async () => {
      const { items } = (await world.owner.get(access())).body;
      for (const grant of (items ?? []) as Json[]) await world.owner.delete(`${access()}/${grant.id}`);
    },
    grant: () =>
      world.owner.post(access(), { principalType: 'user', principalId: world.idpUserIds['user'], level: 'checkout' }),
    restart: () => between(),
    rebuild: (n) =>
      world.owner.post(`/operations/projections/${PROJECTIONS[n % PROJECTIONS.length]?.schema.name}/rebuild`),
    rubbish: async (n) => {
      const stream = `identity-${identities[n % Math.max(1, identities.length)] ?? world.vaultId}`;
      await between(() =>
        breakRows(
          house.dataDir,
          `INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), '${stream}', coalesce(max(revision), -1) + 1,
           lower(hex(randomblob(16))), 'keyledger.unheard-of.v1', '{}', '{}' FROM events WHERE stream = '${stream}'`,
        ),
      );
    },
    settle: settleAll,
    keep: async () => {
      await between(() => olderFiles(house.dataDir).keep('events'));
      kept = true;
    },
    'put back': async () => {
      if (kept) await between(() => olderFiles(house.dataDir).putBack('events'));
    },
  };

  /** Open sessions of which nothing is left that allowed them, as the log says. */
  const without = async (): Promise<readonly string[]> => {
    const view = await house.adapters.streamReader.fresh();
    const { grants } = (await view.load(accessGrants, world.vaultId)).state;
    const found: string[] = [];
    for (const id of identities) {
      const loaded = await view.load(identity, id).catch((error: unknown) => {
        if (error instanceof StreamUnreadable) return undefined;
        throw error;
      });
      for (const { sessionId, evidence } of loaded?.state.sessions ?? []) {
        if (entryOf(grants, evidence.grantId) === undefined) found.push(sessionId);
      }
    }
    return found;
  };

  test('every session whose basis is lost ends, nothing stands still, and lists say what the log says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat(99)), { minLength: 6, maxLength: 10 }),
        async (walk) => {
          await begin();
          try {
            for (const [step, n] of walk) await steps[step](n);
            await until(
              'every session without a basis to be over',
              async () => (await without()).length === 0,
              PATIENCE_MS,
            );
            await settleAll();
            await current();
            await until(
              'every session without a basis to be over',
              async () => (await without()).length === 0,
              PATIENCE_MS,
            );
            const ready = async () => (await world.owner.get('//health/ready')).body;
            await until('nothing to stand still', async () => (await ready()).degraded !== true, PATIENCE_MS);
            await current();
            await house.policies.stop();
            await current();
            const live = await documentsOf(house);
            await between(() =>
              ['reads.db', 'reads.db-wal', 'reads.db-shm'].forEach((name) =>
                rmSync(join(house.dataDir, name), { force: true }),
              ),
            );
            await house.policies.stop();
            await current();
            // Its policies may have done what was left to do: what both know of is the same.
            const rebuilt = await documentsOf(house);
            for (const name of ['access', 'open_sessions', 'sessions', 'users', 'vaults', 'roles', 'idp_users']) {
              expect({ name, documents: rebuilt[name] }).toEqual({ name, documents: live[name] });
            }
          } finally {
            await house.end();
          }
        },
      ),
      { numRuns: Number(process.env['KEYLEDGER_WALKS'] ?? 3), endOnFailure: true },
    );
  }, 600_000);
});
