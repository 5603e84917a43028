import type { Permission } from '../../access/permissions';
import type { UserView } from '../users/user-view';

/** The caller, as the streams tell at this moment. */
export interface MeView {
  /** As `GET /users/{id}` shows the user. */
  readonly user: UserView;
  readonly owner: boolean;
  readonly admin: boolean;
  readonly support: boolean;
  /** Without `organizationId`: in all organizations. */
  readonly roles: readonly {
    readonly roleId: string;
    readonly name: string;
    readonly organizationId?: string;
    /** The IDP group by which it is held; absent: it was given to the caller. */
    readonly idpGroupId?: string;
    readonly idpGroupName?: string;
  }[];
  /** Held in all organizations; what is held in one of them only stands with it. */
  readonly permissions: readonly Permission[];
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly permissions: readonly Permission[];
  }[];
  /** The active IDP user with the caller's e-mail. */
  readonly idpMapping: { readonly idpUserId: string } | null;
}
