import { randomBytes } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { JobSecret } from '../../wire/job-order';
import { formatOpenSshKey } from '../../wire/openssh-key';
import { sshPublicKey } from '../../wire/ssh-public-key';
import { BadConfig } from '../config/bad-config';
import { readConfig } from '../config/read-config';
import type { Account, Because, Change, Connector, Login, Target } from '../connector';
import { editAsUser } from '../target/as-user';
import { hostKeys } from '../target/host-keys';
import type { KeyFileTask } from '../target/key-file-task';
import { localUser, type LocalUser } from '../target/local-user';
import { mayTouch } from '../target/may-touch';
import { runProgram } from '../target/run-program';
import { sshLogin } from '../target/ssh-login';

const COMMENT = 'keyledger';
/** Exit code of `unix_chkpwd USER chkexpiry`: PAM_ACCT_EXPIRED. */
const EXPIRED = 13;
const because = (code: Because['code'], detail: string): Because => ({ code, detail });

const blobOf = (privateKey: string | undefined): string | undefined =>
  privateKey === undefined ? undefined : sshPublicKey(privateKey)?.split(' ')[1];

/** In whatever form: other text, a note where the key should be, lets nobody in. */
const isPrivateKey = (text: string): boolean =>
  blobOf(text) !== undefined || /^\s*(-----BEGIN [A-Z ]*PRIVATE KEY-----|PuTTY-User-Key-File)/.test(text);

/** Opened for one configuration. */
class AuthorizedKeys implements Target {
  constructor(
    private readonly path: readonly string[],
    private readonly accounts: readonly string[] | undefined,
    private readonly door: { readonly host: string; readonly port: number },
    private readonly hostKeyFiles: readonly string[] | undefined,
  ) {}

  async obstacle(): Promise<string | undefined> {
    if (process.getuid?.() !== 0) return "writing a user's keys needs root";
    const keys = await hostKeys(this.hostKeyFiles).catch(() => []);
    return keys.length === 0 ? 'no public host key of sshd can be read' : undefined;
  }

  async refusal({ username }: Account): Promise<Because | undefined> {
    const user = await localUser(username);
    if (user === undefined) return because('ACCOUNT_UNKNOWN', 'there is no such local account');
    const forbidden = mayTouch(user, this.accounts);
    if (forbidden !== undefined) return forbidden;
    const { code } = await runProgram({ name: 'unix_chkpwd', args: [username, 'chkexpiry'] });
    return code === EXPIRED ? because('ACCOUNT_LOCKED', 'the account has expired: sshd refuses any key') : undefined;
  }

  async set(account: Account, secret: { value: string; previous?: string }): Promise<Change> {
    const add = sshPublicKey(secret.value);
    if (add === undefined) return { changed: 'no', ...because('UNSUPPORTED', 'the value is no private key') };
    const like = blobOf(secret.previous);
    const refused = await this.edit(account, { add, comment: COMMENT, ...(like === undefined ? {} : { like }) });
    if (refused !== undefined) return { changed: 'no', ...because('PERMISSION_DENIED', refused) };
    return { changed: 'yes', undo: () => this.undo(account, secret) };
  }

  async login({ username }: Account, value: string): Promise<Login> {
    const keys = await hostKeys(this.hostKeyFiles);
    return sshLogin({ ...this.door, hostKeys: keys }, username, value);
  }

  wrongValue(): string {
    return formatOpenSshKey({ seed: randomBytes(32), check: randomBytes(4), comment: '' });
  }

  async retire(account: Account, { value, previous, former = [] }: JobSecret): Promise<readonly string[]> {
    const olds = [previous, ...former].filter((old) => old !== undefined && isPrivateKey(old));
    const blobs = olds.flatMap((old) => blobOf(old) ?? []);
    const remove = blobs.filter((blob) => blob !== blobOf(value));
    const removed = remove.length === 0 || (await this.edit(account, { remove })) === undefined;
    // Of a key whose public half can't be read (sealed by a phrase, PuTTY's format) nobody knows which line is its.
    return removed && blobs.length === olds.length ? [] : ['OLD_KEY_NOT_REMOVED'];
  }

  /** The old key was never taken away: without the new one all is as before, if the old one lets in. */
  private async undo(account: Account, { value, previous }: { value: string; previous?: string }): Promise<boolean> {
    const remove = blobOf(value);
    if (remove === undefined || previous === undefined || remove === blobOf(previous)) return false;
    if ((await this.edit(account, { remove: [remove] })) !== undefined) return false;
    return (await this.login(account, previous)).answer === 'accepted';
  }

  private async edit({ username }: Account, what: Omit<KeyFileTask, 'home' | 'path'>): Promise<string | undefined> {
    const user = await localUser(username);
    return user === undefined
      ? 'there is no such local account'
      : editAsUser(user, { home: user.home, path: this.pathFor(user), ...what });
  }

  private pathFor(user: LocalUser): readonly string[] {
    return this.path.map((part) => part.replaceAll('%u', user.name));
  }
}

/**
 * SSH keys of local accounts: the new public key is added as the user, proved by a login through the real sshd, and only
 * then the old one is removed. Lines of others stay. Needs root, to become the user.
 */
export const sshAuthorizedKeys: Connector = {
  name: 'ssh-authorized-keys',
  open: (config) => {
    const given = readConfig('connectors.ssh-authorized-keys', config, {
      accounts: 'texts',
      host: 'text',
      port: 'port',
      hostKeyFiles: 'texts',
      authorizedKeysFile: 'text',
    });
    const { host = '127.0.0.1', port = 22, authorizedKeysFile: file = '.ssh/authorized_keys' } = given;
    const path = file.replace(/^%h\//, '').split('/');
    if (isAbsolute(file) || path.some((part) => part === '' || part === '.' || part === '..')) {
      throw new BadConfig('connectors.ssh-authorized-keys.authorizedKeysFile must lie in the home folder');
    }
    return new AuthorizedKeys(path, given.accounts, { host, port }, given.hostKeyFiles);
  },
};
