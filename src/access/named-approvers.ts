import { idpGroup, idpUser } from '../domain/directory/state';
import { userEmail } from '../domain/users/state';
import type { Digest } from '../kernel/digest';
import { emailKeys } from '../kernel/email-keys';
import type { View } from '../kernel/stream-reader';
import { mayDecide, type JudgedRequest } from './approvers';
import { permissionsOf } from './caller-permissions';

/** Of a large group so many are told; the others find the request where they look for what waits for them. */
const MOST_TOLD = 200;

const usersOf = async (view: View, digest: Digest, idpUserId: string): Promise<readonly string[]> => {
  const { email, status } = (await view.load(idpUser, idpUserId)).state;
  if (status !== 'active') return [];
  const claims = await Promise.all(emailKeys(digest, email).map((key) => view.load(userEmail, key)));
  return claims.flatMap(({ state: { userId } }) => userId ?? []);
};

/** The users who could decide on a request now, by themselves or through a group: those whom it concerns. */
export const namedApprovers = async (view: View, digest: Digest, judged: JudgedRequest): Promise<readonly string[]> => {
  const { users, groups } = judged.request.policy.approvers;
  const members = await Promise.all(
    groups.map(async (id) => {
      const { status, members: all } = (await view.load(idpGroup, id)).state;
      return status === 'active' ? [...all] : [];
    }),
  );
  const named = [...new Set([...users, ...members.flat()])].slice(0, MOST_TOLD);
  const found = await Promise.all(
    named.map(async (idpUserId) => {
      const userIds = await usersOf(view, digest, idpUserId);
      const may = await Promise.all(
        userIds.map(async (userId) => {
          const rights = await permissionsOf(view, userId);
          return rights !== undefined && (await mayDecide(view, digest, rights, judged));
        }),
      );
      return userIds.filter((_, n) => may[n]);
    }),
  );
  return [...new Set(found.flat())];
};
