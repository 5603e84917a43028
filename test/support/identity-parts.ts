import type {
  AccountOnHost,
  IdentityState,
  OpenJob,
  OpenSession,
  ReplacedVersion,
} from '../../src/domain/identities/state';
import { at } from './an-identity';
import { stateOf } from './changes';

/** What a host proved last, and what it may have been set to since. */
export const holding = (version: number | undefined, ...may: readonly number[]): AccountOnHost => ({
  ...(version === undefined ? {} : { version }),
  mayHold: may.map((each) => ({ version: each, jobId: 'j' })),
});
/** A job on the first host that nobody has. */
export const job = (more: Partial<OpenJob> = {}): OpenJob => ({
  jobId: 'j',
  hostId: 'host1',
  type: 'set',
  purpose: 'rotation',
  version: 9,
  attempt: 1,
  createdAt: at(1),
  notAfter: at(9),
  ...more,
});
/** An open session, as far as it says what was shown. */
const session = (version: number, ...alternatives: readonly number[]) =>
  ({ sessionId: 's', version, ...(alternatives.length === 0 ? {} : { alternatives }) }) as unknown as OpenSession;
/** A value that was replaced when the story began, and can't be brought back. */
export const old = (version: number, more: Partial<ReplacedVersion> = {}): ReplacedVersion => ({
  version,
  retiredAt: at(0),
  retiredBy: 'schedule',
  restorable: false,
  ...more,
});

/** Each version from 1 to 9 is something else to it. */
export const RICH: IdentityState = stateOf({
  credentialVersion: 7,
  highestVersion: 8,
  candidate: { rotationId: 'r', trigger: 'manual', version: 5 },
  rotation: {
    rotationId: 'r',
    trigger: 'manual',
    mode: 'hosts',
    requestedAt: at(1),
    version: 6,
    refusals: 0,
    hostIds: [],
  },
  jobs: [job({ version: 1 })],
  holdings: { host1: holding(2), host2: holding(undefined, 3) },
  sessions: [session(4), session(4, 9)],
});
