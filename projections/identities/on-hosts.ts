import type { HostAgentAdmitted } from '../../src/domain/identities/events';
import type { HostAccountShared } from '../../src/domain/targets/events';
import type { JobEvent } from '../../src/domain/jobs/events';
import type { HostDocument, IdentityDocument, WorkOnHost } from './document';

const UNKNOWN: HostDocument = {};

const withHost = (
  identity: IdentityDocument,
  hostId: string,
  change: (host: HostDocument) => HostDocument,
): IdentityDocument => ({
  ...identity,
  hosts: { ...identity.hosts, [hostId]: change(identity.hosts[hostId] ?? UNKNOWN) },
});

const worked = (host: HostDocument, jobId: string, change: Partial<WorkOnHost>): HostDocument =>
  host.work?.jobId === jobId ? { ...host, work: { ...host.work, ...change } } : host;

type End = Extract<JobEvent, { type: 'keyledger.job-expired.v1' | 'keyledger.job-cancelled.v1' }>;

const codeOf = (fact: End): string => {
  if (fact.type === 'keyledger.job-expired.v1') return 'EXPIRED';
  return fact.data.reason === 'value_not_opened' ? 'VALUE_NOT_OPENED' : 'CANCELLED';
};

/** Nothing is under way any more; what a job that never touched the account told is nothing. */
const rested = ({ work, ...rest }: HostDocument, jobId: string): HostDocument =>
  work === undefined || work.jobId === jobId ? rest : { ...rest, work };

type Result = Extract<JobEvent, { type: 'keyledger.job-result-recorded.v1' }>['data'];

const told = (
  host: HostDocument,
  { outcome, version, recordedAt, code, type, warnings, mayStillWork }: Result,
): HostDocument => {
  const { withheldUpTo } = host;
  const isWithheld = withheldUpTo !== undefined && !(outcome === 'confirmed' && version > withheldUpTo);
  const withheld = isWithheld ? { withheldUpTo } : {};
  if (mayStillWork !== undefined) {
    return {
      ...withheld,
      provenVersion: version,
      state: 'unverified',
      since: recordedAt,
      version,
      code: 'OLD_MAY_WORK',
    };
  }
  if (type === 'verify' && (outcome === 'not_changed' || outcome === 'unverified')) {
    return host;
  }
  const { provenVersion } = host;
  const proven =
    outcome === 'confirmed' ? { provenVersion: version } : provenVersion === undefined ? {} : { provenVersion };
  return {
    ...withheld,
    ...proven,
    state: outcome,
    since: recordedAt,
    version,
    ...(code === undefined ? {} : { code }),
    ...(warnings === undefined ? {} : { warnings }),
  };
};

/** Another agent works on the host from now on. */
export const admitted = (
  identity: IdentityDocument,
  { hostId, withheldUpTo }: HostAgentAdmitted['data'],
): IdentityDocument => withHost(identity, hostId, (host) => (withheldUpTo === 0 ? host : { ...host, withheldUpTo }));

/** The account is not this identity's alone. */
export const shared = (
  identity: IdentityDocument,
  { hostId, otherIdentityName, otherHostName, stopped, foundAt: since }: HostAccountShared['data'],
): IdentityDocument => {
  const sharedWith = {
    ...(otherIdentityName === undefined ? {} : { identityName: otherIdentityName }),
    ...(otherHostName === undefined ? {} : { hostName: otherHostName }),
    stopped,
  };
  const drifted = { state: 'drifted', since, code: 'ACCOUNT_ALREADY_MANAGED' } as const;
  return withHost(identity, hostId, (host) => ({ ...host, ...(stopped ? drifted : {}), sharedWith }));
};

/** What a job tells of the account on its host. */
export const onHosts = (identity: IdentityDocument, fact: JobEvent): IdentityDocument => {
  const { jobId, hostId } = fact.data;
  const change = (how: (host: HostDocument) => HostDocument) => withHost(identity, hostId, how);
  switch (fact.type) {
    case 'keyledger.job-queued.v1': {
      const { type, purpose, version, createdAt: since, notAfter, notBefore } = fact.data;
      const again = notBefore === undefined ? {} : { notBefore };
      const work: WorkOnHost = { jobId, type, purpose, version, state: 'queued', since, notAfter, ...again };
      return change((host) => ({ ...host, work }));
    }
    case 'keyledger.job-leased.v1': {
      const { leaseUntil } = fact.data;
      return change((host) => {
        const state = host.work?.state === 'applying' ? 'applying' : 'leased';
        return worked(host, jobId, { state, leaseUntil });
      });
    }
    case 'keyledger.job-started.v1': {
      const { startedAt: since, leaseUntil } = fact.data;
      return change((host) => worked(host, jobId, { state: 'applying', since, leaseUntil }));
    }
    case 'keyledger.job-lease-extended.v1':
      return change((host) => worked(host, jobId, { leaseUntil: fact.data.leaseUntil }));
    case 'keyledger.job-result-recorded.v1':
      return change((host) => (fact.data.late ? rested(host, jobId) : told(rested(host, jobId), fact.data)));
    default: {
      const { type, purpose, version, started } = fact.data;
      const since = fact.type === 'keyledger.job-expired.v1' ? fact.data.expiredAt : fact.data.cancelledAt;
      const unstarted = fact.type === 'keyledger.job-expired.v1' ? 'expired' : 'not_changed';
      const code = codeOf(fact);
      const silent = type === 'verify' || (purpose === 'reconcile' && !started);
      return change((host) => {
        const rest = rested(host, jobId);
        return silent ? rest : { ...rest, state: started ? 'unverified' : unstarted, since, version, code };
      });
    }
  }
};
