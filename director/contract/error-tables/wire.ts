/** The wire protocol of managers and agents. */
export const wireErrors = {
  REQUEST_REFUSED: { status: 400, message: '{text}', hint: 'Correct the request and send it again.' },
  METHOD_FAILED: {
    status: 502,
    message: 'Error when calling method {method}: {why}',
    hint: 'Look at the log of the manager or agent; report it with the log if it happens again.',
  },
} as const;
