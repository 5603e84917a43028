import type { ValueName } from '../../kernel/operations';
import type { RecordedEvent } from '../../kernel/recorded-event';

interface Naming {
  readonly identityId?: unknown;
  readonly version?: unknown;
  readonly credentialVersion?: unknown;
}

/** Facts after which an identity serves the version they name. */
const SERVING = new Set([
  'keyledger.identity-created.v1',
  'keyledger.identity-credential-replaced.v1',
  'keyledger.rotation-confirmed.v1',
  'keyledger.credential-version-restored.v1',
]);
const DESTROYED = 'keyledger.identity-destroyed.v1';

/** Which values the facts of a log name. Told every fact, in order; keeps a few bytes for each value. */
export class NamedValues {
  private readonly versions = new Map<string, number[]>();
  private readonly served = new Map<string, number>();

  hear({ type, data }: RecordedEvent): void {
    const { identityId, version, credentialVersion } = data as Naming;
    if (typeof identityId !== 'string') return;
    const named = version ?? credentialVersion;
    if (typeof named === 'number') {
      const known = this.versions.get(identityId);
      if (known === undefined) this.versions.set(identityId, [named]);
      else if (!known.includes(named)) known.push(named);
      if (SERVING.has(type)) this.served.set(identityId, named);
    }
    if (type === DESTROYED) this.served.delete(identityId);
  }

  has({ identityId, version }: ValueName): boolean {
    return this.versions.get(identityId)?.includes(version) ?? false;
  }

  /** The version each identity serves; those whose values are destroyed serve none. */
  *current(): Iterable<ValueName> {
    for (const [identityId, version] of this.served) yield { identityId, version };
  }
}
