import { ConpaasError } from '../../contract/errors.ts';
import { parsePart } from '../../contract/parse-part.ts';
import { newUser } from '../../contract/user.ts';
import type { LegacyDomain } from '../domain.ts';
import { userObject } from '../objects.ts';
import { LegacyError } from '../refusals.ts';
import { type LegacyInput, type LegacyRoute, publicRoute } from '../route.ts';
import { integerOf, type Values } from '../values.ts';

type Domain = Pick<LegacyDomain, 'users' | 'certificates' | 'applications'>;

/** An empty application that every user of ConPaaS 2.1 has from the beginning. */
const firstApplication = 'New Application';
const required = ['username', 'email', 'password'] as const;

/** Routes that know people by their passwords (reference §2.3). */
export function accountRoutes(domain: Domain): LegacyRoute[] {
  const { users, certificates } = domain;
  // An identifier alone (uuid, openid) is no proof: whoever learns it could sign in with it.
  const authenticated = ({ values, address }: LegacyInput) =>
    users.authenticate({ username: values.get('username') ?? '', password: values.get('password') ?? '' }, address);
  return [
    publicRoute('POST /new_user', async (input) => ({ json: userObject(await register(domain, input)) })),
    publicRoute('POST /login', async (input) => ({ json: userObject(await authenticated(input)) })),
    publicRoute('GET POST /getcerts', async (input) => {
      const { uid } = await authenticated(input);
      return { bytes: await certificates.issueZip(uid), type: 'application/zip', filename: 'certs.zip' };
    }),
  ];
}

/** The checks and texts of reference §2.3, in its order; who may register at all is asked first. */
async function register({ users, applications }: Domain, { values, address }: LegacyInput) {
  for (const field of required) {
    if (!values.get(field)) throw new LegacyError(`Missing required field: '${field}'`);
  }
  users.admitRegistration(address);
  users.requireFree({ username: values.get('username') ?? '', email: values.get('email') ?? '' });
  const credit = creditOf(values);
  const user = await users.create(accountOf(values, credit));
  applications.create(user.uid, firstApplication);
  return user;
}

/** @returns what is asked for; undefined, for what new users get here, where nothing is */
function creditOf(values: Values): number | undefined {
  const text = values.get('credit');
  if (text === undefined) return undefined;
  const credit = integerOf(text);
  if (credit === undefined) throw new LegacyError(`Required credit '${text}' is not a valid integer.`);
  if (credit < 0) throw new LegacyError(`Required credit ${credit} cannot be a negative integer.`);
  return credit;
}

function accountOf(values: Values, credit: number | undefined) {
  const named = {
    username: values.get('username'),
    email: values.get('email'),
    password: values.get('password'),
    firstName: values.get('fname'),
    lastName: values.get('lname'),
    affiliation: values.get('affiliation'),
  };
  try {
    return { ...parsePart(newUser.omit({ credit: true, role: true }), 'body', named), credit };
  } catch (thrown) {
    if (!(thrown instanceof ConpaasError)) throw thrown;
    throw new LegacyError(`Error upon user creation: ${thrown.code} -> ${thrown.message}`);
  }
}
