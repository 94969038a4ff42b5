import type { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import type { Settings } from '../contract/system.ts';
import type { newUser, registration, User, UserOverview, userChanges } from '../contract/user.ts';
import type { Store } from '../store/store.ts';
import type { UserRecord } from '../store/users.ts';
import { hashPassword } from './passwords.ts';
import { RegistrationLimit } from './registration-limit.ts';
import type { Sessions } from './sessions.ts';
import { type NamedPassword, SignIn } from './sign-in.ts';
import { Turnstile } from './turnstile.ts';
import { userView } from './user-view.ts';

export interface UsersOptions {
  store: Store;
  settings: () => Pick<Settings, 'registration' | 'newUserCredit' | 'maxCredit'>;
  sessions: Sessions;
  /** Withdraws the certificates of a user who is disabled or deleted. */
  revokeCertificates: (uid: number) => unknown;
  /** Milliseconds since 1970. */
  now?: () => number;
}

type NewUser = z.output<typeof newUser>;
type Registration = z.output<typeof registration>;
type UserChanges = z.output<typeof userChanges>;

/** What the owner of a computer may run on it before the question of credits comes up at all. */
const ownerCredit = 10_000;
/** Writing each use down would be a disk write for each request. */
const touchEvery = 3600_000;
/** Two hashes at a time keep two of libuv's four threads free for files; so many may wait about 2 s. */
const hashing = { most: 2, mostWaiting: 64 };

/** The accounts of this Director. */
export class Users {
  readonly #options: UsersOptions;
  readonly #now: () => number;
  readonly #hashing = new Turnstile(hashing);
  readonly #signIn: SignIn;
  readonly #registrations: RegistrationLimit;

  constructor(options: UsersOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#registrations = new RegistrationLimit(this.#now);
    this.#signIn = new SignIn({ users: options.store.users, hashing: this.#hashing, now: this.#now });
  }

  /**
   * The person this computer belongs to, whom launch tokens sign in: the first enabled administrator. Made with these names where
   * there is none; gets credits where none were ever given.
   */
  ensureOwner(username: string, email: string): User {
    const { store } = this.#options;
    return store.transaction(() => {
      const { uid } = store.users.ensureOwner(username, email);
      // Entries of what was given are never forgotten.
      if (store.credits.list(uid, { limit: 1 }).length === 0) this.#giveFirst(uid, ownerCredit);
      return this.get(uid);
    });
  }

  /** @throws ConpaasError USER_NOT_FOUND */
  get(uid: number): User {
    return userView(this.#record(uid));
  }

  /** By the name, capital or small. */
  find(username: string): User | undefined {
    const record = this.#options.store.users.findByUsername(username.normalize('NFC'));
    return record && userView(record);
  }

  /** Everybody, with what each has. */
  list(): UserOverview[] {
    const { store } = this.#options;
    const holdings = store.users.holdings();
    return store.users.list().map((record) => ({
      ...userView(record),
      applications: holdings.get(record.uid)?.applications ?? 0,
      instances: holdings.get(record.uid)?.instances ?? 0,
      lastSeen: record.lastSeen,
    }));
  }

  /**
   * Whether a caller who proved to be this user is let in, and as what; asked at each request, so that a change counts at once.
   * @throws ConpaasError CALLER_UNKNOWN when the account was deleted, USER_DISABLED
   */
  admit(uid: number): { administrator: boolean } {
    const { users } = this.#options.store;
    const record = users.get(uid);
    if (!record) throw new ConpaasError('CALLER_UNKNOWN');
    if (!record.enabled) throw new ConpaasError('USER_DISABLED', { username: record.username });
    const now = this.#now();
    if (now - Date.parse(record.lastSeen ?? '1970-01-01') > touchEvery)
      users.update(uid, { lastSeen: new Date(now).toISOString() });
    return { administrator: record.role === 'administrator' };
  }

  /**
   * Makes an account with its first credits.
   * @throws ConpaasError USERNAME_TAKEN, EMAIL_TAKEN, CREDIT_TOO_HIGH, SIGN_IN_BUSY
   */
  async create(user: NewUser): Promise<User> {
    const { store } = this.#options;
    const wanted = this.#acceptable(user);
    const passwordHash = await this.#hashing.pass(() => hashPassword(user.password));
    return store.transaction(() => {
      // Again, as somebody else may have taken the name in the meantime.
      const { credit, ...names } = this.#acceptable(wanted);
      const { uid } = store.users.insert({
        username: names.username,
        email: names.email,
        firstName: names.firstName ?? '',
        lastName: names.lastName ?? '',
        affiliation: names.affiliation ?? '',
        role: names.role ?? 'user',
        enabled: true,
        passwordHash,
        credit: 0,
        created: new Date(this.#now()).toISOString(),
        lastSeen: null,
      });
      this.#giveFirst(uid, credit);
      return this.get(uid);
    });
  }

  /**
   * Makes an account for who asks for one, with the role of a user.
   * @param address of who asks
   * @throws ConpaasError REGISTRATION_CLOSED, REGISTRATIONS_TOO_MANY, and what create throws
   */
  async register(wanted: Registration, address: string): Promise<User> {
    this.admitRegistration(address);
    const { username, email, password, firstName, lastName, affiliation } = wanted;
    return this.create({ username, email, password, firstName, lastName, affiliation, role: 'user' });
  }

  /**
   * Whether who asks may register now; each call counts as an attempt.
   * @throws ConpaasError REGISTRATION_CLOSED, REGISTRATIONS_TOO_MANY
   */
  admitRegistration(address: string): void {
    if (!this.#options.settings().registration) throw new ConpaasError('REGISTRATION_CLOSED');
    this.#registrations.count(address);
  }

  /** @throws ConpaasError USERNAME_TAKEN, EMAIL_TAKEN */
  requireFree({ username, email }: Pick<NewUser, 'username' | 'email'>): void {
    const name = username.normalize('NFC');
    if (this.find(name)) throw new ConpaasError('USERNAME_TAKEN', { username: name });
    this.#requireFreeEmail(email, undefined);
  }

  /**
   * Whose name and password these are. Failures make the next attempts wait; all ways to sign in by password share these waits.
   * @param address of who asks
   * @throws ConpaasError SIGN_IN_FAILED, SIGN_IN_WAIT, SIGN_IN_BUSY, USER_DISABLED (only to who knows the password)
   */
  async authenticate(given: NamedPassword, address: string): Promise<User> {
    const record = await this.#signIn.prove(given, address);
    if (!record.enabled) throw new ConpaasError('USER_DISABLED', { username: record.username });
    return this.get(record.uid);
  }

  /**
   * Who is disabled is signed out everywhere, and their certificates are withdrawn; what they run goes on.
   * @throws ConpaasError USER_NOT_FOUND, EMAIL_TAKEN, LAST_ADMINISTRATOR
   */
  update(uid: number, changes: UserChanges): User {
    const { store } = this.#options;
    return store.transaction(() => {
      const record = this.#record(uid);
      if (changes.email !== undefined) this.#requireFreeEmail(changes.email, uid);
      if (changes.enabled === false || changes.role === 'user') this.#keepAnAdministrator(record);
      store.users.update(uid, changes as Partial<UserRecord>);
      if (changes.enabled === false) this.#shutOut(uid);
      return this.get(uid);
    });
  }

  /**
   * Changes the own password. Who has none yet (an owner) needs no current one. Ends the other sessions.
   * @param from the session and the address of who asks
   * @throws ConpaasError CURRENT_PASSWORD_WRONG, SIGN_IN_WAIT, SIGN_IN_BUSY
   */
  async changePassword(
    uid: number,
    { currentPassword = '', newPassword }: { currentPassword?: string | undefined; newPassword: string },
    from: { session?: string; address: string },
  ): Promise<void> {
    const { username, passwordHash } = this.#record(uid);
    if (passwordHash !== null) {
      await this.#signIn.prove({ username, password: currentPassword }, from.address).catch((thrown: unknown) => {
        if (thrown instanceof ConpaasError && thrown.code === 'SIGN_IN_FAILED')
          throw new ConpaasError('CURRENT_PASSWORD_WRONG');
        throw thrown;
      });
    }
    await this.#storePassword(uid, newPassword, from.session);
  }

  /** Sets a password for somebody and ends all their sessions. @throws ConpaasError USER_NOT_FOUND, SIGN_IN_BUSY */
  async setPassword(uid: number, newPassword: string): Promise<void> {
    this.#record(uid);
    await this.#storePassword(uid, newPassword, undefined);
  }

  /** Sessions and certificates end with it. @throws ConpaasError USER_NOT_FOUND, USER_HAS_APPLICATIONS, LAST_ADMINISTRATOR */
  delete(uid: number): void {
    const { store } = this.#options;
    store.transaction(() => {
      const record = this.#record(uid);
      this.#keepAnAdministrator(record);
      const count = store.applications.list(uid).length;
      if (count > 0) throw new ConpaasError('USER_HAS_APPLICATIONS', { username: record.username, count });
      this.#shutOut(uid);
      store.users.delete(uid);
    });
  }

  #record(uid: number): UserRecord {
    const record = this.#options.store.users.get(uid);
    if (!record) throw new ConpaasError('USER_NOT_FOUND', { uid });
    return record;
  }

  #acceptable(user: NewUser): NewUser & { credit: number } {
    const { newUserCredit, maxCredit } = this.#options.settings();
    const username = user.username.normalize('NFC');
    this.requireFree({ username, email: user.email });
    const credit = user.credit ?? Math.min(newUserCredit, maxCredit);
    if (credit > maxCredit) throw new ConpaasError('CREDIT_TOO_HIGH', { credit, max: maxCredit });
    return { ...user, username, credit };
  }

  #requireFreeEmail(email: string, except: number | undefined): void {
    const holder = this.#options.store.users.findByEmail(email);
    if (holder && holder.uid !== except) throw new ConpaasError('EMAIL_TAKEN', { email });
  }

  #keepAnAdministrator({ uid, role, enabled, username }: UserRecord): void {
    if (role !== 'administrator' || !enabled || this.#options.store.users.hasOtherAdministrator(uid)) return;
    throw new ConpaasError('LAST_ADMINISTRATOR', { username });
  }

  #shutOut(uid: number): void {
    this.#options.sessions.endAll(uid);
    this.#options.revokeCertificates(uid);
  }

  #giveFirst(uid: number, credit: number): void {
    this.#options.store.credits.grantInitial(uid, credit, new Date(this.#now()).toISOString());
  }

  async #storePassword(uid: number, password: string, keptSession: string | undefined): Promise<void> {
    const passwordHash = await this.#hashing.pass(() => hashPassword(password));
    this.#options.store.transaction(() => {
      this.#options.store.users.update(uid, { passwordHash });
      this.#options.sessions.endAll(uid, keptSession);
    });
  }
}
