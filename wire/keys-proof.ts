import { sign, verify, type KeyObject } from 'node:crypto';
import type { ReplaceKeysRequest } from './agent-messages';

type Keys = Omit<ReplaceKeysRequest, 'proof'>;

const provedText = (agentId: string, { signingKey, sealingKey }: Keys): Buffer =>
  Buffer.from(['keyledger/agent-keys/v1', agentId, signingKey, sealingKey].join('\n'));

/** By the new signing key. */
export const proveKeys = (agentId: string, keys: Keys, privateKey: KeyObject): ReplaceKeysRequest => ({
  ...keys,
  proof: sign(null, provedText(agentId, keys), privateKey).toString('base64url'),
});

export const keysAreProved = (agentId: string, request: ReplaceKeysRequest, publicKey: KeyObject): boolean =>
  verify(null, provedText(agentId, request), publicKey, Buffer.from(request.proof, 'base64url'));
