import type {
  RotationConfirmed,
  RotationFailed,
  RotationRequested,
  RotationRetried,
  RotationStaged,
} from '../domain/identities/events';
import type { JobLeased, JobQueued } from '../domain/jobs/events';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts } from './on-facts';
import type { Leaf } from './leaf';
import { PERIOD, type Line, type Report } from './report';
import { wants } from './wants';
import { wholeMinutes } from './whole-minutes';

interface Rotation {
  readonly asked: RotationRequested['data'];
  readonly leaves: Leaf[];
  readonly jobs: Set<string>;
  stagedAt?: string;
  dispatchedAt?: string;
  confirmedAt?: string | undefined;
  failed?: { readonly at: string; readonly code: string } | undefined;
  retries: number;
}

const stateOf = ({ confirmedAt, failed }: Rotation): string => {
  if (confirmedAt !== undefined) return 'confirmed';
  return failed === undefined ? 'pending' : 'failed';
};

/** R8. A line for each rotation: what set it off, when it was dispatched and confirmed; `isOverdue` where it waits too long. */
export const rotationOutcomes: Report = {
  id: 'R8',
  version: 1,
  title: 'Rotation outcomes',
  population: 'rotations that were requested',
  columns: [
    'rotationId',
    ...CREDENTIAL_COLUMNS,
    'trigger',
    'mode',
    'requestedAt',
    'stagedAt',
    'dispatchedAt',
    'confirmedAt',
    'failedAt',
    'failure',
    'retries',
    'state',
    'pendingHours',
    'isOverdue',
    'jobIds',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
  ],
  parameters: [...PERIOD, 'hours'],
  begin: (scope) => {
    const isWanted = wants(scope);
    const rotations = new Map<string, Rotation>();
    const find = (rotationId: string | undefined, leaf: Leaf): Rotation | undefined => {
      const rotation = rotationId === undefined ? undefined : rotations.get(rotationId);
      rotation?.leaves.push(leaf);
      return rotation;
    };
    return {
      take: onFacts<
        | RotationRequested
        | RotationStaged
        | RotationRetried
        | RotationConfirmed
        | RotationFailed
        | JobQueued
        | JobLeased
      >({
        'keyledger.rotation-requested.v1': (asked, { leaf }) => {
          if (!isWanted(asked.organizationId, asked.requestedAt)) return;
          scope.keep();
          rotations.set(asked.rotationId, { asked, leaves: [leaf], jobs: new Set(), retries: 0 });
        },
        'keyledger.rotation-staged.v1': ({ rotationId, stagedAt }, { leaf }) => {
          const rotation = find(rotationId, leaf);
          if (rotation !== undefined) rotation.stagedAt = stagedAt;
        },
        'keyledger.rotation-retried.v1': ({ rotationId }, { leaf }) => {
          const rotation = find(rotationId, leaf);
          if (rotation === undefined) return;
          rotation.retries += 1;
          rotation.failed = undefined;
        },
        'keyledger.rotation-confirmed.v1': ({ rotationId, confirmedAt }, { leaf }) => {
          const rotation = find(rotationId, leaf);
          if (rotation !== undefined) rotation.confirmedAt = confirmedAt;
        },
        'keyledger.rotation-failed.v1': ({ rotationId, code }, { fact, leaf }) => {
          const rotation = find(rotationId, leaf);
          if (rotation !== undefined) rotation.failed = { at: fact.metadata.time, code };
        },
        'keyledger.job-queued.v1': ({ rotationId, jobId }, { leaf }) => void find(rotationId, leaf)?.jobs.add(jobId),
        'keyledger.job-leased.v1': ({ rotationId }, { fact, leaf }) => {
          const rotation = find(rotationId, leaf);
          if (rotation !== undefined) rotation.dispatchedAt ??= fact.metadata.time;
        },
      }),
      *lines(view, asOf): Generator<Line> {
        for (const rotation of rotations.values()) {
          const { asked, leaves, jobs, stagedAt, dispatchedAt, confirmedAt, failed, retries } = rotation;
          const { rotationId, identityId, organizationId, trigger, mode, requestedAt } = asked;
          const state = stateOf(rotation);
          const pendingHours = state === 'pending' ? Math.floor(wholeMinutes(requestedAt, asOf) / 60) : undefined;
          yield {
            organizationId,
            at: requestedAt,
            leaves,
            cells: {
              ...credentialCells(view, identityId),
              rotationId,
              trigger,
              mode,
              requestedAt,
              stagedAt,
              dispatchedAt,
              confirmedAt,
              failedAt: failed?.at,
              failure: failed?.code,
              retries,
              state,
              pendingHours,
              isOverdue: pendingHours !== undefined && pendingHours >= scope.hours,
              jobIds: [...jobs].join(' '),
            },
          };
        }
      },
    };
  },
};
