import { Controller, Delete, Get, Inject, Patch, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeOrganization } from '../../commands/organizations/change-organization';
import { CreateOrganization } from '../../commands/organizations/create-organization';
import { DeleteOrganization } from '../../commands/organizations/delete-organization';
import { SetOrganizationSecret } from '../../commands/organizations/set-organization-secret';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetOrganization } from '../../queries/organizations/get-organization';
import { ListOrganizations } from '../../queries/organizations/list-organizations';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { created, done, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import {
  ChangeOrganizationBody,
  CreateOrganizationBody,
  Organization,
  OrganizationQuery,
  SetSecretBody,
} from './organization-schemas';

const READS = ['organizations'];
const SHARED = { tag: 'Organizations', thing: 'organization' };

@Controller('organizations')
export class OrganizationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Operation({
    summary: 'Create an organization',
    id: 'createOrganization',
    permission: 'accounts.manage for all organizations',
    description: 'An organization holds vaults and hosts. It encrypts nothing before its secret is set.',
    tag: 'Organizations',
    body: CreateOrganizationBody,
    answers: { 201: Organization },
    codes: ['PASSWORD_POLICY_UNSATISFIABLE'],
    repeat: 'repeatCreate',
  })
  async create(@Ctx() context: Context, @Input() { name, settings }: CreateOrganizationBody) {
    const { id, position } = await this.commands.execute(new CreateOrganization(context, name, settings ?? {}));
    return this.made(context, id, position);
  }

  repeatCreate({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  @Get()
  @Operation({
    summary: 'List the organizations in which you have a role',
    id: 'listOrganizations',
    permission: 'nothing but a token',
    description: 'Those in which you have a role; owners and admins see all.',
    tag: 'Organizations',
    query: OrganizationQuery,
    answers: { 200: listOf(Organization) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() page: OrganizationQuery) {
    const list = 'organizations';
    const found = await this.queries.execute(new ListOrganizations(context, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Operation({
    summary: 'Read an organization',
    id: 'getOrganization',
    permission: 'a role in the organization',
    description: 'One organization with its settings and ETag; never its secret.',
    ...SHARED,
    answers: { 200: Organization },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetOrganization(context, id)));
  }

  @Patch(':id')
  @Operation({
    summary: 'Change an organization and its settings',
    id: 'changeOrganization',
    permission: 'accounts.manage in the organization',
    description: 'Another name or other settings. Settings hold for the next checkout, never for an open one.',
    ...SHARED,
    body: ChangeOrganizationBody,
    answers: { 200: Organization },
    codes: ['PASSWORD_POLICY_UNSATISFIABLE'],
    ifMatch: true,
  })
  async change(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() patch: ChangeOrganizationBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeOrganization(context, id, patch, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Operation({
    summary: 'Delete an empty organization',
    id: 'deleteOrganization',
    permission: 'accounts.manage in the organization',
    description: 'Only when no vault and no host is in it (409 `ORGANIZATION_NOT_EMPTY`).',
    ...SHARED,
    answers: { 204: null },
    codes: ['ORGANIZATION_NOT_EMPTY'],
    ifMatch: true,
  })
  async remove(@Ctx() context: Context, @PathId() id: string, @IfMatch() ifMatch: SeenRevision | undefined) {
    return done((await this.commands.execute(new DeleteOrganization(context, id, ifMatch))).position);
  }

  @Put(':id/secret')
  @Operation({
    summary: 'Set or replace the organization secret',
    id: 'setOrganizationSecret',
    permission: 'accounts.manage in the organization',
    description: 'Replacing it seals every value anew, while checkouts go on.',
    ...SHARED,
    body: SetSecretBody,
    answers: { 204: null },
    ifMatch: true,
  })
  async secret(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { secret }: SetSecretBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetOrganizationSecret(context, id, secret, ifMatch))).position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.read(context, id, position);
    return created(`/organizations/${id}`, item, { ids: { id }, position, revision });
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetOrganization(context, id)));
  }
}
