import { Inject, Injectable } from '@nestjs/common';
import { holds } from '../../access/permissions';
import { permissionsOf, type CallerPermissions } from '../../access/caller-permissions';
import { ReadModels } from '../../kernel/read-models';
import { ReadSide } from '../../kernel/read-side';
import { StoreUnavailable } from '../../kernel/store-errors';
import type { View } from '../../kernel/stream-reader';

const PAGE = 200;
const WAIT_MS = 2_000;

/**
 * Is there anybody but one person who may approve an agent? The streams judge everybody; who there is at all stands in no
 * single stream, so the list of users names them, once it has caught up with the moment that is judged.
 */
@Injectable()
export class OtherApprovers {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(ReadSide) private readonly readSide: ReadSide,
  ) {}

  /** Errors: `StoreUnavailable` when the list of users is behind. */
  async areThere(view: View, may: (rights: CallerPermissions) => boolean): Promise<boolean> {
    if (!(await this.readSide.waitFor(['users'], view.at, WAIT_MS))) {
      throw new StoreUnavailable('the list of users is behind; try again');
    }
    const users = this.models.readModel<{ readonly id: string }>('users');
    let after: { value: string; id: string } | undefined;
    for (;;) {
      const page = await users.find({ order: { by: 'id' }, limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { id } of page) {
        const rights = await permissionsOf(view, id);
        if (rights !== undefined && !rights.support && rights.machine !== true && may(rights)) return true;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return false;
      after = { value: last.id, id: last.id };
    }
  }
}

/** May somebody approve an agent of a host there, on which identities are or are not? */
export const mayApproveThere =
  (organizationId: string, isNamed: boolean) =>
  (rights: CallerPermissions): boolean =>
    holds(rights, 'hosts.manage_users', organizationId) &&
    (!isNamed || holds(rights, 'pam_vaults.manage', organizationId));
