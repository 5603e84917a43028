// A whole checkout with openapi-fetch over the types that were generated; tells what it saw as JSON.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Schemas = components['schemas'];
type Problem = Schemas['Problem'];

const env = (name: string): string => process.env[name] ?? '';
const signedIn = (token: string) =>
  createClient<paths>({ baseUrl: `${env('KEYLEDGER_URL')}/api/v1`, headers: { authorization: `Bearer ${token}` } });

const done = <T,>({ data, error }: { readonly data?: T; readonly error?: Problem }): T => {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
};
/** What a refusal with this code says; the types know what that code adds. */
const refusal = <P extends { readonly code: string }>(code: P['code'], { error }: { readonly error?: Problem }): P => {
  if (error?.code !== code) throw new Error(`it was not refused so: ${JSON.stringify(error)}`);
  return error as unknown as P;
};

const owner = signedIn(env('OWNER_TOKEN'));
const ann = signedIn(env('ANN_TOKEN'));

const organizationId = env('ORGANIZATION_ID');
const vault = done(await owner.POST('/identity-groups', { body: { name: 'Production', organizationId } }));
const identity = done(
  await owner.POST('/identities', {
    body: {
      identityGroupId: vault.id,
      name: 'prod-db-admin',
      username: 'admin',
      credential: 's3cret-of-today',
      credentialType: 'password',
    },
  }),
);
const inVault = { params: { path: { id: vault.id } } };
const principalId = env('ANN_IDP_USER_ID');
done(
  await owner.POST('/identity-groups/{id}/access', {
    ...inVault,
    body: { principalType: 'user', principalId, level: 'checkout' },
  }),
);

const body = { reason: 'Ticket 4711', durationMinutes: 30 };
const ofIdentity = { params: { path: { id: identity.id } }, body };
const held = done(await ann.POST('/identities/{id}/checkout', ofIdentity));
const taken = refusal<Schemas['AlreadyCheckedOutProblem']>(
  'ALREADY_CHECKED_OUT',
  await owner.POST('/identities/{id}/checkout', ofIdentity),
);
const ofGuarded = { params: { path: { id: env('GUARDED_IDENTITY_ID') } }, body };
const guarded = refusal<Schemas['ApprovalRequiredProblem']>(
  'APPROVAL_REQUIRED',
  await ann.POST('/identities/{id}/checkout', ofGuarded),
);
const back = done(await ann.POST('/sessions/{id}/checkin', { params: { path: { id: held.session.id } } }));

process.stdout.write(
  JSON.stringify({
    vault: vault.name,
    value: held.credential?.value,
    holder: [taken.code, taken.holders[0]?.userEmail, taken.holders[0]?.own],
    requests: [guarded.code, guarded.requests[0]?.id, guarded.requests[0]?.status],
    session: [back.status, back.endedBy],
  }),
);
