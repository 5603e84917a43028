import { sign, verify, type KeyObject } from 'node:crypto';
import type { SignedJob } from './agent-messages';

const signedText = ({ order, sealed }: Omit<SignedJob, 'signature'>): Buffer =>
  Buffer.from(['keyledger/job/v1', sealed.enc, sealed.ciphertext, order].join('\n'));

export const signJob = (job: Omit<SignedJob, 'signature'>, privateKey: KeyObject): SignedJob => ({
  ...job,
  signature: sign(null, signedText(job), privateKey).toString('base64url'),
});

export const jobIsSigned = (job: SignedJob, publicKey: KeyObject): boolean =>
  verify(null, signedText(job), publicKey, Buffer.from(job.signature, 'base64url'));
