import { Global, Module } from '@nestjs/common';
import { Decisions } from '../commands/deciding/decisions';
import { FactRecorder } from '../commands/deciding/fact-recorder';
import { Refusals } from '../commands/deciding/refusals';
import { DisclosureFailure } from '../commands/identities/disclosure-failure';
import { DisclosureReceipts } from '../commands/identities/disclosure-receipts';
import { ReceiptFirst } from '../commands/identities/receipt-first';
import { NewValues } from '../commands/material/new-values';
import { SealFailures } from '../commands/material/seal-failures';
import { Values } from '../commands/material/values';
import { QueryAuthorization } from '../queries/authorization/query-authorization';
import { ModelPages } from '../policies/runner/model-pages';
import { PolicyContexts } from '../policies/runner/policy-contexts';

const PROVIDERS = [
  Decisions,
  FactRecorder,
  Refusals,
  SealFailures,
  Values,
  NewValues,
  QueryAuthorization,
  DisclosureReceipts,
  ReceiptFirst,
  DisclosureFailure,
  PolicyContexts,
  ModelPages,
];

/** What every command and query asks for: decisions, facts, refusals, values, and who may. */
@Global()
@Module({
  providers: PROVIDERS,
  exports: PROVIDERS,
})
export class DecidingModule {}
