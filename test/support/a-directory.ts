import { sha256Digest } from '../../src/adapters/outside/sha256-digest';
import { requireVaultAccess } from '../../src/access/vault-access';
import { permissionsOf } from '../../src/access/caller-permissions';
import { ChangeGrant, ChangeGrantHandler } from '../../src/commands/access-grants/change-grant';
import { GiveGrant, GiveGrantHandler } from '../../src/commands/access-grants/give-grant';
import { RevokeGrant, RevokeGrantHandler } from '../../src/commands/access-grants/revoke-grant';
import { Decisions } from '../../src/commands/deciding/decisions';
import { Refusals } from '../../src/commands/deciding/refusals';
import { ChangeIdpUser, ChangeIdpUserHandler } from '../../src/commands/directory/change-idp-user';
import { CreateIdpUser, CreateIdpUserHandler } from '../../src/commands/directory/create-idp-user';
import { DeleteIdpUser, DeleteIdpUserHandler } from '../../src/commands/directory/delete-idp-user';
import { SetGroupMember, SetGroupMemberHandler } from '../../src/commands/directory/set-group-member';
import type { AccessLevel } from '../../src/domain/access-grants/events';
import type { Context } from '../../src/kernel/context';
import { ANY } from '../../src/kernel/expected-revision';
import { grow, streamName } from '../../src/kernel/fold';
import { isRefusal } from '../../src/kernel/refusal';
import { RefusedError } from '../../src/kernel/refused-error';
import type { StreamReader, View } from '../../src/kernel/stream-reader';
import { InMemoryEventStore } from './in-memory-event-store';

const NOW = Date.parse('2026-03-01T09:00:00.000Z');
export const GROUPS = ['g0', 'g1'] as const;
export const LEVELS: readonly AccessLevel[] = ['view_vault', 'view_credentials', 'checkout'];

/** Users who manage directory and vaults; `ann` and `ann2` are two accounts of one person. Spellings of their e-mails. */
export const SPELLINGS = {
  ann: ['josé.ann@example.com', 'JOSÉ.Ann@example.com', 'Jose\u0301.ann@EXAMPLE.com'],
  ann2: ['ann.jose@example.com', 'ANN.jose@example.com'],
  bob: ['bob@example.com', 'Bob@example.com'],
} as const;
export type Who = keyof typeof SPELLINGS;
export const EVERYBODY = Object.keys(SPELLINGS) as Who[];

/** A directory, two groups, a vault and the real command handlers on a log in memory. */
export class Directory {
  readonly store = new InMemoryEventStore();
  private ids = 0;
  private readonly digest = sha256Digest;
  private readonly reader: StreamReader = {
    fresh: () => Promise.resolve(this.view()),
    appended: () => undefined,
  } as Partial<StreamReader> as StreamReader;
  private readonly deciding = new Decisions(
    this.store,
    this.reader,
    { now: () => NOW },
    { below: () => 0 },
    new Refusals(this.store, { now: () => NOW }, { next: () => this.next() }),
  );
  /** Ids of all records that were ever made, and of all grants. */
  readonly records: string[] = [];
  readonly grants: string[] = [];

  async open(): Promise<this> {
    await this.state('account', 'owner-added', { userId: 'olga', email: 'olga@example.com' });
    const permissions = ['pam_vaults.view', 'pam_vaults.manage', 'directory.manage'];
    await this.state('account', 'role-created', { roleId: 'all', name: 'All', permissions });
    for (const [userId, email] of [['olga', 'olga@example.com'], ...EVERYBODY.map((who) => [who, SPELLINGS[who][0]])]) {
      const data = { userId, email, support: false, createdAt: new Date(NOW).toISOString() };
      await this.state(`user-${userId}`, 'user-created', data);
      await this.state(`user-${userId}`, 'user-roles-assigned', { userId, roles: [{ roleId: 'all' }] });
    }
    for (const idpGroupId of GROUPS) {
      await this.state(`directoryGroup-${idpGroupId}`, 'idp-group-created', { idpGroupId, name: idpGroupId });
    }
    const vault = { identityGroupId: 'v', organizationId: 'o', createdAt: new Date(NOW).toISOString() };
    await this.state('vault-v', 'vault-created', { ...vault, name: 'Servers' });
    return this;
  }

  /** Does it as a user would; whether it was let through. */
  async act(who: Who | 'olga', work: (context: Context) => Promise<unknown>): Promise<boolean> {
    const actor = { kind: 'user', userId: who } as const;
    try {
      await work({ actor, correlationId: 'c', deadline: NOW + 30_000, ids: { next: () => this.next() } });
      return true;
    } catch (error) {
      if (error instanceof RefusedError) return false;
      throw error;
    }
  }

  create = (email: string, active: boolean) => async (context: Context) => {
    const handler = new CreateIdpUserHandler(this.deciding, this.digest);
    this.records.push((await handler.execute(new CreateIdpUser(context, { email, displayName: 'x', active }))).id);
  };
  change = (id: string, change: { active?: boolean; displayName?: string }) => (context: Context) =>
    new ChangeIdpUserHandler(this.deciding).execute(new ChangeIdpUser(context, id, change));
  remove = (id: string) => (context: Context) =>
    new DeleteIdpUserHandler(this.deciding, this.digest).execute(new DeleteIdpUser(context, id));
  member = (group: string, id: string, isMember: boolean) => (context: Context) =>
    new SetGroupMemberHandler(this.deciding).execute(new SetGroupMember(context, group, id, isMember));
  give = (principalType: 'user' | 'group', principalId: string, level: AccessLevel) => async (context: Context) => {
    const handler = new GiveGrantHandler(this.deciding, this.digest);
    this.grants.push((await handler.execute(new GiveGrant(context, 'v', { principalType, principalId, level }))).id);
  };
  regrant = (id: string, level: AccessLevel) => (context: Context) =>
    new ChangeGrantHandler(this.deciding, this.digest).execute(new ChangeGrant(context, 'v', id, { level }));
  revoke = (id: string) => (context: Context) =>
    new RevokeGrantHandler(this.deciding).execute(new RevokeGrant(context, 'v', id));

  /** How high somebody stands in the vault now, by the code that decides checkouts: 0 none, 3 checkout. */
  async level(who: Who): Promise<number> {
    const view = this.view();
    const rights = await permissionsOf(view, who);
    if (rights === undefined) throw new Error(`${who} is nobody`);
    let height = 0;
    for (const [index, level] of LEVELS.entries()) {
      const asked = { vaultId: 'v', level, now: new Date(NOW).toISOString() };
      if (!isRefusal(await requireVaultAccess(view, this.digest, rights, asked))) height = index + 1;
    }
    return height;
  }

  private next(): string {
    return `id${(this.ids += 1)}`;
  }

  private view(): View {
    return {
      at: String(this.store.events.length),
      time: new Date(NOW).toISOString(),
      digest: this.digest,
      load: (fold, id) => {
        const stream = streamName(fold.category, id);
        const events = this.store.events.filter((event) => event.stream === stream);
        const state = grow(fold as never, fold.initial, events as never) as typeof fold.initial;
        const last = events.length - 1;
        return Promise.resolve({ stream, state, revision: last, lastFact: last, facts: events.length });
      },
    };
  }

  private state(stream: string, noun: string, data: object) {
    const metadata = { actor: { kind: 'user', userId: 'olga' }, time: '', correlationId: 'c' } as const;
    return this.store.append(stream, ANY, [{ id: this.next(), type: `keyledger.${noun}.v1`, data, metadata }]);
  }
}
