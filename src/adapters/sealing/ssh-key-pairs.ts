import { formatOpenSshKey } from '../../../wire/openssh-key';
import type { KeyPairs } from '../../kernel/key-pairs';
import type { Random } from '../../kernel/random';

const NOT_PRINTABLE = /[^\x20-\x7e]/g;

export const sshKeyPairs = (random: Random): KeyPairs => ({
  make: (comment) =>
    formatOpenSshKey({
      seed: random.bytes(32),
      check: random.bytes(4),
      comment: comment.replaceAll(NOT_PRINTABLE, '_'),
    }),
});
