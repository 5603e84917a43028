import { createPrivateKey } from 'node:crypto';
import { Client, utils, type PublicKeyAuthMethod } from 'ssh2';
import { formatOpenSshKey } from '../../wire/openssh-key';
import type { Login } from '../connector';

const LIMIT_MS = 20_000;

export interface SshDoor {
  readonly host: string;
  readonly port: number;
  /** The host's own public keys, as blobs: any other server is not this host. */
  readonly hostKeys: readonly Buffer[];
}

/** As ssh2 reads it, which knows neither PKCS #8 nor Node's Ed25519. Throws on what is no private key. */
const readable = (key: string): string => {
  if (key.includes('BEGIN OPENSSH PRIVATE KEY')) return key;
  const parsed = createPrivateKey(key);
  if (parsed.asymmetricKeyType === 'rsa') return parsed.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (parsed.asymmetricKeyType === 'ec') return parsed.export({ type: 'sec1', format: 'pem' }).toString();
  const seed = Buffer.from(parsed.export({ format: 'jwk' }).d as string, 'base64url');
  return formatOpenSshKey({ seed, check: Buffer.alloc(4), comment: '' });
};

const inconclusive = (detail: string, code: 'LOGIN_INCONCLUSIVE' | 'TARGET_UNREACHABLE'): Login => ({
  answer: 'inconclusive',
  code,
  detail,
});

/** A login by public key alone, through the real sshd. Runs nothing there. */
export const sshLogin = (door: SshDoor, username: string, key: string): Promise<Login> =>
  new Promise((resolve) => {
    const client = new Client();
    let known = true;
    const end = (login: Login): void => {
      resolve(login);
      client.destroy();
    };
    client.on('ready', () => end({ answer: 'accepted' }));
    client.on('error', (error: Error & { level?: string }) => {
      if (!known) end(inconclusive(`what answers on port ${door.port} has not this host's key`, 'LOGIN_INCONCLUSIVE'));
      else if (error.level === 'client-authentication') end({ answer: 'refused' });
      else end(inconclusive(`sshd on port ${door.port} does not answer as it should`, 'TARGET_UNREACHABLE'));
    });
    // An account that has expired is shown the door without a word.
    client.on('close', () => end(inconclusive('sshd closed the connection', 'LOGIN_INCONCLUSIVE')));
    try {
      const parsed = utils.parseKey(readable(key));
      // Given as it is, ssh2 would skip it, and take the lack of other ways for a refusal.
      if (parsed instanceof Error) throw parsed;
      const method: PublicKeyAuthMethod = { type: 'publickey', username, key: parsed };
      client.connect({
        host: door.host,
        port: door.port,
        username,
        readyTimeout: LIMIT_MS,
        hostVerifier: (offered: Buffer) => (known = door.hostKeys.some((each) => each.equals(offered))),
        authHandler: [method],
      });
    } catch {
      end(inconclusive('the value is no private key that can be used without a passphrase', 'LOGIN_INCONCLUSIVE'));
    }
  });
