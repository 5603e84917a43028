import { isOn, supportAccess } from '../domain/support-access/state';
import { refuse, type Refusal } from '../kernel/refusal';
import { latest } from '../kernel/time';
import type { View } from '../kernel/stream-reader';

/** What a request of support rested on: windows by organization, noted as they are asked for. */
export type ReliedOn = Map<string, string>;

/** Where the vendor's support is let in. */
export interface SupportWindows {
  /** The window that is on in an organization; undefined: support may not act there. */
  windowIn(organizationId: string): string | undefined;
  /** Every organization in which one is on. */
  organizations(): readonly string[];
}

const NOWHERE: ReadonlyMap<string, string> = new Map();

const letInBy = (on: ReadonlyMap<string, string>, relied: ReliedOn | undefined): SupportWindows => {
  const noted = (organizationId: string): string | undefined => {
    const windowId = on.get(organizationId);
    if (windowId !== undefined) relied?.set(organizationId, windowId);
    return windowId;
  };
  return { windowIn: noted, organizations: () => [...on.keys()].filter((id) => noted(id) !== undefined) };
};

const windowsOn = async (view: View): Promise<ReadonlyMap<string, string>> => {
  const { state, time } = await view.load(supportAccess);
  const now = latest(view.time, time);
  const on = Object.entries(state.windows).filter(([, window]) => isOn(window, now));
  return on.length === 0 ? NOWHERE : new Map(on.map(([organizationId, { windowId }]) => [organizationId, windowId]));
};

/** Where support is let in at a moment, as the log says. What is asked for is noted in `relied`. */
export const supportWindowsAt = async (view: View, relied?: ReliedOn): Promise<SupportWindows> =>
  letInBy(await windowsOn(view), relied);

/** Is every window that a request rested on still the one that is on? One that was ended and opened anew is another. */
export const stillLetIn = async (view: View, relied: ReadonlyMap<string, string>): Promise<boolean> => {
  const on = await windowsOn(view);
  return [...relied].every(([organizationId, windowId]) => on.get(organizationId) === windowId);
};

/** Who is somebody, as far as support goes: `letIn` is there for the vendor's support alone. */
export interface SupportStatus {
  readonly support: boolean;
  readonly letIn?: SupportWindows;
}

/** May somebody act in an organization, as far as support goes? Everybody else may always. */
export const isLetIn = ({ support, letIn }: SupportStatus, organizationId: string): boolean =>
  !support || letIn?.windowIn(organizationId) !== undefined;

/** `where`: "in this organization". */
export const supportAccessOff = (where = 'in this organization'): Refusal =>
  refuse('SUPPORT_ACCESS_OFF', `Support access is off ${where}. Who manages it can enable it for an organization.`);

/** Of what somebody may do without any permission, such as giving back a value: support only where it is let in. */
export const refuseSupportShutOut = (rights: SupportStatus | undefined, organizationId: string): Refusal | undefined =>
  rights === undefined || isLetIn(rights, organizationId) ? undefined : supportAccessOff();

/** What belongs to no organization is none of support's business. */
export const outsideSupport = (rights: SupportStatus | undefined): Refusal | undefined =>
  rights?.support === true ? supportAccessOff('outside the organizations that enabled it') : undefined;

/** What would let support in by another way, or others with it. `what`: "give grants". */
export const refuseSupport = (rights: SupportStatus | undefined, what: string): Refusal | undefined =>
  rights?.support === true
    ? refuse('PERMISSION_DENIED', `Support never ${what}. Let somebody of the account do it.`)
    : undefined;

/** What a session of support rests on besides its grant; empty for everybody else. */
export const supportEvidence = (
  { support, letIn }: SupportStatus,
  organizationId: string,
): { readonly supportWindowId?: string } => {
  const windowId = support ? letIn?.windowIn(organizationId) : undefined;
  return windowId === undefined ? {} : { supportWindowId: windowId };
};
