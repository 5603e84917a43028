import type { SealedSecret, SealedVaultKeys } from '../../kernel/material';
import type { MaterialStore } from '../../kernel/material-store';

/** Those asked for, by name. What was not there may be made next, so that is asked again. */
class Once<T> {
  private readonly asked = new Map<string, Promise<T | undefined>>();

  of(name: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    const asked = this.asked.get(name) ?? this.ask(name, read);
    this.asked.set(name, asked);
    return asked;
  }

  private async ask(name: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    const found = await read();
    if (found === undefined) this.asked.delete(name);
    return found;
  }
}

/**
 * Sealed keys, each read once. For one task: a secret that was replaced and destroyed meanwhile is still here, so whoever
 * has sealed a new value asks the store itself whether it is.
 */
export class KeyReads {
  private readonly vaults = new Once<SealedVaultKeys>();
  private readonly secrets = new Once<SealedSecret>();

  constructor(private readonly store: Pick<MaterialStore, 'vaultKeys' | 'secret'>) {}

  vaultKeys(vaultId: string): Promise<SealedVaultKeys | undefined> {
    return this.vaults.of(vaultId, () => this.store.vaultKeys(vaultId));
  }

  secret(organizationId: string, version: number): Promise<SealedSecret | undefined> {
    return this.secrets.of(`${organizationId} ${version}`, () => this.store.secret(organizationId, version));
  }
}
