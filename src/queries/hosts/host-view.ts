import type { HostDocument } from '../../../projections/hosts/document';

/** A host as the API shows it. */
export interface HostView extends Omit<HostDocument, 'revision'> {
  /** Has its agent been seen in the last 90 seconds? */
  readonly online: boolean;
}

export const hostView = ({ revision: _, ...host }: HostDocument): HostView => ({ ...host, online: false });
