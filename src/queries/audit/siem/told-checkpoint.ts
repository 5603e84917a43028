import { CATEGORIES, CLASSES, OTHER, SEVERITIES } from './ocsf-classes';
import { cefHead, cefValue } from './cef';

/** Looks like a wire name, and is none: no fact is called so. */
export const CHECKPOINT_TYPE = 'keyledger.checkpoint.v1';

/** A signed checkpoint for a SIEM: it is no fact, and changes no entity but what is proved of the log. */
export interface ToldCheckpoint {
  readonly id: string;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  /** RFC 3339; when it was sent. */
  readonly time: string;
}

const UID = 3004;

/** What a signed note says, told at a moment: each telling is one of its own. */
export const toldCheckpoint = (note: string, time: string): ToldCheckpoint => {
  const [origin = '', size = '', root = ''] = note.split('\n');
  return { id: `${origin}#${size}@${time}`, origin, size: Number(size), root, note, time };
};

/** As an event of OCSF 1.8.0. */
export const ocsfOfCheckpoint = ({ id, origin, size, root, note, time }: ToldCheckpoint): object => {
  const { name } = CLASSES[UID];
  return {
    metadata: {
      version: '1.8.0',
      product: { name: 'Keyledger', vendor_name: 'Keyledger' },
      uid: id,
      event_code: 'checkpoint',
      logged_time: Date.parse(time),
    },
    category_uid: 3,
    category_name: CATEGORIES[3],
    class_uid: UID,
    class_name: name,
    activity_id: OTHER,
    activity_name: 'checkpoint signed',
    type_uid: UID * 100 + OTHER,
    type_name: `${name}: checkpoint signed`,
    severity_id: 1,
    severity: SEVERITIES[1],
    time: Date.parse(time),
    status_id: 1,
    status: 'Success',
    message: 'checkpoint signed',
    actor: { app_name: 'keyledger' },
    entity: { uid: origin, name: origin, type: 'log', type_id: OTHER },
    unmapped: { type: CHECKPOINT_TYPE, origin, size, root, note },
  };
};

/** As a line of CEF, without the line's end. */
export const cefOfCheckpoint = ({ id, origin, size, note, time }: ToldCheckpoint): string => {
  const fields = { rt: Date.parse(time), externalId: id, act: 'checkpoint', outcome: 'success' };
  const told = { ...fields, cs1: origin, cs1Label: 'log', cn1: size, cn1Label: 'facts', msg: note };
  return `${cefHead(CHECKPOINT_TYPE, 'checkpoint signed', 0)}${Object.entries(told)
    .map(([name, value]) => `${name}=${cefValue(String(value))}`)
    .join(' ')}`;
};
