import { notFound } from '../../access/require';
import { othersAccessIn, requireOthersAccess } from '../../access/others-access';
import { hostPlace } from '../../access/host-place';
import { userExists } from '../../access/user-exists';
import { visibleOrganizations } from '../../access/visible-organizations';
import type { ExposureSubject } from '../../kernel/exposure-subject';
import { isRefusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { QueryContext } from '../authorization/query-authorization';
import type { ExposurePlaces } from './exposures';

const inHost = async ({ view, rights }: QueryContext, hostId: string): Promise<ExposurePlaces> => {
  const organizationId = await hostPlace(view, hostId);
  const denied = organizationId === undefined ? notFound('host') : requireOthersAccess(rights, organizationId, 'host');
  if (denied !== undefined || organizationId === undefined) throw new RefusedError(denied ?? notFound('host'));
  return [organizationId];
};

/**
 * Where somebody may know what a user or a host was shown. Of oneself: wherever one has a role; of others: where one holds
 * `pam_vaults.manage` or `pam_audit.read`. Throws {@link RefusedError}.
 */
export const exposurePlaces = async (caller: QueryContext, subject: ExposureSubject): Promise<ExposurePlaces> => {
  if (subject.kind === 'host') return inHost(caller, subject.hostId);
  const { view, rights } = caller;
  if (subject.userId === rights.userId) return visibleOrganizations(rights);
  const places = othersAccessIn(rights);
  if (isRefusal(places)) throw new RefusedError(places);
  if (!(await userExists(view, subject.userId))) throw new RefusedError(notFound('user'));
  return places;
};
