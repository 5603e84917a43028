import { TellUnusualDisclosuresHandler } from './tell-unusual-disclosures';

export const DISCLOSURE_WATCH_COMMANDS = [TellUnusualDisclosuresHandler];
