import type { IdentitySettings } from '../../src/domain/identities/events';
import type { Schemes } from '../../src/kernel/value-schemes';
import type { ModelSchema } from '../../src/kernel/read-model';

/** An identity as lists show it; never its value. Sessions that time has ended are told apart when it is read. */
export interface IdentityDocument {
  readonly id: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly username: string;
  readonly credentialType: string;
  readonly state: 'enrolling' | 'active' | 'deleted';
  readonly rotationIntervalDays?: number;
  readonly rotateAfterUse: boolean;
  readonly hostIds: readonly string[];
  readonly connector?: string;
  readonly connectorSettings?: Readonly<Record<string, string | number>>;
  readonly passwordPolicy?: IdentitySettings['passwordPolicy'];
  readonly allowConcurrentCheckout: boolean;
  readonly maxConcurrentSessions: number;
  /** 0 while the account is being taken over. */
  readonly credentialVersion: number;
  /** What the value served was made for; absent: a person gave it. */
  readonly madeFor?: string;
  /** It was set on hosts when it was made; absent: it lay in the vault alone. */
  readonly wasOnHosts?: boolean;
  /** By host id: what is known of the account there. */
  readonly hosts: Readonly<Record<string, IdentityHostDocument>>;
  readonly openSessions: readonly { readonly id: string; readonly expiresAt: string }[];
  readonly rotation: RotationDocument;
  /** A rotation is due once the last session ends, and why. */
  readonly owed?: string;
  /** A person must act: its rotation is suspended, or waits for a value to be typed. Absent: nobody has to, or it is deleted. */
  readonly attention?: 'suspended' | 'value-awaited';
  /** Whether a session is open that nobody has ended yet, be it past its end or not: few are, and an index finds them. */
  readonly open: boolean;
  /** When the last of its open sessions ends; absent: none is open. */
  readonly openUntil?: string;
  /** Of its rotation, to be filtered by. */
  readonly rotationStatus: RotationDocument['status'];
  readonly lastRotatedAt?: string;
  readonly nextRotationAt?: string;
  /** Values up to this number were lost with the store they lay in; absent: none. */
  readonly lostUpTo?: number;
  readonly history: readonly HistoryEntry[];
  /** How values that were imported are stored, by version; absent: all were sealed as `v2` from the first. */
  readonly schemes?: Schemes;
  /** As it stands: `v1` as long as one of its values is. */
  readonly scheme: 'v2' | 'v1' | 'plaintext';
  /** The versions whose value a restored one has: it is as old as that. */
  readonly origins?: Readonly<Record<number, number>>;
  readonly createdAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export interface RotationDocument {
  readonly status: 'none' | 'pending' | 'confirmed' | 'failed' | 'suspended';
  readonly mode?: 'hosts' | 'vault' | 'manual';
  readonly trigger?: string;
  readonly startedAt?: string;
  readonly vaultOnly?: boolean;
  readonly detail?: string | HostRotationView;
  /** When one that failed is tried anew by itself. */
  readonly retryAt?: string;
  /** The candidate that is on its way to the hosts. */
  readonly version?: number;
  /** How it stood before: a rotation that is called off leaves it at that. */
  readonly before?: Pick<RotationDocument, 'status' | 'vaultOnly' | 'detail'>;
}

/** How a rotation ended on its hosts, by id. */
export interface HostRotationView {
  readonly confirmed: readonly string[];
  readonly notChanged: readonly string[];
  readonly unverified: readonly string[];
  readonly expired: readonly string[];
}

/** The job that is under way on a host. */
export interface WorkOnHost {
  readonly jobId: string;
  readonly type: 'set' | 'verify';
  readonly purpose: 'rotation' | 'enrollment' | 'reconcile' | 'verification';
  readonly version: number;
  readonly state: 'queued' | 'leased' | 'applying';
  readonly since: string;
  readonly notAfter: string;
  readonly notBefore?: string;
  readonly leaseUntil?: string;
}

/**
 * What is known of the account on a host: the version proved there last, what may have been set there since without anybody
 * knowing, how the last piece of work ended, and what is under way. The same knowledge as the deciders have.
 */
export interface IdentityHostDocument {
  readonly provenVersion?: number;
  readonly provenAt?: string;
  /** What may be in force there instead, and by which job; absent: nothing was begun since that nobody knows the end of. */
  readonly mayHold?: readonly { readonly version: number; readonly jobId: string }[];
  /** At the last look the host refused what it should hold. */
  readonly refused?: true;
  readonly state?: 'confirmed' | 'not_changed' | 'unverified' | 'drifted' | 'expired';
  readonly since?: string;
  /** The version that piece of work was about. */
  readonly version?: number;
  readonly code?: string;
  /** Codes of what a person should know although it went well. */
  readonly warnings?: readonly string[];
  /** Why an older value may still let in, in its agent's words. */
  readonly detail?: string;
  /** Its agent came later than the versions up to this one, and is sent none of them: nobody looks there before it has a fresh one. */
  readonly withheldUpTo?: number;
  /** Those of them that it was sent all the same, as somebody with access asked for it. */
  readonly sent?: readonly number[];
  /** What else has this account, by what the target calls it; without names: something of another organization. */
  readonly sharedWith?: { readonly identityName?: string; readonly hostName?: string; readonly stopped: boolean };
  readonly work?: WorkOnHost;
}

export interface HistoryEntry {
  readonly version: number;
  readonly retiredAt: string;
  readonly retiredBy: string;
  readonly restorable: boolean;
  /** What it was made for; absent: a person gave it. */
  readonly madeFor?: string;
}

export const IDENTITIES: ModelSchema = {
  name: 'identities',
  version: 13,
  fields: {
    organizationId: 'text',
    identityGroupId: 'text',
    state: 'text',
    scheme: 'text',
    attention: 'text',
    credentialType: 'text',
    rotationStatus: 'text',
    nextRotationAt: 'time',
    open: 'boolean',
    openUntil: 'time',
  },
  indexes: [
    ['organizationId', 'state'],
    ['identityGroupId', 'state'],
    ['state'],
    ['attention'],
    ['credentialType'],
    ['rotationStatus'],
    ['organizationId', 'nextRotationAt'],
    ['state', 'nextRotationAt'],
    ['open'],
    ['organizationId', 'scheme'],
    ['identityGroupId', 'scheme'],
  ],
  words: { of: ['name', 'username'], within: 'organizationId' },
};
