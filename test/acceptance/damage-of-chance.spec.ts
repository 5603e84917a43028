import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { PROJECTIONS } from '../../projections/catalog';
import { accessGrants } from '../../src/domain/access-grants/state';
import { identity } from '../../src/domain/identities/evolve';
import { entryOf } from '../../src/kernel/entry-of';
import { StreamUnreadable } from '../../src/kernel/stream-unreadable';
import { freePort } from '../hosts/support/free-port';
import { breakRows } from '../support/application/broken-rows';
import { describeEmbedded } from '../support/application/engines';
import { olderFiles } from '../support/application/older-files';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newFixture, type Fixture } from '../support/application/fixture';
import type { Json } from '../support/json';
import { until } from '../support/until';

const TIMEOUT_MS = 30_000;
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
const documentsOf = async (application: RunningApplication): Promise<Readonly<Record<string, readonly Json[]>>> => {
  const all: Record<string, readonly Json[]> = {};
  for (const { schema } of PROJECTIONS) {
    all[schema.name] = await application.projections.readModel<Json>(schema.name).find({ limit: 10_000 });
  }
  return all;
};

/** What befalls a vault, in any order: rubbish in the log, restarts, rebuilds, an older log, and people at work meanwhile. */
describeEmbedded('whatever befalls the log, and in whatever order', () => {
  let application: RunningApplication;
  let fixture: Fixture;
  let identities: string[];
  let kept: boolean;

  const begin = async () => {
    const env = { KEYLEDGER_PORT: String(await freePort()), KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    application = await runningApplication({ env });
    fixture = await newFixture(application);
    identities = [];
    kept = false;
  };
  const between = async (work: () => void = () => undefined) => {
    await application.close();
    work();
    application = await runningApplication({
      dataDir: application.dataDir,
      env: { KEYLEDGER_PORT: new URL(application.url).port },
    });
    // Connections of the server before may be tried once more.
    await until('an answer', () =>
      fixture.owner.get('/me').then(
        () => true,
        () => false,
      ),
    );
  };
  const access = () => `/identity-groups/${fixture.vaultId}/access`;
  const settleAll = async () => {
    const { items } = await fixture.owner.ok('GET', '/operations/damage');
    for (const { id, settledBy } of items as Json[]) {
      if (settledBy === undefined) await fixture.owner.post(`/operations/damage/${id}/settle`, { reason: 'by chance' });
    }
  };
  const current = () =>
    until(
      'the read models to be current and whole',
      async () => {
        const all = await application.projections.status();
        return all.every(({ current: is, state }) => is && state === 'running');
      },
      TIMEOUT_MS,
    );
  const steps: Readonly<Record<(typeof STEPS)[number], (n: number) => Promise<unknown>>> = {
    'check out': async () => {
      const { id } = await fixture.newIdentity();
      identities.push(id);
      await fixture.people.user.post(`/identities/${id}/checkout`, { reason: 'work', durationMinutes: 60 });
    },
    revoke: async () => {
      const { items } = (await fixture.owner.get(access())).body;
      for (const grant of (items ?? []) as Json[]) await fixture.owner.delete(`${access()}/${grant.id}`);
    },
    grant: () =>
      fixture.owner.post(access(), {
        principalType: 'user',
        principalId: fixture.idpUserIds['user'],
        level: 'checkout',
      }),
    restart: () => between(),
    rebuild: (n) =>
      fixture.owner.post(`/operations/projections/${PROJECTIONS[n % PROJECTIONS.length]?.schema.name}/rebuild`),
    rubbish: async (n) => {
      const stream = `identity-${identities[n % Math.max(1, identities.length)] ?? fixture.vaultId}`;
      await between(() =>
        breakRows(
          application.dataDir,
          `INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), '${stream}', coalesce(max(revision), -1) + 1,
           lower(hex(randomblob(16))), 'keyledger.unheard-of.v1', '{}', '{}' FROM events WHERE stream = '${stream}'`,
        ),
      );
    },
    settle: settleAll,
    keep: async () => {
      await between(() => olderFiles(application.dataDir).keep('events'));
      kept = true;
    },
    'put back': async () => {
      if (kept) await between(() => olderFiles(application.dataDir).putBack('events'));
    },
  };

  /** Open sessions of which nothing is left that allowed them, as the log says. */
  const without = async (): Promise<readonly string[]> => {
    const view = await application.adapters.streamReader.fresh();
    const { grants } = (await view.load(accessGrants, fixture.vaultId)).state;
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
              TIMEOUT_MS,
            );
            await settleAll();
            await current();
            await until(
              'every session without a basis to be over',
              async () => (await without()).length === 0,
              TIMEOUT_MS,
            );
            const ready = async () => (await fixture.owner.get('//health/ready')).body;
            await until('nothing to stand still', async () => (await ready()).degraded !== true, TIMEOUT_MS);
            await current();
            await application.policies.stop();
            await current();
            const live = await documentsOf(application);
            await between(() =>
              ['reads.db', 'reads.db-wal', 'reads.db-shm'].forEach((name) =>
                rmSync(join(application.dataDir, name), { force: true }),
              ),
            );
            await application.policies.stop();
            await current();
            // Its policies may have done what was left to do: what both know of is the same.
            const rebuilt = await documentsOf(application);
            for (const name of ['access', 'open_sessions', 'sessions', 'users', 'vaults', 'roles', 'idp_users']) {
              expect({ name, documents: rebuilt[name] }).toEqual({ name, documents: live[name] });
            }
          } finally {
            await application.end();
          }
        },
      ),
      { numRuns: Number(process.env['KEYLEDGER_WALKS'] ?? 3), endOnFailure: true },
    );
  }, 600_000);
});
