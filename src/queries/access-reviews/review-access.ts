import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessUseDocument } from '../../../projections/access-uses/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { OrganizationDocument } from '../../../projections/organizations/document';
import type { UserDocument } from '../../../projections/users/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import type { AccessLine } from '../../access/access-line';
import { directoryEmail, permissionsOf } from '../../access/caller-permissions';
import { idpUserOf } from '../../access/idp-mapping';
import { EVERYWHERE } from '../../access/permissions';
import { notFound } from '../../access/require';
import { machineReach } from '../../access/person-reach';
import { whoCan, type AccessSubject } from '../../access/who-can';
import { accessUseId } from '../../kernel/access-use-id';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import type { View } from '../../kernel/stream-reader';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { readableOrganizations, requireReviewReader } from './readers';

/** A line with when that person used that access last, and with the name that the organization has now. */
export interface ReviewedAccess extends AccessLine {
  readonly organizationName?: string;
  /** Beside `userId`: the e-mail, or the name of a machine, which has none. */
  readonly userEmail?: string;
  readonly neverUsed: boolean;
  readonly lastUsedAt?: string;
  readonly lastAction?: 'checkout' | 'reveal';
  readonly lastIdentityId?: string;
  readonly lastIdentityName?: string;
}

/** Lines as they are found, some at a time: a list of any length needs the memory of one page. */
export type AccessPages = AsyncIterable<readonly ReviewedAccess[]>;

/** Who can do what in a vault, or what a user can do in every vault the caller may ask about. Needs `pam_vaults.manage` or `pam_audit.read`. */
export class ReviewAccess extends Query<AccessPages> {
  constructor(
    readonly context: Context,
    readonly of: { readonly identityGroupId: string } | { readonly userId: string },
  ) {
    super();
  }
}

const PAGE = 200;
/** Linked to the people of one page. */
const MOST_MACHINES = 2000;

/** Others are served between two pages. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

@QueryHandler(ReviewAccess)
export class ReviewAccessHandler implements IQueryHandler<ReviewAccess> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  /** Judged before it answers; the pages are read as they are taken. */
  async execute({ context, of }: ReviewAccess): Promise<AccessPages> {
    const caller = await this.asking.caller(context);
    const { rights } = caller;
    if ('identityGroupId' in of) {
      const vault = await this.models.readModel<VaultDocument>('vaults').get(of.identityGroupId);
      requireReviewReader(rights, vault?.organizationId, 'identity group');
      return this.pages(caller, this.lines(caller, this.one(of.identityGroupId)));
    }
    const places = readableOrganizations(rights);
    const where: readonly Condition[] = places === EVERYWHERE ? [] : [{ field: 'organizationId', in: places }];
    const whom = await this.whom(caller, of.userId);
    return this.pages(caller, this.lines(caller, this.vaults(where), whom), whom);
  }

  /** A user that is switched off has no access; whoever asks learns no more of a user than that. */
  private async whom({ view }: QueryContext, userId: string): Promise<AccessSubject> {
    const rights = await permissionsOf(view, userId);
    if (rights === undefined) throw new RefusedError(notFound('user'));
    const idpUserId = await idpUserOf(view, this.digest, directoryEmail(rights));
    return { userId, ...(idpUserId === undefined ? {} : { idpUserId }) };
  }

  private async *one(vaultId: string): AsyncGenerator<string> {
    yield vaultId;
  }

  private async *vaults(where: readonly Condition[]): AsyncGenerator<string> {
    const vaults = this.models.readModel<VaultDocument>('vaults');
    let after: { readonly value: string; readonly id: string } | undefined;
    do {
      const found = await vaults.find({ where, limit: PAGE, ...(after === undefined ? {} : { after }) });
      yield* found.map(({ id }) => id);
      const last = found.length < PAGE ? undefined : found.at(-1);
      after = last && { value: last.id, id: last.id };
    } while (after !== undefined);
  }

  private async *lines({ view, now }: QueryContext, vaults: AsyncIterable<string>, whom?: AccessSubject) {
    for await (const vaultId of vaults) {
      yield* whoCan(view, this.digest, vaultId, { now, ...(whom === undefined ? {} : { whom }) });
    }
  }

  private async *pages(
    { view }: QueryContext,
    lines: AsyncIterable<AccessLine>,
    whom?: AccessSubject,
  ): AsyncGenerator<readonly ReviewedAccess[]> {
    let page: AccessLine[] = [];
    for await (const line of lines) {
      if (page.push(line) === PAGE) {
        yield await this.used(await this.withMachines(view, page, whom));
        page = [];
        await breathe();
      }
    }
    yield await this.used(await this.withMachines(view, page, whom));
  }

  /** After each person the machines that use the same access. An index says which there may be, the streams what they can do. */
  private async withMachines(
    view: View,
    lines: readonly AccessLine[],
    whom?: AccessSubject,
  ): Promise<readonly AccessLine[]> {
    const people = [...new Set(lines.flatMap(({ idpUserId }) => idpUserId ?? []))];
    const where = [{ field: 'idpUserId', in: people }];
    const users = this.models.readModel<UserDocument>('users');
    const machines = people.length === 0 ? [] : await users.find({ where, limit: MOST_MACHINES });
    const found = await Promise.all(
      lines.map(async (line) => {
        const linked = machines.filter(({ idpUserId }) => idpUserId === line.idpUserId);
        return [line, ...(await Promise.all(linked.map(({ id }) => machineReach(view, line, id))))];
      }),
    );
    const all = found.flat().filter((line) => line !== undefined);
    return whom === undefined ? all : all.filter(({ userId }) => userId === whom.userId);
  }

  private async organizationNames(lines: readonly AccessLine[]): Promise<ReadonlyMap<string, string>> {
    const organizations = this.models.readModel<OrganizationDocument>('organizations');
    const ids = [...new Set(lines.map(({ organizationId }) => organizationId))];
    const found = await Promise.all(ids.map((id) => organizations.get(id)));
    return new Map(found.flatMap((each) => (each === undefined ? [] : [[each.id, each.name] as const])));
  }

  private async used(lines: readonly AccessLine[]): Promise<ReviewedAccess[]> {
    const organizations = await this.organizationNames(lines);
    const uses = this.models.readModel<AccessUseDocument>('access_uses');
    const identities = this.models.readModel<IdentityDocument>('identities');
    return Promise.all(
      lines.map(async (each): Promise<ReviewedAccess> => {
        const { organizationId, identityGroupId, grantId, userId } = each;
        const organizationName = organizations.get(organizationId);
        const line = {
          ...each,
          ...(organizationName === undefined ? {} : { organizationName }),
          ...(userId === undefined ? {} : { userEmail: each.email === '' ? (each.displayName ?? '') : each.email }),
        };
        const found = userId === undefined ? undefined : await uses.get(accessUseId(identityGroupId, grantId, userId));
        const use = found?.uses.at(-1);
        if (use === undefined) return { ...line, neverUsed: true };
        const name = (await identities.get(use.identityId))?.name;
        const last = { lastUsedAt: use.usedAt, lastAction: use.action, lastIdentityId: use.identityId };
        return { ...line, neverUsed: false, ...last, ...(name === undefined ? {} : { lastIdentityName: name }) };
      }),
    );
  }
}
