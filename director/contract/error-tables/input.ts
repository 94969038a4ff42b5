/** What is wrong with a request. */
export const inputErrors = {
  INVALID_INPUT: {
    status: 400,
    message: 'The request is not valid: {problem}.',
    hint: 'Correct the field named and send it again.',
  },
  NAME_REQUIRED: { status: 400, message: '"name" is a required argument', hint: 'Give a name of 1 to 256 characters.' },
  NAME_TOO_LONG: {
    status: 400,
    message: 'The name has {length} characters; at most {limit} are possible.',
    hint: 'Choose a shorter name.',
  },
  NAME_TAKEN: {
    status: 409,
    message: 'Application name "{name}" is already taken',
    hint: 'Choose another name, or rename or delete the application that has it.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'The request is larger than 2 MB.',
    hint: 'Make it shorter; a manifest with its files can be sent as a bundle.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: '{path} does not take {method}.',
    hint: 'It takes {methods}.',
  },
  NOT_FOUND: { status: 404, message: 'There is nothing at {path}.', hint: 'Check the address.' },
} as const;
