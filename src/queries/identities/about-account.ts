import type { IdentityHostDocument, IdentityDocument } from '../../../projections/identities/document';
import { isWithheldThere } from './withheld-there';

const WITHHELD =
  'its agent was approved after the present value was made and is not sent it: nobody looks what it holds until a rotation has set a fresh value';

const alsoManaged = ({ identityName, hostName }: NonNullable<IdentityHostDocument['sharedWith']>): string => {
  if (identityName !== undefined) return `the same account is managed by identity ${identityName} too`;
  return hostName === undefined
    ? 'the same machine or account is known in another organization too'
    : `the machine is the same as that of host ${hostName}`;
};

/** Why nothing is done on a host whose account another identity had first; undefined: it does not stand still for that. */
export const whyStopped = ({ code, sharedWith }: IdentityHostDocument, hostName: string): string | undefined =>
  code === 'ACCOUNT_ALREADY_MANAGED' && sharedWith !== undefined
    ? `${alsoManaged(sharedWith)}; as this one came later, nothing is done on host ${hostName} by itself. Take the host off one of the two`
    : undefined;

/** What a person should know of the account beside how it goes. */
export const besides = (
  identity: IdentityDocument,
  known: IdentityHostDocument,
  hostName: string,
): readonly string[] => [
  ...(isWithheldThere(identity, known) ? [WITHHELD] : []),
  ...(known.sharedWith === undefined || whyStopped(known, hostName) !== undefined
    ? []
    : [alsoManaged(known.sharedWith)]),
];
