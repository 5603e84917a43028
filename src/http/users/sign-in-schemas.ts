import { Type, type Static } from '@sinclair/typebox';
import { Id, input } from '../schema/fields';
import { line } from '../schema/text';

/** Exactly as the token will say it. */
export const Issuer = line({ max: 2000 });
/** OpenID Connect Core § 2 bounds a subject at 255. */
export const Subject = line({ max: 255 });

export const SignIn = Type.Object({ id: Id, issuer: Issuer, subject: Subject }, { title: 'SignIn' });

export const AddSignInBody = input({ issuer: Issuer, subject: Subject });
export type AddSignInBody = Static<typeof AddSignInBody>;
