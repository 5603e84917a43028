import type { HostAccountShared } from '../../src/domain/targets/events';
import type { JobEvent } from '../../src/domain/jobs/events';
import type { IdentityHostDocument, IdentityDocument, WorkOnHost } from './document';
import { entryOf } from '../../src/kernel/entry-of';
import { sentTo } from './withheld-on-hosts';
import { withHost } from './with-host';

const worked = (host: IdentityHostDocument, jobId: string, change: Partial<WorkOnHost>): IdentityHostDocument =>
  host.work?.jobId === jobId ? { ...host, work: { ...host.work, ...change } } : host;

type End = Extract<JobEvent, { type: 'keyledger.job-expired.v1' | 'keyledger.job-cancelled.v1' }>;

const codeOf = (fact: End): string => {
  if (fact.type === 'keyledger.job-expired.v1') return 'EXPIRED';
  return fact.data.reason === 'value_not_opened' ? 'VALUE_NOT_OPENED' : 'CANCELLED';
};

/** Nothing is under way any more; what a job that never touched the account told is nothing. */
const rested = ({ work, ...rest }: IdentityHostDocument, jobId: string): IdentityHostDocument =>
  work === undefined || work.jobId === jobId ? rest : { ...rest, work };

type Result = Extract<JobEvent, { type: 'keyledger.job-result-recorded.v1' }>['data'];

/** Said anew with every account that the target names. */
const unshared = ({ sharedWith, ...host }: IdentityHostDocument, { target }: Result): IdentityHostDocument =>
  sharedWith === undefined || target !== undefined ? host : { ...host, sharedWith };

type MayHold = NonNullable<IdentityHostDocument['mayHold']>;

const holding = (host: IdentityHostDocument, may: MayHold): IdentityHostDocument => {
  const { mayHold: _, ...rest } = host;
  return may.length === 0 ? rest : { ...rest, mayHold: may };
};

/** A person said that it is dead: nobody has to try it on a host where it was only possible. */
export const withoutPossible = (host: IdentityHostDocument, version: number): IdentityHostDocument =>
  host.mayHold === undefined
    ? host
    : holding(
        host,
        host.mayHold.filter((entry) => entry.version !== version),
      );

const withPossible = (host: IdentityHostDocument, version: number, jobId: string): IdentityHostDocument => {
  const may = host.mayHold ?? [];
  const known = may.some((entry) => entry.version === version && entry.jobId === jobId);
  return known ? host : holding(host, [...may, { version, jobId }]);
};

/** How a piece of work ended; where something may have been set that nobody knows of, nobody knows how. */
const ended = (
  host: IdentityHostDocument,
  outcome: Pick<IdentityHostDocument, 'state' | 'since' | 'version' | 'code' | 'warnings' | 'detail'>,
) => {
  const { state: _s, since: _t, version: _v, code: _c, warnings: _w, detail: _d, ...known } = host;
  return { ...known, ...outcome, ...(host.mayHold === undefined ? {} : { state: 'unverified' as const }) };
};

const proved = (
  host: IdentityHostDocument,
  { type, jobId, version, recordedAt, ...result }: Result,
): IdentityHostDocument => {
  const { refused: _, ...rest } = host;
  const known = { ...rest, provenVersion: version, provenAt: recordedAt };
  if (result.mayStillWork !== undefined && result.mayStillWork.length > 0) {
    const older = result.mayStillWork.map((each) => ({ version: each, jobId }));
    const why = result.detail === undefined ? {} : { detail: result.detail };
    const outcome = { state: 'unverified', since: recordedAt, version, code: 'OLD_MAY_WORK', ...why } as const;
    return ended(holding(known, older), outcome);
  }
  const may = type === 'verify' ? [] : (host.mayHold ?? []).filter((entry) => entry.version > version);
  const warnings = result.warnings === undefined ? {} : { warnings: result.warnings };
  return ended(holding(known, may), { state: 'confirmed', since: recordedAt, version, ...warnings });
};

/** As the deciders see it: a definite "not changed" takes back only what that very job may have set. */
const told = (host: IdentityHostDocument, result: Result): IdentityHostDocument => {
  const { outcome, jobId, version, recordedAt: since, code, type, warnings } = result;
  const how = {
    state: outcome,
    since,
    version,
    ...(code === undefined ? {} : { code }),
    ...(warnings === undefined ? {} : { warnings }),
  };
  switch (outcome) {
    case 'confirmed':
      return proved(host, result);
    case 'not_changed':
      return type === 'verify'
        ? host
        : ended(
            holding(
              host,
              (host.mayHold ?? []).filter((entry) => entry.jobId !== jobId),
            ),
            how,
          );
    case 'unverified':
      return type === 'verify' && host.provenVersion === version && host.mayHold === undefined
        ? host
        : ended(withPossible(host, version, jobId), how);
    case 'drifted':
      return ended({ ...host, refused: true }, how);
  }
};

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
  const drifted = { refused: true, state: 'drifted', since, code: 'ACCOUNT_ALREADY_MANAGED' } as const;
  return withHost(identity, hostId, (host) => ({ ...host, ...(stopped ? drifted : {}), sharedWith }));
};

/** What a job tells of the account on its host. */
export const onHosts = (identity: IdentityDocument, fact: JobEvent): IdentityDocument => {
  const { jobId, hostId } = fact.data;
  const change = (how: (host: IdentityHostDocument) => IdentityHostDocument) => withHost(identity, hostId, how);
  switch (fact.type) {
    case 'keyledger.job-queued.v1': {
      const { type, purpose, version, createdAt: since, notAfter, notBefore } = fact.data;
      const again = notBefore === undefined ? {} : { notBefore };
      const work: WorkOnHost = { jobId, type, purpose, version, state: 'queued', since, notAfter, ...again };
      return change((host) => ({ ...host, work }));
    }
    case 'keyledger.job-leased.v1': {
      const { leaseUntil, version } = fact.data;
      return change((host) => {
        const state = host.work?.state === 'applying' ? 'applying' : 'leased';
        return worked(sentTo(host, version), jobId, { state, leaseUntil });
      });
    }
    case 'keyledger.job-started.v1': {
      const { startedAt: since, leaseUntil, type, version } = fact.data;
      return change((host) => {
        const begun = worked(host, jobId, { state: 'applying', since, leaseUntil });
        return type === 'verify' || host.provenVersion === version ? begun : withPossible(begun, version, jobId);
      });
    }
    case 'keyledger.job-lease-extended.v1':
      return change((host) => worked(host, jobId, { leaseUntil: fact.data.leaseUntil }));
    case 'keyledger.job-result-recorded.v1':
      return change((host) => {
        const known = unshared(rested(host, jobId), fact.data);
        return fact.data.late ? known : told(known, fact.data);
      });
    default: {
      const { type, purpose, version, started } = fact.data;
      const since = fact.type === 'keyledger.job-expired.v1' ? fact.data.expiredAt : fact.data.cancelledAt;
      const unstarted = fact.type === 'keyledger.job-expired.v1' ? 'expired' : 'not_changed';
      const code = codeOf(fact);
      const silent = type === 'verify' || (purpose === 'reconcile' && !started);
      return change((host) => {
        const rest = rested(host, jobId);
        return silent ? rest : ended(rest, { state: started ? 'unverified' : unstarted, since, version, code });
      });
    }
  }
};

/** The log has lost what was done with this version: hosts whose agents could have set it may hold it. */
export const orphaned = (identity: IdentityDocument, version: number): IdentityDocument => {
  const hosts = identity.hostIds
    .map((hostId) => [hostId, entryOf(identity.hosts, hostId) ?? {}] as const)
    .filter(([, { withheldUpTo = 0 }]) => version > withheldUpTo)
    .map(([hostId, host]) => [hostId, withPossible(host, version, '')] as const);
  return { ...identity, hosts: { ...identity.hosts, ...Object.fromEntries(hosts) } };
};
