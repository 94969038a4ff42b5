import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';

/** Told where a password stands on the command line. */
const exposed =
  'A password on the command line can be read by other users of this computer. Leave it out to be asked for it, or set CONPAAS_PASSWORD.';

/** A typed secret, or the next line of the input. */
async function asked(call: Call, question: string): Promise<string> {
  const secret = await call.session.terminal.askSecret(question);
  if (secret === '') throw new ConpaasError('PASSWORD_MISSING');
  return secret;
}

/**
 * The password of the caller: of --password, CONPAAS_PASSWORD, the configuration file, or as asked for.
 * @throws ConpaasError PASSWORD_MISSING
 */
export async function currentPassword(call: Call): Promise<string> {
  const { password, passwordExposed } = call.session.settings;
  if (passwordExposed) call.session.warn(exposed);
  return password ?? asked(call, 'Enter your password: ');
}

/**
 * A password that is to be set: of the command's own option --password, else typed twice until both are the same. Where nobody sits
 * at the terminal it is one line of the input.
 * @throws ConpaasError PASSWORD_MISSING
 */
export async function newPassword(call: Call): Promise<string> {
  const { terminal } = call.session;
  const given = call.text('password');
  if (given !== undefined) {
    call.session.warn(exposed);
    return given;
  }
  for (;;) {
    const password = await asked(call, 'Password: ');
    if (!terminal.interactive.input || (await terminal.askSecret('Retype password: ')) === password) return password;
    terminal.writeError('Passwords do not match. Try again\n');
  }
}
