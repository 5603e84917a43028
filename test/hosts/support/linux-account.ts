import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface LinuxAccount {
  readonly name: string;
  readonly home: string;
}

const made = new Set<string>();
/** By their home. */
const byHand = new Map<string, string>();

/** Made for one test under a random name; see `removeLinuxAccounts`. */
export const linuxAccount = (password?: string): LinuxAccount => {
  const name = `kl${randomBytes(6).toString('hex')}`;
  execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', name]);
  made.add(name);
  const input = `${name}:${password}\n`;
  if (password !== undefined) execFileSync('chpasswd', { input, stdio: ['pipe', 'ignore', 'pipe'] });
  return { name, home: `/home/${name}` };
};

/** Of a name that useradd would not make, as other tools do. */
export const namedAccount = (name: string, password: string): LinuxAccount => {
  const { name: ordinary, home } = linuxAccount(password);
  for (const file of ['/etc/passwd', '/etc/shadow']) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(new RegExp(`^${ordinary}:`, 'm'), () => `${name}:`),
    );
  }
  made.delete(ordinary);
  byHand.set(name, home);
  return { name, home };
};

export const removeLinuxAccounts = (): void => {
  for (const name of made) execFileSync('userdel', ['--remove', '--force', name], { stdio: 'ignore' });
  made.clear();
  for (const [name, home] of byHand) {
    for (const file of ['/etc/passwd', '/etc/shadow']) {
      const lines = readFileSync(file, 'utf8').split('\n');
      writeFileSync(file, lines.filter((line) => !line.startsWith(`${name}:`)).join('\n'));
    }
    rmSync(home, { recursive: true, force: true });
    spawnSync('groupdel', [basename(home)]);
  }
  byHand.clear();
};

/** `/etc/shadow` without the accounts of these names. */
export const otherShadowLines = (...names: readonly string[]): string =>
  readFileSync('/etc/shadow', 'utf8')
    .split('\n')
    .filter((line) => !names.some((name) => line.startsWith(`${name}:`)))
    .join('\n');
