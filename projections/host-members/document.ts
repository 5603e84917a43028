import type { ModelSchema } from '../../src/kernel/read-model';

/** An identity that names a host. */
export interface HostMemberDocument {
  /** `<host id>.<identity id>` */
  readonly id: string;
  readonly hostId: string;
  readonly identityId: string;
}

export const HOST_MEMBERS: ModelSchema = {
  name: 'host_members',
  version: 2,
  fields: { hostId: 'text' },
  indexes: [['hostId']],
};
