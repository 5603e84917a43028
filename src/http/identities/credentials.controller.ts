import { Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DiscardVersion } from '../../commands/identities/discard-version';
import { ReplaceCredential } from '../../commands/identities/replace-credential';
import { RestoreVersion } from '../../commands/identities/restore-version';
import { RevealIdentity } from '../../commands/identities/reveal-identity';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetHistory } from '../../queries/identities/get-history';
import { Operation } from '../operation/operation';
import { Ctx, IfMatch, Input, PathId } from '../operation/parameters';
import type { Repetition } from '../idempotency/repetition';
import { answered, done } from '../reply/reply';
import { checkedCredential } from './checked-credential';
import { ReplaceCredentialBody, RevealBody, Revealed } from './credential-schemas';
import { History, Version } from './rotation-schemas';

/** The manual: a revealed value is shown for 30 seconds. */
const CLEAR_AFTER_SECONDS = 30;

@Controller('identities/:id')
export class CredentialsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Put('credential')
  @Operation({
    summary: 'Set the value by hand',
    id: 'setCredential',
    permission: 'pam_vaults.manage in the organization of the identity',
    description:
      'Replaces the value by one that a person brings. Hosts count as unverified from then on. One of the last ten values is refused (422 `PASSWORD_REUSED`).',
    tag: 'Identities',
    thing: 'identity',
    body: ReplaceCredentialBody,
    answers: { 204: null },
    codes: [
      'CREDENTIAL_NOT_USABLE',
      'NOT_CONFIRMED',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_REUSED',
      'PASSWORD_UNCHANGED',
      'ROTATION_IN_PROGRESS',
      'TOO_MANY_REQUESTS',
    ],
    ifMatch: true,
  })
  async replace(
    @Ctx() context: Context,
    @PathId() id: string,
    @Input() { credential }: ReplaceCredentialBody,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    checkedCredential(credential);
    const { position } = await this.commands.execute(new ReplaceCredential(context, id, credential, ifMatch));
    return done(position);
  }

  @Post('reveal')
  @Operation({
    summary: 'Show the value without a checkout',
    id: 'revealIdentity',
    permission:
      'pam_vaults.view and a live grant of view_credentials or checkout on the vault; an owner needs no grant',
    description:
      'The fact is written before the value is released. Refused while somebody else holds the credential exclusively (409 `ALREADY_CHECKED_OUT`). Take the value off the screen after `clearAfterSeconds`.',
    tag: 'Identities',
    thing: 'identity',
    body: RevealBody,
    answers: { 200: Revealed },
    codes: [
      'ALREADY_CHECKED_OUT',
      'APPROVAL_REQUIRED',
      'NOT_CONFIRMED',
      'NO_IDP_USER_MAPPING',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'VALUE_MISSING',
      'VAULT_ACCESS_DENIED',
    ],
    repeat: 'repeatReveal',
    secret: true,
  })
  async reveal(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: RevealBody) {
    const { credential, position } = await this.commands.execute(new RevealIdentity(context, id, reason));
    return answered({ credential, clearAfterSeconds: CLEAR_AFTER_SECONDS }, { ids: { id }, position });
  }

  /** A value was never kept: showing it again is another reveal, judged and recorded anew. */
  repeatReveal({ receipt, context, body }: Repetition) {
    return this.reveal(context, receipt.ids['id'] ?? '', body as RevealBody);
  }

  @Get('history')
  @Operation({
    summary: 'List replaced values, never the values themselves',
    id: 'listVersions',
    permission: 'pam_vaults.view in the organization of the identity',
    description:
      'Versions with when and by whom they were replaced, and whether they can be brought back. Never the values.',
    tag: 'Identities',
    thing: 'identity',
    answers: { 200: History },
    reads: ['identities'],
  })
  async history(@Ctx() context: Context, @PathId() id: string) {
    return { items: await this.queries.execute(new GetHistory(context, id)) };
  }

  @Post('versions/:version/restore')
  @Operation({
    summary: 'Bring back a value that was replaced in the vault alone',
    id: 'restoreVersion',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'For a value replaced in the vault that no target ever took: the old one is current again.',
    tag: 'Identities',
    thing: 'identity',
    params: { version: Version },
    answers: { 204: null },
    codes: [
      'CHECKED_OUT',
      'CONFLICT',
      'CREDENTIAL_NOT_USABLE',
      'NOT_CONFIRMED',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_UNCHANGED',
      'ROTATION_IN_PROGRESS',
      'TOO_MANY_REQUESTS',
    ],
  })
  async restore(@Ctx() context: Context, @PathId() id: string, @PathId('version') version: string) {
    const { position } = await this.commands.execute(new RestoreVersion(context, id, Number(version)));
    return done(position);
  }

  @Post('versions/:version/discard')
  @Operation({
    summary: 'Declare a replaced value dead: it is destroyed',
    id: 'discardVersion',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Says that no target has it any more. It can not be brought back after.',
    tag: 'Identities',
    thing: 'identity',
    params: { version: Version },
    answers: { 204: null },
    codes: ['CHECKED_OUT', 'CONFLICT'],
  })
  async discard(@Ctx() context: Context, @PathId() id: string, @PathId('version') version: string) {
    const { position } = await this.commands.execute(new DiscardVersion(context, id, Number(version)));
    return done(position);
  }
}
