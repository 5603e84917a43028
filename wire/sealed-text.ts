import type { SealedSecret } from './agent-messages';
import { hpkeSuite as suite } from './hpke-suite';

const bytes = (text: string): ArrayBuffer => {
  const copy = Buffer.from(text, 'base64url');
  return copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.byteLength) as ArrayBuffer;
};

const encoded = (buffer: ArrayBuffer): string => Buffer.from(buffer).toString('base64url');

/** What a text is sealed for (RFC 9180 § 5.1), and what it is bound to: with anything else it does not open. */
export interface Purpose {
  readonly info: string;
  readonly boundTo: string;
}

/** Seals a text to an X25519 public key (raw, base64url). */
export const sealText = async (text: string, { info, boundTo }: Purpose, key: string): Promise<SealedSecret> => {
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(key));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: Buffer.from(info) });
  const ciphertext = await sender.seal(Buffer.from(text), Buffer.from(boundTo));
  return { enc: encoded(sender.enc), ciphertext: encoded(ciphertext) };
};

/** Opens with the X25519 private key (raw, base64url). Throws when anything of it was altered. */
export const openText = async (
  sealed: SealedSecret,
  { info, boundTo }: Purpose,
  privateKey: string,
): Promise<string> => {
  const recipientKey = await suite.kem.deserializePrivateKey(bytes(privateKey));
  const recipient = await suite.createRecipientContext({
    recipientKey,
    enc: bytes(sealed.enc),
    info: Buffer.from(info),
  });
  const opened = await recipient.open(bytes(sealed.ciphertext), Buffer.from(boundTo));
  return Buffer.from(opened).toString('utf8');
};
