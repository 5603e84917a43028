import { BaseAgent, Client, utils, type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { formatOpenSshKey } from '../../wire/openssh-key';
import { pemPrivateKey } from '../../wire/pem-private-key';
import type { Login } from '../connector';

const LIMIT_MS = 20_000;

export interface SshEndpoint {
  readonly host: string;
  readonly port: number;
  /** The host's own public keys, as blobs: any other server is not this host. */
  readonly hostKeys: readonly Buffer[];
}

/** As ssh2 reads it, which knows neither PKCS #8 nor Node's Ed25519. Throws on what is no private key. */
const readable = (key: string): string => {
  if (key.includes('BEGIN OPENSSH PRIVATE KEY')) return key;
  const parsed = pemPrivateKey(key);
  if (parsed === undefined) throw new RangeError('a key of a kind that is not used here');
  if (parsed.asymmetricKeyType === 'rsa') return parsed.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (parsed.asymmetricKeyType === 'ec') return parsed.export({ type: 'sec1', format: 'pem' }).toString();
  const seed = Buffer.from(parsed.export({ format: 'jwk' }).d as string, 'base64url');
  return formatOpenSshKey({ seed, check: Buffer.alloc(4), comment: '' });
};

/** A private key that can sign, without a passphrase. Undefined: it can't. */
export const signerOf = (key: string): ParsedKey | undefined => {
  try {
    const parsed = utils.parseKey(readable(key));
    return parsed instanceof Error || !parsed.isPrivateKey() ? undefined : parsed;
  } catch {
    return undefined;
  }
};

const inconclusive = (detail: string, code: 'LOGIN_INCONCLUSIVE' | 'TARGET_UNREACHABLE'): Login => ({
  answer: 'inconclusive',
  code,
  detail,
});

/** Tries one way in at the real sshd. Runs nothing there. `method` gets a way to say early that it would be let in. */
const tryEndpoint = (
  endpoint: SshEndpoint,
  username: string,
  method: (letIn: () => void) => AnyAuthMethod,
): Promise<Login> =>
  new Promise((resolve) => {
    const client = new Client();
    let known = true;
    const ways = [method(() => end({ answer: 'accepted' }))];
    const end = (login: Login): void => {
      resolve(login);
      client.destroy();
    };
    client.on('ready', () => end({ answer: 'accepted' }));
    client.on('error', (error: Error & { level?: string }) => {
      if (!known) {
        end(inconclusive(`what answers on port ${endpoint.port} has not this host's key`, 'LOGIN_INCONCLUSIVE'));
      } else if (error.level === 'client-authentication') end({ answer: 'refused' });
      else end(inconclusive(`sshd on port ${endpoint.port} does not answer as it should`, 'TARGET_UNREACHABLE'));
    });
    // An account that has expired is shown the door without a word.
    client.on('close', () => end(inconclusive('sshd closed the connection', 'LOGIN_INCONCLUSIVE')));
    client.connect({
      host: endpoint.host,
      port: endpoint.port,
      username,
      readyTimeout: LIMIT_MS,
      hostVerifier: (offered: Buffer) => (known = endpoint.hostKeys.some((each) => each.equals(offered))),
      authHandler: (_, partially, next) => {
        // The key is taken, and something else is asked for beside it.
        if (partially === true) end({ answer: 'accepted', warnings: ['MORE_THAN_A_KEY'] });
        const way = ways.pop();
        next((partially === true ? undefined : way) ?? (false as never));
      },
    });
  });

/** A login by public key alone, through the real sshd. */
export const sshLogin = async (endpoint: SshEndpoint, username: string, key: string): Promise<Login> => {
  const parsed = signerOf(key);
  // Given as it is, ssh2 would skip it, and take the lack of other ways for a refusal.
  if (parsed === undefined) {
    return inconclusive('the value is no private key that can be used without a passphrase', 'LOGIN_INCONCLUSIVE');
  }
  return tryEndpoint(endpoint, username, () => ({ type: 'publickey', username, key: parsed }));
};

/** Knows the public half only: to be asked for a signature means that the key would let in (RFC 4252 § 7, PK_OK). */
class PublicHalf extends BaseAgent<ParsedKey> {
  constructor(
    private readonly key: ParsedKey,
    private readonly letIn: () => void,
  ) {
    super();
  }

  override getIdentities(callback: (error: null, keys: ParsedKey[]) => void): void {
    callback(null, [this.key]);
  }

  override sign(): void {
    this.letIn();
  }
}

/** Whether a key would let in, asked with its public half alone: `ssh-ed25519 AAAA…`. */
export const sshAsk = async (endpoint: SshEndpoint, username: string, publicKey: string): Promise<Login> => {
  const parsed = utils.parseKey(publicKey);
  if (parsed instanceof Error) {
    return inconclusive('sshd can not be asked with a key of this type', 'LOGIN_INCONCLUSIVE');
  }
  return tryEndpoint(endpoint, username, (letIn) => ({
    type: 'agent',
    username,
    agent: new PublicHalf(parsed, letIn),
  }));
};
