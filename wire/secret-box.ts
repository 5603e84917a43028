import type { SealedSecret } from './agent-messages';
import type { JobSecret } from './job-order';
import { openText, sealText } from './sealed-text';

const INFO = 'keyledger/job-secret/v1';

/** Seals to the agent's X25519 key (raw, base64url); `order` is bound to it: with any other it does not open. */
export const sealSecret = (secret: JobSecret, order: string, sealingKey: string): Promise<SealedSecret> =>
  sealText(JSON.stringify(secret), { info: INFO, boundTo: order }, sealingKey);

/** Opens with the agent's X25519 private key (raw, base64url). Throws when anything of it was altered. */
export const openSecret = async (sealed: SealedSecret, order: string, privateKey: string): Promise<JobSecret> =>
  JSON.parse(await openText(sealed, { info: INFO, boundTo: order }, privateKey)) as JobSecret;
