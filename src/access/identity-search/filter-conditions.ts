import type { Condition } from '../../kernel/read-model';
import type { ReadModels } from '../../kernel/read-models';
import { everyDocument } from './every-document';
import type { IdentityFilter } from './identity-filter';

interface HostMember {
  readonly id: string;
  readonly identityId: string;
}

const identitiesOn = async (models: ReadModels, hostId: string): Promise<readonly string[]> => {
  const members = await everyDocument<HostMember>(models, 'host_members', [{ field: 'hostId', is: hostId }]);
  return members.map(({ identityId }) => identityId);
};

/** A session past its end is not open, whether or not its end was recorded yet. */
const openAt = (now: string, isOpen: boolean): readonly Condition[] =>
  isOpen
    ? [
        { field: 'open', is: true },
        { field: 'openUntil', above: now },
      ]
    : [{ field: 'openUntil', atMost: now, orAbsent: true }];

/** What a filter asks of documents, but for the words of `q` and for `mayCheckOut`. */
export const filterConditions = async (
  models: ReadModels,
  filter: IdentityFilter,
  now: string,
): Promise<readonly Condition[]> => {
  const { identityGroupId, organizationId, hostId, state, credentialType, rotationStatus, dueBefore, checkedOut } =
    filter;
  const equal = Object.entries({ identityGroupId, organizationId, credentialType, rotationStatus });
  return [
    { field: 'state', in: state === undefined ? ['active', 'enrolling'] : [state] },
    ...equal.flatMap(([field, is]) => (is === undefined ? [] : [{ field, is }])),
    ...(dueBefore === undefined ? [] : [{ field: 'nextRotationAt', below: dueBefore }]),
    ...(checkedOut === undefined ? [] : openAt(now, checkedOut)),
    ...(hostId === undefined ? [] : [{ field: 'id', in: await identitiesOn(models, hostId) }]),
  ];
};
