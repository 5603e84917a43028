import type { SignedJob } from '../../wire/agent-messages';
import type { JobOrder } from '../../wire/job-order';
import { jobIsSigned } from '../../wire/job-signature';
import { publicKeyOf } from '../../wire/raw-key';

export interface Addressee {
  readonly agentId: string;
  readonly hostId: string;
  /** Raw, base64url. */
  readonly serverKey: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TEXTS = ['jobId', 'leaseId', 'agentId', 'hostId', 'identityId', 'issuedAt', 'notAfter'] as const;

const PUBLIC_KEY = /^[\w@.-]+ [A-Za-z0-9+/]+={0,2}$/;

const isOldKey = (value: unknown): boolean =>
  isObject(value) &&
  (value.publicKey === undefined || (typeof value.publicKey === 'string' && PUBLIC_KEY.test(value.publicKey)));

/** Whose shape is right; says nothing of whether it may be trusted. */
const isOrder = (value: unknown): value is JobOrder =>
  isObject(value) &&
  (value.v === 1 || value.v === 2) &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  (value.type === 'set' || value.type === 'verify') &&
  Number.isSafeInteger(value.version) &&
  (value.version as number) >= 1 &&
  Number.isFinite(Date.parse(value.notAfter as string)) &&
  (value.oldKeys === undefined || (Array.isArray(value.oldKeys) && value.oldKeys.every(isOldKey))) &&
  isObject(value.target) &&
  typeof value.target.connector === 'string' &&
  typeof value.target.username === 'string' &&
  isObject(value.target.settings) &&
  Object.values(value.target.settings).every((each) => typeof each === 'string' || typeof each === 'number');

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `complaint`, one line: why this agent does not take the order. Without an order there is nothing to answer to, either. */
export type Reading =
  | { readonly order: JobOrder; readonly complaint?: undefined }
  | { readonly order?: JobOrder; readonly complaint: string };

/** Reads the job of a lease as one who trusts nobody on the way. */
export const readOrder = (job: SignedJob, leaseId: string, to: Addressee): Reading => {
  if (!isObject(job) || typeof job.order !== 'string' || typeof job.signature !== 'string' || !isObject(job.sealed)) {
    return { complaint: 'the job has not the shape of one' };
  }
  const order = parse(job.order);
  if (!isOrder(order)) return { complaint: 'the order has not the shape of one' };
  if (!jobIsSigned(job, publicKeyOf('Ed25519', to.serverKey))) {
    return { order, complaint: "the job's signature is not the server's" };
  }
  const isMine = order.agentId === to.agentId && order.hostId === to.hostId;
  if (!isMine) return { order, complaint: 'the job is for another agent' };
  return order.leaseId === leaseId ? { order } : { order, complaint: 'the job is of another lease' };
};
