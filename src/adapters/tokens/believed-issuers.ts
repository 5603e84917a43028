import type { ExternalIssuer } from '../../config/config';
import type { Clock } from '../../kernel/clock';
import type { TokenIssuers } from '../../kernel/token-issuers';
import { externalIssuer } from './external-issuer';
import type { IssuerKeysOptions } from './issuer-keys';
import { localIssuer, type LocalKeys } from './local-issuer';
import { tokenIssuers } from './token-issuers';

/** The external issuers, or the built-in one where none is named. */
export const believedIssuers = (
  external: readonly ExternalIssuer[],
  localKeys: LocalKeys,
  clock: Clock,
  options: IssuerKeysOptions = {},
): TokenIssuers =>
  tokenIssuers(
    external.length === 0
      ? [localIssuer(localKeys, clock)]
      : external.map((named) => externalIssuer(named, clock, options)),
    clock,
  );
