import { id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nothing, oneKindOf } from '../platform/validation/one-kind-of';
import { OneOf } from '../platform/validation/one-of';
import { RecordOf } from '../platform/validation/record-of';
import { Text, text } from '../platform/validation/text';
import { WholeNumber, wholeNumber } from '../platform/validation/whole-number';

const CONNECTORS = ['linux-password', 'ssh-authorized-keys', 'postgresql', 'mysql', 'redis', 'ldap'] as const;

export type ConnectorName = (typeof CONNECTORS)[number];

export const ConnectorName = (): PropertyDecorator => OneOf(CONNECTORS);

/** Settings of a connector by name; `More` is null where one may be cleared. */
export type Settings<More = never> = Record<string, string | number | More>;

const SETTING = [text({ max: 200 }), wholeNumber({ min: 0, max: 1_000_000 })];
const RECORD = {
  names: '^[A-Za-z]{1,40}$',
  max: 10,
  description: 'What the connector needs to find the account on the host, such as port or database.',
};

export const ConnectorSettings = (): PropertyDecorator => RecordOf(oneKindOf(...SETTING), RECORD);
export const ChangedConnectorSettings = (): PropertyDecorator => RecordOf(oneKindOf(...SETTING, nothing), RECORD);

export const Username = (): PropertyDecorator => Text({ max: 200, of: 'label' });
export const HostIds = (): PropertyDecorator => ListOf(id, { max: 100, unique: true });
export const IntervalDays = (): PropertyDecorator =>
  WholeNumber({ min: 1, max: 3650, description: 'Days between automatic rotations.' });
export const MaxSessions = (): PropertyDecorator => WholeNumber({ min: 1, max: 1000 });
