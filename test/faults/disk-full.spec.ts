import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Client } from '../support/application/client';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';
import { until } from '../support/until';

/** A disk of its own, so that it can run full; mounting one takes root. */
const DISK_MIB = 24;
const disk = mkdtempSync(join(tmpdir(), 'keyledger-full-'));
const env = { KEYLEDGER_DATA_DIR: join(disk, 'data') };
const ballast = join(disk, 'ballast');

let server: ServerProcess;
let owner: Client;
let vaultId: string;
beforeAll(async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0700`, 'tmpfs', disk]);
  server = startServer(env);
  owner = await signedIn(await server.ready(), env, 'owner@example.com');
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Full' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 's'.repeat(40) });
  vaultId = (await owner.ok('POST', '/identity-groups', { name: 'V', organizationId })).id;
});
afterAll(async () => {
  server.kill('SIGKILL');
  await server.ended();
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

const identity = (name: string) => ({
  identityGroupId: vaultId,
  name,
  username: name,
  credential: `value of ${name}`,
  credentialType: 'other',
});

/** Nothing is left, but for what the files already take. */
const fill = (): void => {
  const file = openSync(ballast, 'w');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, page);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
};

const checkOut = (id: string) => owner.post(`/identities/${id}/checkout`, { reason: 'disk full', durationMinutes: 30 });

/** Asks until it is refused: what the files have taken of the disk already may still hold a few. */
const firstRefusal = async (ask: () => Promise<Answer>): Promise<Answer> => {
  let answer = await ask();
  await until('a refusal', async () => {
    answer = await ask();
    return answer.status !== 201;
  });
  return answer;
};

const expectUnavailable = ({ status, headers, body, text }: Answer) => {
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'UNAVAILABLE' });
  expect(headers.get('retry-after')).toMatch(/^\d+$/);
  expect(text).not.toContain('value of');
};

test('a full disk discloses nothing and loses nothing; room again, and it goes on without a restart', async () => {
  const { id } = await owner.ok('POST', '/identities', identity('kept'));
  const made: string[] = [id];
  fill();
  const notCreated = await firstRefusal(async () => {
    const answer = await owner.post('/identities', identity(`n${made.length}`));
    if (answer.status === 201) made.push(answer.body.id);
    return answer;
  });
  expectUnavailable(notCreated);
  const notDisclosed = await firstRefusal(async () => {
    const answer = await checkOut(id);
    if (answer.status === 201) await owner.post(`/sessions/${answer.body.session.id}/checkin`);
    return answer;
  });
  expectUnavailable(notDisclosed);
  expect((await owner.get('//health/live')).status).toBe(200);

  rmSync(ballast);
  let out = notDisclosed;
  await until('a checkout', async () => (out = await checkOut(id)).status === 201, 20_000);
  expect((await checkOut(id)).body.code).toBe('ALREADY_CHECKED_OUT');
  await owner.ok('POST', `/sessions/${out.body.session.id}/checkin`);
  await until('all parts ready', async () => (await owner.get('//health/ready')).status === 200, 20_000);
  const { items } = await owner.ok('GET', `/identities?identityGroupId=${vaultId}&limit=200`);
  expect(items.map((item: { id: string }) => item.id).sort()).toEqual(made.toSorted());
}, 60_000);
