import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';
import type { OptionDefinition } from './definition.ts';
import type { FirstContact } from './first-contact.ts';

/** For commands that reach a Director before there is a certificate for it. */
export const trustOptions: readonly OptionDefinition[] = [
  { flags: '--ca-fingerprint <SHA256>', description: "trust the Director's CA if it has this fingerprint" },
];

const normal = (fingerprint: string) => fingerprint.replace(/[:\s]/g, '').toUpperCase();

async function confirmedByPerson(call: Call, { url, fingerprint, standing }: FirstContact): Promise<boolean> {
  const { terminal } = call.session;
  if (!terminal.interactive.input) return false;
  terminal.writeError(`The director at ${url} belongs to a CA with the SHA-256 fingerprint\n  ${fingerprint}\n`);
  if (standing === 'other')
    terminal.writeError(
      'It is another CA than the one in ~/.conpaas. You may be the victim of a man-in-the-middle attack, unless the ConPaaS deployment was changed.\n',
    );
  return /^y(es)?$/i.test((await terminal.ask('Do you trust it? [y/N] ')).trim());
}

/**
 * Looks for the Director, and goes on only if its CA may be trusted with a password: it is known already, it has the fingerprint
 * given, or a person or --yes said so.
 * @throws ConpaasError AUTHORITY_UNKNOWN, AUTHORITY_OTHER, and as firstContact
 */
export async function trustedContact(call: Call): Promise<FirstContact> {
  const contact = await call.session.firstContact();
  const { url, fingerprint } = contact;
  const wanted = call.text('caFingerprint');
  if (wanted !== undefined && normal(wanted) !== normal(fingerprint))
    throw new ConpaasError('AUTHORITY_OTHER', { url, fingerprint });
  const vouchedFor = wanted !== undefined || contact.standing === 'known';
  if (vouchedFor || call.flag('yes') || (await confirmedByPerson(call, contact))) return contact;
  throw new ConpaasError('AUTHORITY_UNKNOWN', { url, fingerprint });
}
