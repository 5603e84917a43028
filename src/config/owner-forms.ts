import { emailComplaint } from '../kernel/email-complaint';
import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';

/** Both are names of OpenID Connect: an issuer has no blank in it, a subject is printable ASCII. */
const SUBJECT = /^(\S+) ([\x20-\x7e]{1,255})$/;

/** One e-mail address, as everywhere. `name`: what it is called. Throws {@link BadConfiguration}. */
export const oneEmail = (name: string, text: string): string => {
  const complaint = emailComplaint(text);
  if (complaint === undefined) return text;
  throw new BadConfiguration(`${name} is ${shown(text)}; it ${complaint}. Give one e-mail address.`);
};

/** An issuer and a subject with a blank between. Throws {@link BadConfiguration}. */
export const subjectNamed = (name: string, text: string): { readonly issuer: string; readonly subject: string } => {
  const [, issuer, subject] = SUBJECT.exec(text) ?? [];
  if (issuer !== undefined && subject !== undefined) return { issuer, subject };
  throw new BadConfiguration(
    `${name} is ${shown(text)}; give the issuer and the subject (sub) as its tokens write them, with a blank between.`,
  );
};
