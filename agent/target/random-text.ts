import { randomBytes } from 'node:crypto';

/** 192 random bits as text: no account has it as its password. */
export const randomText = (): string => randomBytes(24).toString('base64url');
