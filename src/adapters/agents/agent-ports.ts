import { serverKeyOf } from '../../../wire/server-key';
import type { Sealing } from '../../kernel/sealing';
import type { Adapters } from '../adapters';
import { hpkeJobSealing } from '../sealing/hpke-job-sealing';
import type { OwnKeys } from '../sealing/own-keys';
import { joinTokens } from './join-tokens';
import { serverProof } from './server-proof';

/** What makes agents and the server sure of each other. */
export const agentPorts = (
  ownKeys: OwnKeys,
  sealing: Pick<Sealing, 'fingerprints'>,
): Pick<Adapters, 'joinTokens' | 'serverProof' | 'jobSealing'> => {
  const serverKey = serverKeyOf(ownKeys.inForce('job-signing').bytes);
  return {
    joinTokens: joinTokens(serverKey.publicKey, sealing),
    serverProof: serverProof(serverKey, ownKeys),
    jobSealing: hpkeJobSealing(serverKey),
  };
};
