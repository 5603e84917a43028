import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UpgradeIdentity } from '../commands/material/upgrade-identity';
import type { CredentialRedisclosed, IdentityRevealed } from '../domain/disclosures/events';
import type {
  CredentialReplaced,
  IdentityCheckedOut,
  RotationConfirmed,
  VersionRestored,
} from '../domain/identities/events';
import type { JobLeased } from '../domain/jobs/events';
import type { Recorded } from '../kernel/projector';
import type { ImportedScheme } from '../kernel/value-schemes';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

type Opened = IdentityCheckedOut | IdentityRevealed | CredentialRedisclosed | JobLeased;
type Replaced = CredentialReplaced | VersionRestored | RotationConfirmed;

/**
 * A value that was imported as `v1` is sealed as `v2` once somebody opened it: off the path of whoever asked for it, and whatever
 * stops in between, for the fact that it was opened stands.
 */
@Injectable()
export class UpgradeValuesWhenOpened implements Policy {
  readonly name = 'upgrade-values-when-opened';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction = reactingTo<Opened | Replaced>({
    'keyledger.identity-checked-out.v1': (event) => this.upgrade(event, event.data.scheme),
    'keyledger.identity-revealed.v1': (event) => this.upgrade(event, event.data.scheme),
    'keyledger.credential-redisclosed.v1': (event) => this.upgrade(event, event.data.scheme),
    'keyledger.job-leased.v1': (event) => this.upgrade(event, event.data.scheme),
    'keyledger.identity-credential-replaced.v1': (event) => this.upgrade(event, event.data.replacedScheme),
    'keyledger.credential-version-restored.v1': (event) => this.upgrade(event, event.data.replacedScheme),
    'keyledger.rotation-confirmed.v1': (event) => this.upgrade(event, event.data.replacedScheme),
  });

  private async upgrade(event: Recorded<Opened | Replaced>, scheme: ImportedScheme | undefined): Promise<void> {
    if (scheme !== 'v1') return;
    const { identityId } = event.data;
    await this.commands.execute(new UpgradeIdentity(this.contexts.after(this.name, event), identityId));
  }
}
