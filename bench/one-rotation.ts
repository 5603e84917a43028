import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { api } from './support/api';
import { median, type Figure } from './support/figures';
import { removeData, startServer } from './support/server-process';
import { makeVault } from './support/vault';

const ROUNDS = 20;
const MORE_MS = 50;
const CLI = join(__dirname, '../cli/main.js');
const WHAT = 'request → confirmed, one host online, a Linux password';
const MUST_REACH = `≤ 2 × chpasswd and unix_chkpwd alone, + ${MORE_MS} ms`;

interface Rotation {
  readonly status: string;
  readonly startedAt: string;
}

/** What the system's own two programs take, ms. */
const alone = (name: string): number => {
  const value = randomBytes(18).toString('base64url');
  const began = performance.now();
  execFileSync('chpasswd', { input: `${name}:${value}\n` });
  execFileSync('unix_chkpwd', [name, 'nonull'], { input: `${value}\0` });
  return performance.now() - began;
};

/** One rotation after another of a real account, by the real agent. Takes root, and makes and removes an account. */
export const oneRotation = async (quick: boolean): Promise<readonly Figure[]> => {
  if (process.getuid?.() !== 0) {
    return [
      { what: WHAT, measured: 'not measured: changing a password takes root', mustReach: MUST_REACH, reached: false },
    ];
  }
  const application = await startServer();
  const name = `kl${randomBytes(6).toString('hex')}`;
  const stateDir = mkdtempSync(join(tmpdir(), 'keyledger-bench-agent-'));
  execFileSync('useradd', ['--create-home', name]);
  execFileSync('chpasswd', { input: `${name}:first-Password-1\n` });
  const call = api(application.url, await application.token('owner@example.com'));
  const { organizationId, vaultId } = await makeVault(call, 0);
  const host = await call<{ id: string }>('POST', '/hosts', { name: 'bench', organizationId });
  const { token } = await call<{ token: string }>('POST', `/hosts/${host.id}/join-token`);
  const words = ['agent', '--server', application.url, '--token', token, '--state-dir', stateDir];
  const agent = spawn(process.execPath, [CLI, ...words], { stdio: 'ignore' });
  try {
    // One that joins a host on which an identity already is waits for a person's approval.
    while (!(await call<{ online: boolean }>('GET', `/hosts/${host.id}`)).online) await pause(20);
    const account = { name, username: name, credential: 'first-Password-1', credentialType: 'password' };
    const body = { identityGroupId: vaultId, ...account, hostIds: [host.id] };
    const { id } = await call<{ id: string }>('POST', '/identities', body);
    const took: number[] = [];
    const usual: number[] = [];
    for (let round = 0; round <= (quick ? ROUNDS / 4 : ROUNDS); round++) {
      await call('POST', `/identities/${id}/rotate`);
      for (let now: Rotation | undefined; now?.status !== 'confirmed'; await pause(20)) {
        now = await call<Rotation>('GET', `/identities/${id}/rotation`);
        if (now.status !== 'pending' && now.status !== 'confirmed') throw new Error(`the rotation is ${now.status}`);
      }
      const { startedAt } = await call<Rotation>('GET', `/identities/${id}/rotation`);
      const { lastRotatedAt } = await call<{ lastRotatedAt: string }>('GET', `/identities/${id}`);
      took.push(Date.parse(lastRotatedAt) - Date.parse(startedAt));
      // After it, so that the next rotation finds a value that is not the vault's, which is all the same to it.
      usual.push(alone(name));
    }
    // The first one waits for the agent to start.
    const [ours, theirs] = [median(took.slice(1)), median(usual.slice(1))];
    return [
      {
        what: WHAT,
        measured: `${ours.toFixed(0)} ms (the two programs alone: ${theirs.toFixed(0)} ms)`,
        mustReach: MUST_REACH,
        reached: ours <= 2 * theirs + MORE_MS,
      },
    ];
  } finally {
    agent.kill('SIGKILL');
    execFileSync('userdel', ['--remove', '--force', name], { stdio: 'ignore' });
    await application.stop();
    removeData(application.dataDir);
    rmSync(stateDir, { recursive: true });
  }
};
