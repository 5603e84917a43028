import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/until';
import { freePort } from '../../support/free-port';

export interface Sshd {
  readonly port: number;
  readonly hostKeyFile: string;
  readonly config: string;
  log(): string;
  stop(): void;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });

/** The system's own sshd, with PAM and its usual rules, from a folder of its own. `more`: lines of its configuration. */
export const startSshd = async (more: readonly string[] = []): Promise<Sshd> => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-sshd-'));
  const hostKey = join(folder, 'host_key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
  const port = await freePort();
  const config = join(folder, 'sshd_config');
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    'UsePAM yes',
    `PidFile ${folder}/pid`,
  ];
  writeFileSync(config, [...lines, 'MaxStartups 100', 'PasswordAuthentication no', ...more, ''].join('\n'));
  // Its own folder of separated privileges; Debian makes it when the service starts.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server: ChildProcess = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await until('sshd', () => answers(port), 10_000);
  return {
    port,
    hostKeyFile: `${hostKey}.pub`,
    config,
    log: () => log,
    stop: () => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
};
