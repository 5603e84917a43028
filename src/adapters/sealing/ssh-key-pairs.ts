import { formatOpenSshKey } from '../../../wire/openssh-key';
import { keyProblem, type PrivateKeyProblem } from '../../../wire/private-key';
import { sshPublicKey } from '../../../wire/ssh-public-key';
import type { KeyPairs } from '../../kernel/key-pairs';
import type { Random } from '../../kernel/random';

const IN_WORDS: Readonly<Record<PrivateKeyProblem, string>> = {
  putty: "a key in PuTTY's format (puttygen -O private-openssh converts it)",
  encrypted: 'a key sealed by a passphrase (ssh-keygen -p takes it away)',
  public: 'a public key',
  kind: 'a key of a kind that no agent can use',
  damaged: 'a damaged key, or not all of it',
  'no-key': 'no private key',
};

const NOT_PRINTABLE = /[^\x20-\x7e]/g;

export const sshKeyPairs = (random: Random): KeyPairs => ({
  make: (comment) =>
    formatOpenSshKey({
      seed: random.bytes(32),
      check: random.bytes(4),
      comment: comment.replaceAll(NOT_PRINTABLE, '_'),
    }),
  problem: (value) => {
    const problem = keyProblem(value);
    return problem === undefined ? undefined : IN_WORDS[problem];
  },
  isSame: (value, other) => {
    const half = sshPublicKey(value);
    return half !== undefined && half === sshPublicKey(other);
  },
});
