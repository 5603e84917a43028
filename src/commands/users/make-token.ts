import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireTokenMaker } from '../../access/machine-powers';
import { notFound } from '../../access/require';
import { account } from '../../domain/accounts/state';
import type { Permission } from '../../domain/permissions';
import { makeToken } from '../../domain/users/tokens';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { MachineTokens } from '../../kernel/machine-tokens';
import { timestamp } from '../../kernel/time';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

export interface TokenTerms {
  readonly name: string;
  readonly expiresInDays: number;
  readonly permissions?: readonly Permission[];
  readonly addresses?: readonly string[];
}

/** `token`: told this once; absent where an earlier run of the same request made another one, which nobody was told. */
export interface MadeToken extends CommandResult {
  readonly token?: string;
}

/** Makes a token of a machine. Needs `accounts.manage` for all organizations and every permission that the machine has. */
export class MakeToken extends Command<MadeToken> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly terms: TokenTerms,
  ) {
    super();
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

@CommandHandler(MakeToken)
export class MakeTokenHandler implements ICommandHandler<MakeToken> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MachineTokens) private readonly tokens: MachineTokens,
  ) {}

  async execute({ context, userId, terms }: MakeToken): Promise<MadeToken> {
    const tokenId = context.ids.next();
    const { expiresInDays, ...told } = terms;
    const made: { token?: string; hash?: string } = {};
    const asked = { userId, name: terms.name };
    const decisionTarget = { fold: user, id: userId, refusedAs: 'keyledger.token-make-refused.v1', asked };
    const { state, position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const { state: machine } = decision.target;
      const [rights, { state: whole }] = await Promise.all([
        loadCaller(decision, context),
        decision.view.load(account),
      ]);
      const isOwner = entryOf(whole.owners, userId) !== undefined;
      const isAdmin = entryOf(whole.admins, userId) !== undefined;
      const refusal =
        requireTokenMaker(rights, { state: machine, isOwner, isAdmin }) ??
        (machine.status === 'none' ? notFound('user') : undefined);
      if (refusal !== undefined || rights === undefined || machine.kind !== 'machine') {
        return refusal ?? makeToken(machine, userId, EMPTY, decision.now);
      }
      Object.assign(made, this.tokens.make(userId));
      const expiresAt = timestamp(Date.parse(decision.now) + expiresInDays * DAY_MS);
      const token = {
        tokenId,
        ...told,
        hash: made.hash ?? '',
        createdAt: decision.now,
        createdBy: rights.userId,
        expiresAt,
      };
      return makeToken(machine, userId, token, decision.now);
    });
    const kept = state.tokens.find((token) => token.tokenId === tokenId);
    return {
      id: tokenId,
      position,
      ...(kept?.hash === made.hash && made.token !== undefined ? { token: made.token } : {}),
    };
  }
}

/** What a person is refused, whatever it was to be. */
const EMPTY = { tokenId: '', name: '', hash: '', createdAt: '', createdBy: '', expiresAt: '' };
