import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint } from '../../wire/tlog/checkpoint';
import { breakRows } from '../support/application/broken-rows';
import type { Client } from '../support/application/client';
import { describeEmbedded } from '../support/application/engines';
import { checkpointBeyond, checkpointOf, signedAll } from '../support/application/evidence-of';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** Files of the data folder that a hand exchanges for older ones. */
const EVENTS = ['events.db', 'events.db-wal', 'events.db-shm'];

/** A name that somebody would rather have had. */
const REWRITE = `UPDATE events SET data = replace(data, '"name":"', '"name":"x') WHERE type = 'keyledger.organization-created.v1'`;

describeEmbedded('a log that is not the one that was signed', () => {
  let application: RunningApplication;
  let owner: Client;
  const openIn = async (dataDir?: string) => {
    const env = { KEYLEDGER_OWNER_EMAIL: 'owner@example.com' };
    application = await runningApplication({ env, ...(dataDir === undefined ? {} : { dataDir }) });
    owner = await application.as('owner@example.com');
  };
  beforeEach(async () => {
    await openIn();
    await owner.ok('POST', '/organizations', { name: 'First' });
    await checkpointBeyond(owner, 0n);
  });
  afterEach(() => application.end());

  const reopened = async (change: (dataDir: string) => void) => {
    const { dataDir } = application;
    await application.close();
    change(dataDir);
    await openIn(dataDir);
  };

  const stopped = async () => {
    await until('the end of signing', async () => (await owner.get('/evidence/checkpoint')).status === 503);
    const { body } = await owner.get('/evidence/checkpoint');
    expect(body).toMatchObject({ code: 'EVIDENCE_STOPPED', status: 503 });
    return body;
  };

  const tellsOwners = async () => {
    await until('the notice', async () => {
      const { items } = await owner.ok('GET', '/notifications');
      return items.some(({ kind }: { kind: string }) => kind === 'evidence-stopped');
    });
    const ready = await owner.get('//health/ready');
    expect(ready.body).toMatchObject({ degraded: true });
    expect(JSON.stringify(ready.body.reasons)).toContain('signed');
    const { text } = await owner.get('//metrics');
    expect(text).toContain('keyledger_evidence_not_signing{why="stopped"} 1');
    expect(text).toContain('keyledger_evidence_not_signing{why="key_missing"} 0');
  };

  test('is found where a fact says something else, by its stream and revision, and service goes on', async () => {
    await reopened((dataDir) => breakRows(dataDir, REWRITE));
    // The fact proves nothing any more: the tree is another one without it.
    expect(await stopped()).toMatchObject({ cause: 'rewritten', agreesUpTo: expect.any(Number) });
    await until('its place', async () => {
      const { items } = await owner.ok('GET', '/operations/damage');
      return items.some(
        ({ stream, revision }: { stream: string; revision: number }) =>
          stream.startsWith('organization-') && revision === 0,
      );
    });
    await tellsOwners();
    expect((await owner.post('/idp/groups', { name: 'Goes on' })).status).toBe(201);
  });

  test('is found where it lost its end and went on another way, by its size', async () => {
    await signedAll(owner);
    const { dataDir } = application;
    const copy = `${dataDir}.copy`;
    const before = await checkpointOf(owner);
    await application.close();
    EVENTS.forEach((name) => cpSync(join(dataDir, name), join(copy, name), { force: true }));
    await openIn(dataDir);
    await owner.ok('POST', '/organizations', { name: 'Soon forgotten' });
    const after = await checkpointBeyond(owner, before.size);
    await reopened(() => EVENTS.forEach((name) => cpSync(join(copy, name), join(dataDir, name), { force: true })));
    const { cause, agreesUpTo, detail } = await stopped();
    expect(['cut', 'rewritten']).toContain(cause);
    expect(BigInt(agreesUpTo)).toBe(before.size);
    expect(detail).toContain(String(after.size));
    rmSync(copy, { recursive: true });
  });

  test('is found where tree and checkpoints were made anew, by what the key remembers', async () => {
    await reopened((dataDir) => {
      breakRows(dataDir, REWRITE);
      for (const name of [
        'reads.db',
        'reads.db-wal',
        'reads.db-shm',
        'evidence.db',
        'evidence.db-wal',
        'evidence.db-shm',
      ]) {
        rmSync(join(dataDir, name), { force: true });
      }
    });
    expect(await stopped()).toMatchObject({ cause: 'rewritten', agreesUpTo: 0 });
  });

  test('is found where another key would sign', async () => {
    await reopened((dataDir) => {
      rmSync(join(dataDir, 'evidence.key'));
      rmSync(join(dataDir, 'evidence.mark'));
    });
    expect(await stopped()).toMatchObject({ cause: 'other_key' });
  });

  test('is begun anew by an owner, with the last checkpoint as its first leaf, and goes on from there', async () => {
    await signedAll(owner);
    const last = await checkpointOf(owner);
    await reopened((dataDir) => breakRows(dataDir, REWRITE));
    await stopped();
    expect(await owner.ok('POST', '/evidence/restart', { reason: 'the disk was exchanged' })).toEqual({ log: 2 });
    const first = await checkpointBeyond(owner, 0n);
    expect(first.origin).toBe(`${last.origin}/2`);
    const response = await owner.get(`/evidence/tile/entries/000.p/1`);
    const leaf = JSON.parse(response.text.slice(2));
    expect(leaf.type).toBe('keyledger.evidence-restarted.v1');
    expect(leaf.data).toMatchObject({ reason: 'the disk was exchanged', log: 2 });
    expect(parseCheckpoint(leaf.data.lastCheckpoint.split('\n\n')[0] + '\n')?.origin).toBe(last.origin);
    await owner.ok('POST', '/organizations', { name: 'After' });
    await checkpointBeyond(owner, first.size);
    await application.close();
    await openIn(application.dataDir);
    await owner.ok('POST', '/organizations', { name: 'Later' });
    expect((await checkpointBeyond(owner, first.size + 1n)).origin).toBe(first.origin);
    expect((await owner.post('/evidence/restart', { reason: 'again' })).body.code).toBe('EVIDENCE_NOT_STOPPED');
  });

  test('the key and what it remembers are for the server’s user alone', async () => {
    const { dataDir } = application;
    const mark = readFileSync(join(dataDir, 'evidence.mark'), 'utf8').split('\n');
    expect(mark[0]).toMatch(/^keyledger\//);
    expect(Number(mark[1])).toBeGreaterThan(0);
  });
});
