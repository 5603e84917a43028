import { signJob } from '../../../wire/job-signature';
import { sealSecret } from '../../../wire/secret-box';
import type { ServerKey } from '../../../wire/server-key';
import type { OldKey } from '../../../wire/job-order';
import { sshPublicKey } from '../../../wire/ssh-public-key';
import type { JobSealing } from '../../kernel/job-sealing';

const oldKey = (privateKey: string): OldKey => {
  const publicKey = sshPublicKey(privateKey);
  return publicKey === undefined ? {} : { publicKey };
};

/** Jobs sealed with HPKE (RFC 9180) to the agent, bound to their order, and signed with the server's Ed25519 key. */
export const hpkeJobSealing = ({ privateKey }: Pick<ServerKey, 'privateKey'>): JobSealing => {
  return {
    seal: async (order, { toTakeAway, ...values }, sealingKey) => {
      // Version 2: an agent from before would leave the keys where they are and say that it is done.
      const text = JSON.stringify(
        toTakeAway === undefined ? order : { ...order, v: 2, oldKeys: toTakeAway.map(oldKey) },
      );
      return signJob({ order: text, sealed: await sealSecret(values, text, sealingKey) }, privateKey);
    },
  };
};
