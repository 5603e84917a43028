import { Inject, Injectable } from '@nestjs/common';
import { identityTime } from '../../access/identity-time';
import { organizationExists } from '../../access/organization-exists';
import { EVERYWHERE, organizationsWith, seesOrganization, type Permission } from '../../access/permissions';
import { deniedAnywhere, notFound, requirePermission } from '../../access/require';
import { callerPermissions, type CallerPermissions } from '../../access/caller-permissions';
import { refuseSupportShutOut, supportAccessOff } from '../../access/support';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Condition } from '../../kernel/read-model';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { latest, timestamp } from '../../kernel/time';

/** Who asks, judged from the streams at one moment. */
export interface QueryContext {
  readonly view: View;
  readonly now: string;
  readonly rights: CallerPermissions;
}

/** Permission of queries: judged from the streams like a command's, never from a read model. */
@Injectable()
export class QueryAuthorization {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async caller(context: Context): Promise<QueryContext> {
    const view = context.proven?.() ?? (await this.reader.fresh());
    const rights = await callerPermissions(view, context);
    if (rights === undefined) {
      throw new RefusedError(notFound('user'));
    }
    return { view, now: timestamp(this.clock.now()), rights };
  }

  /**
   * The time at which a decision on an identity would be taken now: what is told of it alone is what would be decided. Lists
   * tell by the clock, and so does an identity that nobody can decide on.
   */
  async nowOf({ view, now }: QueryContext, identityId: string): Promise<string> {
    return latest(now, await identityTime(view, identityId));
  }

  /** Throws {@link RefusedError} unless the thing exists for the caller, who holds the permission there. */
  require(caller: QueryContext, permission: Permission, organizationId: string | undefined, what: string): void {
    const refusal =
      organizationId === undefined
        ? notFound(what)
        : requirePermission(caller.rights, permission, organizationId, what);
    if (refusal !== undefined) {
      throw new RefusedError(refusal);
    }
  }

  /** For what is the caller's own: no permission is needed, but support sees it only while it is let in there. Throws {@link RefusedError}. */
  requireOwn({ rights }: QueryContext, organizationId: string): void {
    const off = refuseSupportShutOut(rights, organizationId);
    if (off !== undefined) {
      throw new RefusedError(off);
    }
  }

  /** The condition that keeps a list to the caller's own: of support, what lies where it is let in. Throws {@link RefusedError}. */
  ownScope({ rights }: QueryContext): readonly Condition[] {
    const own: Condition = { field: 'userId', is: rights.userId };
    if (rights.letIn === undefined) {
      return [own];
    }
    const organizations = rights.letIn.organizations();
    if (organizations.length === 0) {
      throw new RefusedError(supportAccessOff('everywhere'));
    }
    return [own, { field: 'organizationId', in: organizations }];
  }

  /**
   * The condition that keeps a list to what the caller may see: one organization when it is named (404 where there is none
   * or the caller has no role, 403 without the permission), else all where the caller holds the permission (403 when there is none).
   */
  async scope(caller: QueryContext, permission: Permission, organizationId?: string): Promise<readonly Condition[]> {
    const { view, rights } = caller;
    if (organizationId !== undefined) {
      if (!seesOrganization(rights, organizationId) || !(await organizationExists(view, organizationId))) {
        throw new RefusedError(notFound('organization'));
      }
      this.require(caller, permission, organizationId, 'organization');
      return [{ field: 'organizationId', is: organizationId }];
    }
    const allowed = organizationsWith(rights, permission);
    if (allowed === EVERYWHERE) {
      return [];
    }
    if (allowed.length === 0) {
      throw new RefusedError(deniedAnywhere(rights, permission));
    }
    return [{ field: 'organizationId', in: allowed }];
  }
}
