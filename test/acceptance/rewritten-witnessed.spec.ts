import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../verifier/finding';
import { verifyBundle } from '../../verifier/verify-bundle';
import type { NoteKey } from '../../wire/tlog/note-key';
import { verifyNote } from '../../wire/tlog/verify-note';
import { AttackedLog } from '../support/application/attacked-log';
import type { Client } from '../support/application/client';
import { bundleInto, checkpointBeyond, checkpointOf, keysOf, signedAll } from '../support/application/evidence-of';
import { newFixture } from '../support/application/fixture';
import { MadeBackup } from '../support/application/made-backup';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { without } from '../support/application/rewrites';
import { ownWitness } from '../support/evidence/own-witness';
import { until } from '../support/until';

/** A witness that failed is asked again after pauses that double. */
const PATIENCE_MS = 120_000;

/** A server as somebody audits it. */
interface Audited {
  readonly application: RunningApplication;
  readonly owner: Client;
}

/**
 * Whoever holds the signing key and can write to the stores, or put back a backup, can sign another history, and tell two people two of
 * them. A witness cosigns one of them; an auditor who holds nothing but keys and policy finds that.
 */
let witness: Awaited<ReturnType<typeof ownWitness>>;
beforeEach(async () => {
  witness = await ownWitness();
});
afterEach(() => witness.end());

const audited = async (application: RunningApplication): Promise<Audited> => ({
  application,
  owner: await application.as('owner@example.com'),
});

const isCosigned = (note: string): boolean => (verifyNote(note, [witness.key])?.by.length ?? 0) > 0;

/** Its newest checkpoint, once it has more facts than that and the witness has cosigned it. */
const cosignedBeyond = async ({ owner }: Audited, size: bigint) => {
  const newest = () => checkpointOf(owner).catch(() => undefined);
  await until(
    'a cosignature',
    async () => {
      const checkpoint = await newest();
      return checkpoint !== undefined && checkpoint.size > size && isCosigned(checkpoint.note);
    },
    PATIENCE_MS,
  );
  return checkpointOf(owner);
};

/** Its newest checkpoint, once all that was written is under it: one of less may be true of another history too. */
const cosignedAll = async (server: Audited) => {
  await signedAll(server.owner);
  return cosignedBeyond(server, (await checkpointOf(server.owner)).size - 1n);
};

const growBeyond = async ({ owner }: Audited, size: bigint) => {
  while ((await checkpointBeyond(owner, 0n)).size <= size) {
    await owner.ok('POST', '/organizations', { name: 'One more' });
  }
};

/** Until the witness has refused a checkpoint of it. */
const refused = async ({ application }: Audited): Promise<void> => {
  const told = async () => (await fetch(`${application.url}/metrics`)).text();
  const REFUSED = /keyledger_evidence_witness_requests_total\{witness="audit",outcome="(?:refused|ahead)"\} [1-9]/;
  await until('a refusal', async () => REFUSED.test(await told()), PATIENCE_MS).catch(async (error: Error) => {
    const outcomes = (await told()).split('\n').filter((line) => line.startsWith('keyledger_evidence_witness'));
    throw new Error([error.message, ...outcomes, ...application.logged.slice(-20)].join('\n'));
  });
};

/** What an auditor finds who holds keys, the policy, or a checkpoint. */
const found = async (
  { application, owner }: Audited,
  folder: string,
  keys: readonly NoteKey[],
  by: { readonly policy?: typeof witness.policy; readonly checkpoint?: string },
) => {
  const [path, held] = [join(folder, 'bundle.tar'), join(folder, 'held.txt')];
  await bundleInto(path, application, owner);
  writeFileSync(held, by.checkpoint ?? '');
  const checkpoints = by.checkpoint === undefined ? [] : [held];
  const policy = by.policy === undefined ? {} : { policy: by.policy };
  const { findings, size } = verifyBundle(path, keys, { checkpoints, receipts: [], ...policy });
  return { size: BigInt(size), rules: findings.map(({ rule }: Finding) => rule) };
};

describe.each(['embedded', 'eventstoredb'] as const)('a history that a witness has seen, %s', (store) => {
  let log: AttackedLog;
  let keys: readonly NoteKey[];
  let grants: string;
  /** How far the witness has seen it. */
  let seen: bigint;
  beforeEach(async () => {
    log = await AttackedLog.begin(store, witness.env);
    const { vaultId } = await newFixture(log.application);
    grants = `vaultAccess-${vaultId}`;
    const present = await audited(log.application);
    keys = await keysOf(present.owner);
    witness.believe(keys);
    seen = (await cosignedAll(present)).size;
    await log.stop();
    log.keep('present');
  }, 300_000);
  afterEach(() => log.end());

  const attacked = async (does: () => void): Promise<Audited> => {
    does();
    await log.start();
    return audited(log.application);
  };
  const folder = () => join(log.dataDir, '..');

  test('who has stolen the key and takes a grant away has nobody vouch for the rest', async () => {
    const present = await attacked(() => {
      log.rewrite((facts) => {
        const last = facts.findLast(({ stream }) => stream === grants);
        return without((fact) => fact === last)(facts);
      });
      log.lose(['evidence', 'reads', 'mark']);
    });
    await growBeyond(present, seen);
    await refused(present);
    expect(await found(present, folder(), keys, {})).toMatchObject({ rules: [] });
    expect(await found(present, folder(), keys, { policy: witness.policy })).toMatchObject({ rules: ['quorum'] });
  }, 300_000);

  test('of two histories one is vouched for, the other as far as it is the same', async () => {
    const one = await attacked(() => undefined);
    await one.owner.ok('POST', '/organizations', { name: 'Told to one' });
    const told = await cosignedAll(one);
    await log.stop();
    const another = await attacked(() => log.putBack('present'));
    await another.owner.ok('POST', '/organizations', { name: 'Told to another' });
    await growBeyond(another, told.size);
    await refused(another);
    expect(isCosigned((await checkpointOf(another.owner)).note)).toBe(false);
    const { size, rules } = await found(another, folder(), keys, { policy: witness.policy });
    expect([size <= seen, rules]).toEqual([true, []]);
    expect((await found(another, folder(), keys, { checkpoint: told.note })).rules).toEqual(['cut']);
  }, 300_000);
});

test('an older backup, put back with the key and without what that remembers, is another history', async () => {
  const present = await audited(await runningApplication({ env: witness.env }));
  const keys = await keysOf(present.owner);
  witness.believe(keys);
  const seen = (await cosignedAll(present)).size;
  const backup = await MadeBackup.of(present.application);
  await present.owner.ok('POST', '/organizations', { name: 'Made since' });
  const told = await cosignedAll(present);
  const into = join(backup.newFolder(), 'data');
  expect(await backup.restore(backup.folder, into)).toMatchObject({ status: 0 });
  copyFileSync(join(present.application.dataDir, 'evidence.key'), join(into, 'evidence.key'));
  const again = await audited(await runningApplication({ dataDir: into, env: { ...backup.key, ...witness.env } }));
  try {
    await growBeyond(again, told.size);
    await refused(again);
    expect(isCosigned((await checkpointOf(again.owner)).note)).toBe(false);
    const { size, rules } = await found(again, into, keys, { policy: witness.policy });
    expect([size <= seen, rules]).toEqual([true, []]);
    expect((await found(again, into, keys, { checkpoint: told.note })).rules).toEqual(['cut']);
  } finally {
    await again.application.end();
    await present.application.end();
    backup.end();
  }
}, 300_000);
