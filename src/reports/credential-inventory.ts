import { host } from '../domain/hosts/state';
import type { EnrollmentRequested, IdentityChanged, IdentityCreated } from '../domain/identities/events';
import { identity } from '../domain/identities/evolve';
import { organization } from '../domain/organizations/state';
import { schemeOf } from '../kernel/value-schemes';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import type { Leaf } from './leaf';
import { userName } from './named';
import type { Line, Report } from './report';

interface Origin {
  readonly by?: string | undefined;
  readonly leaves: readonly Leaf[];
}

/** R14. A line for each credential there is: where, on which hosts, by whom, and how it is set. */
export const credentialInventory: Report = {
  id: 'R14',
  version: 1,
  title: 'Credential inventory',
  population: 'credentials there ever were; deleted ones are excluded',
  columns: [
    ...CREDENTIAL_COLUMNS,
    'username',
    'credentialType',
    'status',
    'owner',
    'createdAt',
    'hosts',
    'connector',
    'encryption',
    'secretVersion',
    'credentialVersion',
    'allowConcurrentCheckout',
    'maxConcurrentSessions',
    'rotateAfterUse',
    'rotationIntervalDays',
    'lastRotatedAt',
    'nextRotationAt',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['organization', 'organizationId'],
  ],
  parameters: [],
  begin: () => {
    const origins = new Map<string, Origin>();
    const created = ({ identityId }: { readonly identityId: string }, { fact, leaf }: FactWithView): void =>
      void origins.set(identityId, { by: fact.metadata.actor.userId, leaves: [leaf] });
    return {
      take: onFacts<IdentityCreated | EnrollmentRequested | IdentityChanged>({
        'keyledger.identity-created.v1': created,
        'keyledger.identity-enrollment-requested.v1': created,
        'keyledger.identity-changed.v1': ({ identityId }, { leaf }) => {
          const { by, leaves = [] } = origins.get(identityId) ?? {};
          origins.set(identityId, { by, leaves: [...leaves.slice(0, 1), leaf] });
        },
      }),
      *lines(view): Generator<Line> {
        for (const [identityId, state] of view.all(identity)) {
          const { status, organizationId, settings, schemes, credentialVersion, createdAt } = state;
          const origin = origins.get(identityId);
          yield {
            organizationId,
            left: status !== 'active' && status !== 'enrolling',
            leaves: origin?.leaves ?? [],
            cells: {
              ...credentialCells(view, identityId),
              username: settings.username,
              credentialType: settings.credentialType,
              status,
              owner: userName(view, origin?.by),
              createdAt,
              hosts: settings.hostIds.map((hostId) => view.state(host, hostId).name || hostId).join(', '),
              connector: settings.connector,
              encryption: schemeOf(schemes, credentialVersion),
              secretVersion: view.state(organization, organizationId).secretVersion,
              credentialVersion,
              allowConcurrentCheckout: settings.allowConcurrentCheckout,
              maxConcurrentSessions: settings.maxConcurrentSessions,
              rotateAfterUse: settings.rotateAfterUse,
              rotationIntervalDays: settings.rotationIntervalDays,
              lastRotatedAt: state.lastRotatedAt,
              nextRotationAt: state.nextRotationAt,
            },
          };
        }
      },
    };
  },
};
