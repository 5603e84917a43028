import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatOpenSshKey } from '../../../wire/openssh-key';
import { sshPublicKey } from '../../../wire/ssh-public-key';
import type { Account } from '../../../agent/connector';
import { linuxAccount, type LinuxAccount } from './linux-account';

export const newKey = (): string => formatOpenSshKey({ seed: randomBytes(32), check: randomBytes(4), comment: 'test' });

/** `ssh-ed25519 AAAA…`. */
export const publicLine = (key: string): string => sshPublicKey(key) as string;

export const accountOf = ({ name }: LinuxAccount): Account => ({ username: name, settings: {} });

export const keyFileOf = ({ home }: LinuxAccount, name = 'authorized_keys'): string => join(home, '.ssh', name);

/** Writes one of a user's own files of keys. */
export const writeKeys = (user: LinuxAccount, text: string, name?: string): void => {
  const { uid, gid } = statSync(user.home);
  const path = keyFileOf(user, name);
  mkdirSync(dirname(path), { mode: 0o700, recursive: true });
  chownSync(dirname(path), uid, gid);
  writeFileSync(path, text, { mode: 0o600 });
  chownSync(path, uid, gid);
};

/** An account with this text as its file of keys. */
export const withKeys = (text: string): LinuxAccount => {
  const user = linuxAccount();
  writeKeys(user, text);
  return user;
};
