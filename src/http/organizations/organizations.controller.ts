import { Body, Controller, Delete, Get, Inject, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeOrganization } from '../../commands/organizations/change-organization';
import { CreateOrganization } from '../../commands/organizations/create-organization';
import { DeleteOrganization } from '../../commands/organizations/delete-organization';
import { SetOrganizationSecret } from '../../commands/organizations/set-organization-secret';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetOrganization } from '../../queries/organizations/get-organization';
import { ListOrganizations } from '../../queries/organizations/list-organizations';
import { ReadAfterWrite } from '../consistency/read-after-write';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingMade } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { done, single } from '../reply/reply';
import {
  ChangeOrganizationDto,
  CreateOrganizationDto,
  OrganizationDto,
  OrganizationQuery,
  SetSecretDto,
} from './organization.dtos';

const READS = ['organizations'];

const MADE = thingMade(
  READS,
  ({ context, ids: { id = '' } }) => new GetOrganization(context, id),
  ({ ids: { id } }) => `/organizations/${id}`,
);

@ApiTags('Organizations')
@Controller('organizations')
export class OrganizationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'createOrganization',
    summary: 'Create an organization',
    permission: 'accounts.manage for all organizations; an owner for receiptBeforeDisclosure',
    description: 'An organization holds vaults and hosts. It encrypts nothing before its secret is set.',
    answers: { 201: OrganizationDto },
    etag: true,
    codes: ['PASSWORD_POLICY_UNSATISFIABLE'],
    repeat: MADE,
  })
  async create(@Ctx() context: Context, @Body() { name, settings }: CreateOrganizationDto) {
    const { id, position } = await this.commands.execute(new CreateOrganization(context, name, settings ?? {}));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listOrganizations',
    summary: 'List the organizations in which you have a role',
    permission: 'nothing but a token',
    description: 'Those in which you have a role; owners and admins see all.',
    answers: { 200: pageOf(OrganizationDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() page: OrganizationQuery) {
    const list = 'organizations';
    const found = await this.queries.execute(new ListOrganizations(context, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Get(':id')
  @Endpoint({
    id: 'getOrganization',
    summary: 'Read an organization',
    permission: 'a role in the organization',
    description: 'One organization with its settings and ETag; never its secret.',
    answers: { 200: OrganizationDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('organization') id: string) {
    return single(await this.queries.execute(new GetOrganization(context, id)));
  }

  @Patch(':id')
  @Endpoint({
    id: 'changeOrganization',
    summary: 'Change an organization and its settings',
    permission: 'accounts.manage in the organization; an owner for receiptBeforeDisclosure',
    description: 'Another name or other settings. Settings hold for the next checkout, never for an open one.',
    answers: { 200: OrganizationDto },
    etag: true,
    codes: ['PASSWORD_POLICY_UNSATISFIABLE'],
  })
  async change(
    @Ctx() context: Context,
    @PathId('organization') id: string,
    @Body() patch: ChangeOrganizationDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const { position } = await this.commands.execute(new ChangeOrganization(context, id, patch, ifMatch));
    return single(await this.read(context, id, position), { position });
  }

  @Delete(':id')
  @Endpoint({
    id: 'deleteOrganization',
    summary: 'Delete an empty organization',
    permission: 'accounts.manage in the organization',
    description: 'Only when no vault and no host is in it (409 `ORGANIZATION_NOT_EMPTY`).',
    answers: { 204: null },
    codes: ['ORGANIZATION_NOT_EMPTY'],
  })
  async remove(
    @Ctx() context: Context,
    @PathId('organization') id: string,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new DeleteOrganization(context, id, ifMatch))).position);
  }

  @Put(':id/secret')
  @Endpoint({
    id: 'setOrganizationSecret',
    summary: 'Set or replace the organization secret',
    permission: 'accounts.manage in the organization',
    description: 'Replacing it seals every value anew, while checkouts go on.',
    answers: { 204: null },
  })
  async secret(
    @Ctx() context: Context,
    @PathId('organization') id: string,
    @Body() { secret }: SetSecretDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    return done((await this.commands.execute(new SetOrganizationSecret(context, id, secret, ifMatch))).position);
  }

  private read(context: Context, id: string, position: string) {
    return this.consistency.afterWrite(position, READS, () => this.queries.execute(new GetOrganization(context, id)));
  }
}
