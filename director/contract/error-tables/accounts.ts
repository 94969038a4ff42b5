/** Accounts, sign-in, credits. */
export const accountsErrors = {
  USER_NOT_FOUND: { status: 404, message: 'There is no user {uid}.', hint: 'List the users.' },
  USERNAME_TAKEN: {
    status: 409,
    message: "Username '{username}' is already taken",
    hint: 'Choose another name; capital and small letters are the same.',
  },
  EMAIL_TAKEN: {
    status: 409,
    message: "E-mail '{email}' is already registered",
    hint: 'Use another address, or sign in with the account that has it.',
  },
  CREDIT_TOO_HIGH: {
    status: 400,
    message: 'Cannot allocate {credit} credit for a new user (max credit {max}).',
    hint: 'Give less, or raise the most a new user may get in the settings. More can be added later.',
  },
  INSUFFICIENT_CREDITS: {
    status: 402,
    message: 'Insufficient credits',
    hint: 'Each manager and node costs one credit per hour. Ask an administrator for more, or stop something that runs.',
  },
  CREDITS_EXHAUSTED: {
    status: 402,
    message: 'Application "{name}" was stopped because no credit was left for its next hour.',
    hint: 'Code and data are kept. Start it again when an administrator has added credits.',
  },
  CREDITS_LOW: {
    status: 402,
    message: 'Credits left: {balance}. What runs is paid for another {duration}.',
    hint: 'Ask an administrator for more, or stop something. What cannot be paid any more is stopped; code and data are kept.',
  },
  CURRENT_PASSWORD_WRONG: {
    status: 403,
    message: 'The current password is not right; nothing was changed.',
    hint: 'An administrator can set a new one.',
  },
  LAST_ADMINISTRATOR: {
    status: 409,
    message: '"{username}" is the only administrator who can sign in.',
    hint: 'Make another user an administrator first.',
  },
  USER_HAS_APPLICATIONS: {
    status: 409,
    message: '"{username}" cannot be deleted while applications ({count}) are theirs.',
    hint: 'Delete the applications first, or disable the account.',
  },
  REGISTRATION_CLOSED: {
    status: 403,
    message: 'Nobody can register with this Director.',
    hint: 'Ask an administrator for an account.',
  },
  REGISTRATIONS_TOO_MANY: {
    status: 429,
    message: 'Too many accounts were asked for within an hour.',
    hint: 'Try again in {minutes} min.',
  },
} as const;
