import type { PolicyIds } from '../../kernel/policy-ids';
import { derivedIds } from './derived-ids';

/** Derived from the policy's name and the cause. They can be guessed, which harms nobody: they open no door. */
export const policyIds: PolicyIds = { for: (policy, cause) => derivedIds(JSON.stringify(['policy', policy, cause])) };
