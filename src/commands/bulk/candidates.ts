import { Inject, Injectable } from '@nestjs/common';
import { EVERYWHERE, organizationsWith } from '../../access/permissions';
import { deniedAnywhere, notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { Condition, FindOptions } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { ReadSide } from '../../kernel/read-side';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { Position } from '../../kernel/position';
import type { Asked } from './bulk';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { loadAuthorizedOrganization, loadAuthorizedVault, loadCaller } from '../deciding/load-authorized';

/** Where something is asked for: in a vault, in an organization, or wherever the caller may. */
export interface BulkPlace {
  readonly organizationId?: string;
  readonly identityGroupId?: string;
}

/** How long the read models are waited for. */
const READ_MS = 2_000;

/**
 * Finds what a bulk command is about: in the organizations where the caller holds `pam_vaults.manage` and nowhere else, so that
 * what is hidden stays so. An index says what there is; whether anything is done to it, each command decides from the log.
 */
@Injectable()
export class Candidates {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(ReadSide) private readonly readSide: ReadSide,
  ) {}

  /** 404 for a vault or organization that is hidden, 403 where the caller does not manage vaults. */
  async scope(
    authorization: AuthorizationContext,
    context: Context,
    { organizationId, identityGroupId }: BulkPlace,
  ): Promise<readonly Condition[] | Refusal> {
    const where: Condition[] = [];
    if (identityGroupId !== undefined) {
      const reached = await loadAuthorizedVault(authorization, context, identityGroupId, 'pam_vaults.manage');
      if (isRefusal(reached)) return reached;
      where.push({ field: 'identityGroupId', is: identityGroupId });
    }
    if (organizationId !== undefined) {
      const reached = await loadAuthorizedOrganization(authorization, context, organizationId, 'pam_vaults.manage');
      if (isRefusal(reached)) return reached;
      where.push({ field: 'organizationId', is: organizationId });
    }
    return where.length > 0 ? where : this.everywhere(authorization, context);
  }

  /** Throws {@link RefusedError} with `UNAVAILABLE` when these read models do not get as far as the log stood at `at`. */
  async readUpTo(models: readonly string[], at: Position): Promise<void> {
    if (!(await this.readSide.waitFor(models, at, READ_MS))) {
      throw new RefusedError(
        refuse('UNAVAILABLE', 'What there is can not be read yet; try again.', { retryAfterSeconds: 2 }),
      );
    }
  }

  /** Ids of the documents that fit, as the log stood at `at`; one more than `most` when there are more. */
  async find(model: string, at: Position, most: number, options: Omit<FindOptions, 'limit'>): Promise<Asked> {
    await this.readUpTo([model], at);
    const found = await this.models.readModel<{ readonly id: string }>(model).find({ ...options, limit: most + 1 });
    return { ids: found.map(({ id }) => id), at };
  }

  private async everywhere(
    authorization: AuthorizationContext,
    context: Context,
  ): Promise<readonly Condition[] | Refusal> {
    const rights = await loadCaller(authorization, context);
    if (rights === undefined) return notFound('user');
    const allowed = organizationsWith(rights, 'pam_vaults.manage');
    if (allowed === EVERYWHERE) return [];
    authorization.about('account');
    return allowed.length === 0
      ? deniedAnywhere(rights, 'pam_vaults.manage')
      : [{ field: 'organizationId', in: allowed }];
  }
}
