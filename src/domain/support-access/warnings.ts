import { plusDays } from '../../kernel/time';

/** Days before its end on which it is told that support access will end. */
export const WARNED_DAYS = [7, 1] as const;

export const warnedAt = (expiresAt: string, daysBefore: number): string => plusDays(expiresAt, -daysBefore);
