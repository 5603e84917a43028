import type { SealedSecret } from './agent-messages';
import { hpkeSuite as suite } from './hpke-suite';
import type { JobSecret } from './job-order';

/** RFC 9180 § 5.1: what the keys are for. */
const INFO = Buffer.from('keyledger/job-secret/v1');

const bytes = (text: string): ArrayBuffer => {
  const copy = Buffer.from(text, 'base64url');
  return copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.byteLength) as ArrayBuffer;
};

const text = (buffer: ArrayBuffer): string => Buffer.from(buffer).toString('base64url');

/** Seals to the agent's X25519 key (raw, base64url); `order` is bound to it: with any other it does not open. */
export const sealSecret = async (secret: JobSecret, order: string, sealingKey: string): Promise<SealedSecret> => {
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(sealingKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: INFO });
  const ciphertext = await sender.seal(Buffer.from(JSON.stringify(secret)), Buffer.from(order));
  return { enc: text(sender.enc), ciphertext: text(ciphertext) };
};

/** Opens with the agent's X25519 private key (raw, base64url). Throws when anything of it was altered. */
export const openSecret = async (sealed: SealedSecret, order: string, privateKey: string): Promise<JobSecret> => {
  const recipientKey = await suite.kem.deserializePrivateKey(bytes(privateKey));
  const recipient = await suite.createRecipientContext({ recipientKey, enc: bytes(sealed.enc), info: INFO });
  const opened = await recipient.open(bytes(sealed.ciphertext), Buffer.from(order));
  return JSON.parse(Buffer.from(opened).toString('utf8')) as JobSecret;
};
