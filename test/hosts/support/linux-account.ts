import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface LinuxAccount {
  readonly name: string;
  readonly home: string;
}

const made = new Set<string>();

/** Made for one test under a random name; see `removeLinuxAccounts`. */
export const linuxAccount = (password?: string): LinuxAccount => {
  const name = `kl${randomBytes(6).toString('hex')}`;
  execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', name]);
  made.add(name);
  const input = `${name}:${password}\n`;
  if (password !== undefined) execFileSync('chpasswd', { input, stdio: ['pipe', 'ignore', 'pipe'] });
  return { name, home: `/home/${name}` };
};

export const removeLinuxAccounts = (): void => {
  for (const name of made) execFileSync('userdel', ['--remove', '--force', name], { stdio: 'ignore' });
  made.clear();
};

/** `/etc/shadow` without the accounts of these names. */
export const otherShadowLines = (...names: readonly string[]): string =>
  readFileSync('/etc/shadow', 'utf8')
    .split('\n')
    .filter((line) => !names.some((name) => line.startsWith(`${name}:`)))
    .join('\n');
