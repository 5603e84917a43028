import { randomBytes } from 'node:crypto';
import type { AccountOnTarget } from '../../wire/agent-messages';
import { formatOpenSshKey } from '../../wire/openssh-key';
import { sshPublicKey } from '../../wire/ssh-public-key';
import type { Account, FailureReason, Change, AccountSecret, Login, Target } from '../connector';
import { hostKeys } from './host-keys';
import { editKeys, filesBeside, keyFilesOf } from './key-files';
import type { KeyFileTask } from './key-file-task';
import { localUser, localTarget } from './local-user';
import { mayTouch, type Limits } from './may-touch';
import { runProgram } from './run-program';
import { signerOf, sshAsk, sshLogin, type SshEndpoint } from './ssh-login';

const COMMENT = 'keyledger';
/** Exit code of `unix_chkpwd USER chkexpiry`: PAM_ACCT_EXPIRED. */
const EXPIRED = 13;
const because = (code: FailureReason['code'], detail: string): FailureReason => ({ code, detail });

const blobOf = (publicKey: string): string => publicKey.split(' ')[1] ?? '';

/** Public halves of what may let in beside the new one, the one in force first; what is no private key let nobody in. */
const oldKeysOf = ({ value, previous, former = [], oldKeys = [] }: AccountSecret): readonly string[] => {
  const handed = [previous, ...former].flatMap((old) => (old === undefined ? [] : (sshPublicKey(old) ?? [])));
  const told = oldKeys.flatMap(({ publicKey }) => publicKey ?? []);
  return [...new Set([...handed, ...told])].filter((key) => key !== sshPublicKey(value));
};

export interface KeyAccess {
  readonly endpoint: Omit<SshEndpoint, 'hostKeys'>;
  readonly limits: Limits;
  /** The agent's own word on where new keys go, before sshd's. */
  readonly file?: string;
  readonly hostKeyFiles?: readonly string[];
  /** Configuration of the sshd that is meant, where it is not the usual one. */
  readonly sshdConfig?: string;
}

/** Opened for one configuration. */
export class AuthorizedKeys implements Target {
  constructor(private readonly access: KeyAccess) {}

  async obstacle(): Promise<string | undefined> {
    if (process.getuid?.() !== 0) return "writing a user's keys needs root";
    const keys = await hostKeys(this.access.hostKeyFiles).catch(() => []);
    return keys.length === 0 ? 'no public host key of sshd can be read' : undefined;
  }

  async refusal({ username }: Account): Promise<FailureReason | undefined> {
    const user = await localUser(username);
    if ('code' in user) return user;
    const forbidden = await mayTouch(user, this.access.limits);
    if (forbidden !== undefined) return forbidden;
    const { code } = await runProgram({ name: 'unix_chkpwd', args: [username, 'chkexpiry'] });
    return code === EXPIRED ? because('ACCOUNT_LOCKED', 'the account has expired: sshd refuses any key') : undefined;
  }

  async set(account: Account, handed: AccountSecret): Promise<Change> {
    const add = sshPublicKey(handed.value);
    if (add === undefined || signerOf(handed.value) === undefined) {
      const detail = 'the value is no private key in PEM or OpenSSH format, or needs a passphrase';
      return { changed: 'no', ...because('CREDENTIAL_NOT_USABLE', detail) };
    }
    const like = oldKeysOf(handed).map(blobOf);
    const refused = await this.edit(account, { add, comment: COMMENT, like });
    if (refused !== undefined) return { changed: 'no', ...because('PERMISSION_DENIED', refused) };
    return { changed: 'yes', undo: () => this.undo(account, handed) };
  }

  async login({ username }: Account, value: string): Promise<Login> {
    return sshLogin(await this.endpoint(), username, value);
  }

  wrongValue(): string {
    return formatOpenSshKey({ seed: randomBytes(32), check: randomBytes(4), comment: '' });
  }

  identify({ username }: Account): Promise<AccountOnTarget | undefined> {
    return localTarget(username);
  }

  async retire(account: Account, handed: AccountSecret): Promise<string | undefined> {
    const olds = oldKeysOf(handed);
    const failed = olds.length === 0 ? undefined : await this.edit(account, { remove: olds.map(blobOf) });
    if (failed !== undefined) return `the old key could not be taken out of its file: ${failed}`;
    for (const old of olds) {
      const asked = await sshAsk(await this.endpoint(), account.username, old);
      if (asked.answer === 'accepted') return this.whereFrom(account);
      if (asked.answer === 'inconclusive') {
        return `sshd could not be asked whether the old key lets in: ${asked.detail}`;
      }
    }
    return undefined;
  }

  /** The old key was never taken away: without the new one all is as before, if the old one lets in. */
  private async undo(account: Account, handed: AccountSecret): Promise<boolean> {
    const add = sshPublicKey(handed.value);
    const [inForce] = oldKeysOf(handed);
    // A key that was there before is not ours to take away.
    const wasThere = handed.previous !== undefined && sshPublicKey(handed.previous) === add;
    if (add === undefined || inForce === undefined || wasThere) return false;
    if ((await this.edit(account, { remove: [blobOf(add)] })) !== undefined) return false;
    return (await sshAsk(await this.endpoint(), account.username, inForce)).answer === 'accepted';
  }

  private async whereFrom({ username }: Account): Promise<string> {
    const user = await localUser(username);
    const files = 'code' in user ? [] : await keyFilesOf(user, this.access.file, this.access.sshdConfig);
    const gone = files.length === 0 ? '' : ` though it stands no more in ${files.join(' or ')}`;
    return `the old key still lets in${gone}: see AuthorizedKeysFile and AuthorizedKeysCommand of sshd`;
  }

  private async endpoint(): Promise<SshEndpoint> {
    return { ...this.access.endpoint, hostKeys: await hostKeys(this.access.hostKeyFiles) };
  }

  /** A new key goes in beside the old ones, which go out of every file that sshd reads. Undefined: done; else why not. */
  private async edit({ username }: Account, what: Omit<KeyFileTask, 'home' | 'path'>): Promise<string | undefined> {
    const user = await localUser(username);
    if ('code' in user) return user.detail;
    const files = await keyFilesOf(user, this.access.file, this.access.sshdConfig);
    for (const file of what.add === undefined ? files : filesBeside(files, what.like ?? [])) {
      const refused = await editKeys(file, user, what);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }
}
