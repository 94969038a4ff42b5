import { ConpaasError } from '../contract/errors.ts';
import type { UserRecord, UserRepository } from '../store/users.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { SignInWaits } from './sign-in-waits.ts';
import type { Turnstile } from './turnstile.ts';

export interface NamedPassword {
  username: string;
  password: string;
}

interface SignInOptions {
  users: UserRepository;
  hashing: Turnstile;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Finds out whose name and password somebody gives, and makes guessing slow. */
export class SignIn {
  readonly #options: SignInOptions;
  readonly #waits: SignInWaits;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#waits = new SignInWaits(options.now);
  }

  /**
   * @returns the user, who may be disabled
   * @throws ConpaasError SIGN_IN_FAILED (after the same time for an unknown name as for a wrong password), SIGN_IN_WAIT, SIGN_IN_BUSY
   */
  async prove({ username, password }: NamedPassword, address: string): Promise<UserRecord> {
    const { users, hashing } = this.#options;
    const name = username.normalize('NFC');
    const attempt = { name: name.toLowerCase(), address };
    this.#waits.begin(attempt);
    try {
      return await hashing.pass(async () => {
        const record = users.findByUsername(name);
        const { matches, outdated } = await verifyPassword(password, record?.passwordHash ?? undefined);
        if (!record || !matches) throw new ConpaasError('SIGN_IN_FAILED');
        this.#waits.succeed(attempt);
        if (outdated) await this.#rehash(record, password);
        return record;
      });
    } catch (thrown) {
      if (!(thrown instanceof ConpaasError) || thrown.code !== 'SIGN_IN_FAILED') this.#waits.withdraw(attempt);
      throw thrown;
    }
  }

  /** With the costs of today, while the password is at hand; unless it was changed in the meantime. */
  async #rehash({ uid, passwordHash }: UserRecord, password: string): Promise<void> {
    const { users } = this.#options;
    const renewed = await hashPassword(password);
    if (users.get(uid)?.passwordHash === passwordHash) users.update(uid, { passwordHash: renewed });
  }
}
