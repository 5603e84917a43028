import { Controller, Delete, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AddSignIn } from '../../commands/users/add-sign-in';
import { RemoveSignIn } from '../../commands/users/remove-sign-in';
import type { Context } from '../../kernel/context';
import { ListSignIns } from '../../queries/users/list-sign-ins';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { created, done } from '../reply/reply';
import { listOf } from '../schema/fields';
import { AddSignInBody, SignIn } from './sign-in-schemas';

const SHARED = { tag: 'People', permission: 'an owner' };

/** Whose tokens sign in as a user: several, so that changing the identity provider locks nobody out. */
@Controller('users/:id/sign-ins')
export class SignInsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation({
    ...SHARED,
    summary: 'List the sign-ins of a user',
    id: 'listSignIns',
    description: 'Every (issuer, subject) whose tokens sign in as the user. A user has at most 20: there is one page.',
    thing: 'user',
    answers: { 200: listOf(SignIn) },
  })
  async list(@Ctx() context: Context, @PathId() userId: string) {
    return { items: await this.queries.execute(new ListSignIns(context, userId)), nextCursor: null };
  }

  @Post()
  @Operation({
    ...SHARED,
    summary: 'Add a sign-in to a user',
    id: 'addSignIn',
    description:
      'From the next request on, tokens of this issuer with this subject are the user. A subject that another user has is refused (409 `CONFLICT`). One the user has already stays as it is.',
    thing: 'user',
    body: AddSignInBody,
    answers: { 201: SignIn },
    codes: ['CONFLICT'],
    repeat: 'repeatAdd',
  })
  async add(@Ctx() context: Context, @PathId() userId: string, @Input() { issuer, subject }: AddSignInBody) {
    const { id, position } = await this.commands.execute(new AddSignIn(context, userId, { issuer, subject }));
    return created(`/users/${userId}/sign-ins/${id}`, { id, issuer, subject }, { ids: { id }, position });
  }

  repeatAdd({ receipt, params, body }: Repetition) {
    const id = receipt.ids['id'] ?? '';
    const { issuer, subject } = body as AddSignInBody;
    const where = `/users/${params['id']}/sign-ins/${id}`;
    return created(where, { id, issuer, subject }, { ids: { id }, position: receipt.position });
  }

  @Delete(':signInId')
  @Operation({
    ...SHARED,
    summary: 'Remove a sign-in of a user',
    id: 'removeSignIn',
    description:
      'Its tokens are refused from the next request on; no token brings it back, an owner may add it again. The last sign-in of the last active owner stays (409 `LAST_OWNER`).',
    thing: 'sign-in',
    answers: { 204: null },
    codes: ['LAST_OWNER'],
  })
  async remove(@Ctx() context: Context, @PathId() userId: string, @PathId('signInId') signInId: string) {
    return done((await this.commands.execute(new RemoveSignIn(context, userId, signInId))).position);
  }
}
