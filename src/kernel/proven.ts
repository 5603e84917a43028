/**
 * Where a value is known to work. `on-hosts`: its hosts proved it by a login. `by-hand`: a person gave it, so it works
 * somewhere, for all the vault knows. `vault-only`: the vault made it, and nobody has put it on the target yet. `nowhere`: it was
 * made because somebody who knew the old one was to be kept out, or is not the one served any more, and no target is known to
 * have it.
 */
export type Proven = 'on-hosts' | 'by-hand' | 'vault-only' | 'nowhere';

/** What is known of one version of a value. */
export interface KnownOfValue {
  /** It is the one served; else one that was replaced. */
  readonly isCurrent: boolean;
  /** A person gave it; else the vault made it. */
  readonly byPerson: boolean;
  /** Of each host it is meant for, whether that one proves it now. */
  readonly hosts: readonly boolean[];
  /** An agent set it on hosts; else it lies in the vault alone. */
  readonly wasOnHosts: boolean;
  /** It was made because a checkout was ended against the holder's will, or the glass was broken. */
  readonly takenAway: boolean;
}

/**
 * What ends a checkout against the holder's will, or one that nobody had granted, or takes a value from who was shown it, as
 * triggers of a rotation.
 */
const TAKEN_AWAY: readonly string[] = ['force_checkin', 'grant_revoked', 'break_glass', 'exposure'];

export const isTakenAway = (trigger: string | undefined): boolean => TAKEN_AWAY.includes(trigger ?? '');

/**
 * What a value is for that was made for `trigger`, in place of one made for `before`. As long as it lies in the vault alone, the
 * target takes what whoever was kept out knows: making another value changes nothing of that.
 */
export const madeForAfter = <T extends string>(before: T | undefined, trigger: T, vaultOnly: boolean): T =>
  vaultOnly && before !== undefined && isTakenAway(before) && !isTakenAway(trigger) ? before : trigger;

/** Where it is proved. Of a made one that only some hosts prove, those do; which ones don't is told beside it. */
export const provenBy = ({ isCurrent, byPerson, hosts, wasOnHosts, takenAway }: KnownOfValue): Proven => {
  const onAll = hosts.length > 0 && hosts.every((proves) => proves);
  if (onAll || (!byPerson && hosts.includes(true))) return 'on-hosts';
  if (!isCurrent) return 'nowhere';
  if (byPerson) return 'by-hand';
  return wasOnHosts || takenAway ? 'nowhere' : 'vault-only';
};
