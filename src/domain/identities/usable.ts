import { refuse, type Refusal } from '../../kernel/refusal';
import { connectorOf } from './connectors';
import type { IdentitySettings } from './events';

/** What keeps a text from being used as a private key, to be said after "it is". */
export type KeyProblem = (value: string) => string | undefined;

const notUsable = (detail: string): Refusal => refuse('CREDENTIAL_NOT_USABLE', detail);

/**
 * Refuses a value that the connector could never set on the identity's hosts, nor log in with: an agent would fail with it for
 * good. One that is set nowhere may be anything.
 */
export const refuseUnusable = (
  { connector, hostIds }: Pick<IdentitySettings, 'connector' | 'hostIds'>,
  value: string,
  keyProblem: KeyProblem,
): Refusal | undefined => {
  const takes = hostIds.length === 0 ? undefined : connectorOf(connector)?.takes;
  if (takes === undefined) {
    return undefined;
  }
  if (takes !== 'private-key') {
    return takes.pattern.test(value)
      ? undefined
      : notUsable(`${connector} could never set this value. Expected: ${takes.inWords}.`);
  }
  const problem = keyProblem(value);
  return problem === undefined
    ? undefined
    : notUsable(
        `${connector} could never use this value: it is ${problem}. Expected: a private key without passphrase, Ed25519, RSA or ECDSA, as OpenSSH or PEM writes it.`,
      );
};
