import { ConpaasError } from '../contract/errors.ts';
import type { Call } from './call.ts';
import type { OptionDefinition } from './definition.ts';

/** What a person tells of themselves, in the words of ConPaaS 2.1. */
export const personalOptions: readonly OptionDefinition[] = [
  { flags: '--email <EMAIL>', description: 'e-mail address' },
  { flags: '--fname <FIRST_NAME>', description: 'first name' },
  { flags: '--lname <LAST_NAME>', description: 'last name' },
  { flags: '--affiliation <AFFILIATION>', description: 'affiliation' },
];

/** Those that were given. */
export function personalChanges(call: Call) {
  const [email, firstName, lastName, affiliation] = [
    call.text('email'),
    call.text('fname'),
    call.text('lname'),
    call.text('affiliation'),
  ];
  return {
    ...(email === undefined ? {} : { email }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(affiliation === undefined ? {} : { affiliation }),
  };
}

/** @throws ConpaasError NOTHING_TO_CHANGE where no option says what to change */
export function requireChanges<Changes extends object>(changes: Changes): Changes {
  if (Object.keys(changes).length === 0) throw new ConpaasError('NOTHING_TO_CHANGE');
  return changes;
}
