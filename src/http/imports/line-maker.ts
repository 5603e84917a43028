import type { Command, CommandBus } from '@nestjs/cqrs';
import { GiveGrant } from '../../commands/access-grants/give-grant';
import { CreateHost } from '../../commands/hosts/create-host';
import { CreateIdentity } from '../../commands/identities/create-identity';
import { FindImportId } from '../../commands/imports/find-import-id';
import type { Planned } from '../../commands/imports/planned';
import { RehearseLine } from '../../commands/imports/rehearse-line';
import { CreateVault } from '../../commands/vaults/create-vault';
import type { Context } from '../../kernel/context';
import type { Ids } from '../../kernel/ids';
import { RefusedError } from '../../kernel/refused-error';
import type { CommandResult } from '../../kernel/command-result';

const TIMEOUT_MS = 30_000;
const MOST_REFUSED = 'TOO_MANY_REQUESTS';

/** Where the lines of one import go to. */
export interface Importing {
  readonly commands: CommandBus;
  readonly context: Context;
  readonly ids: Ids;
  readonly now: () => number;
  readonly organizationId: string;
  /** Absent: a dry run. */
  readonly apply: boolean;
}

/** Makes what a line stands for, by the command for it, or judges it as that command would. Errors: `Refused`. */
export class LineMaker {
  private readonly taken = new Set<string>();

  constructor(private readonly on: Importing) {}

  /** Nothing is made, nothing is written: may the caller do this at all? */
  rehearse(planned: Planned): Promise<void> {
    return this.patiently(() => new RehearseLine(this.as(), this.on.organizationId, planned, this.taken));
  }

  /** Answers the id; undefined in a dry run. `exists`: it was there already, made by an import. */
  async place(kind: 'vault' | 'host', name: string, description?: string): Promise<{ id?: string; exists: boolean }> {
    const { organizationId } = this.on;
    if (!this.on.apply) {
      await this.rehearse({ kind });
      return { exists: false };
    }
    const found = await this.on.commands.execute(new FindImportId(kind, [organizationId, name]));
    if (found.exists) {
      await this.rehearse({ kind });
      return found;
    }
    const about = { name, ...(description === undefined ? {} : { description }) };
    await this.patiently(() =>
      kind === 'vault'
        ? new CreateVault(this.as(found.id), organizationId, about)
        : new CreateHost(this.as(found.id), organizationId, name),
    );
    return found;
  }

  async identity(planned: Extract<Planned, { kind: 'identity' }>): Promise<{ exists: boolean }> {
    const { vaultId, given, credential, scheme } = planned;
    if (!this.on.apply || vaultId === undefined) {
      await this.rehearse(planned);
      return { exists: false };
    }
    const found = await this.on.commands.execute(new FindImportId('identity', [vaultId, given.name, given.username]));
    if (found.exists) await this.rehearse({ kind: 'vault' });
    else await this.patiently(() => new CreateIdentity(this.as(found.id), vaultId, given, credential, scheme));
    return found;
  }

  async grant(planned: Extract<Planned, { kind: 'grant' }>): Promise<{ exists: boolean }> {
    const { vaultId, grant } = planned;
    if (!this.on.apply || vaultId === undefined) {
      await this.rehearse(planned);
      return { exists: false };
    }
    const offered = this.on.ids.next();
    const { id } = await this.patiently(() => new GiveGrant(this.as(offered), vaultId, grant, true));
    return { exists: id !== offered };
  }

  /** Each line is judged at its own moment: who loses a permission meanwhile imports no further. */
  private as(id?: string): Context {
    const { proven: _, ...context } = this.on.context;
    let first = id;
    const next = (): string => {
      const taken = first ?? this.on.ids.next();
      first = undefined;
      return taken;
    };
    return { ...context, deadline: this.on.now() + TIMEOUT_MS, ids: { next } };
  }

  /** A file with many lines that are refused is a caller of whom much is refused: it waits as such a caller would. */
  private async patiently<T extends CommandResult | void>(command: () => Command<T>): Promise<T> {
    for (;;) {
      try {
        return await this.on.commands.execute(command());
      } catch (error) {
        if (!(error instanceof RefusedError) || error.refusal.code !== MOST_REFUSED) throw error;
        const seconds = Number(error.refusal.extra?.['retryAfterSeconds'] ?? 1);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    }
  }
}
