/** Clouds, instances, processes. */
export const cloudsErrors = {
  UNKNOWN_CLOUD: {
    status: 400,
    message: "Unknown cloud name '{cloud}'",
    hint: 'The clouds of this Director are: {clouds}.',
  },
  INSTANCE_START_FAILED: {
    status: 502,
    message: 'The instance {name} did not start: {why}.',
    hint: 'Look at the log of the operation; start it again when the cause is gone.',
  },
  INSTANCE_NO_ANSWER: {
    status: 504,
    message: 'The {kind} of {name} did not answer within {seconds} s.',
    hint: 'Look at its log. Nothing was deleted because of this; stop the application to clean up.',
  },
  MANAGER_UNREACHABLE: {
    status: 503,
    message: 'The manager of application {aid} does not answer: {why}.',
    hint: 'Wait a moment; the Director restarts it. If it stays away, look at its log or stop the application.',
  },
  AGENT_UNREACHABLE: {
    status: 503,
    message: 'The agent at {address} does not answer: {why}.',
    hint: 'Replace the node if it stays away.',
  },
  SERVER_FAILED: { status: 502, message: '{server} did not start on {node}: {why}.', hint: 'Look at the log {log}.' },
  PORT_TAKEN: {
    status: 409,
    message: 'Port {port} on {address} is used by {owner}.',
    hint: 'Stop that program or choose another port.',
  },
  PROCESS_NOT_ENDED: {
    status: 500,
    message: 'Process {pid} was killed and is still there.',
    hint: 'It hangs in the system, often on a disk that does not answer. Try again, or restart the computer.',
  },
  STORAGE_IN_USE: {
    status: 409,
    message: 'The storage is still used by {instances}.',
    hint: 'Stop the application or service first.',
  },
  SERVER_MISSING: {
    status: 501,
    message: '{server} is not installed on this computer.',
    hint: 'Install it with: {command}',
  },
  DIRECTOR_UNREACHABLE: {
    status: 503,
    message: 'The Director at {url} does not answer: {why}.',
    hint: 'Start the Director.',
  },
} as const;
