/** Operations and the Director itself. */
export const directorErrors = {
  OPERATION_NOT_FOUND: { status: 404, message: 'There is no operation {id}.', hint: 'List the operations.' },
  OPERATION_NOT_CANCELLABLE: {
    status: 409,
    message: 'The operation can no longer be cancelled.',
    hint: 'Wait until it ends.',
  },
  OPERATION_CANCELLED: { status: 409, message: 'The operation was cancelled.', hint: 'Start it again if you want it.' },
  OPERATION_TIMED_OUT: {
    status: 504,
    message: 'The operation "{operation}" did not end within {seconds} s; it was at the step "{step}".',
    hint: 'Look at the log of the step. Nothing was deleted because of the time-out except what the operation itself had made.',
  },
  OPERATION_SUPERSEDED: {
    status: 409,
    message: 'Something else was asked of the service meanwhile; it is {state} now.',
    hint: 'Ask for it again if you still want it.',
  },
  OPERATION_INTERRUPTED: {
    status: 503,
    message: 'The Director ended while the operation was under way; what it had made was cleaned up.',
    hint: 'Start it again.',
  },
  DIRECTOR_RUNNING: {
    status: 409,
    message: 'Another Director (process {pid}, {program}) uses the folder {folder}.',
    hint: 'Use that one, or choose another folder with --data-dir.',
  },
  DATABASE_DAMAGED: {
    status: 500,
    message: 'The database {file} cannot be used: {why}.',
    hint: 'Copies made before each migration are beside it; keep the file and ask for help.',
  },
  DATABASE_NEWER: {
    status: 500,
    message:
      'The database {file} was written by a newer version of the program (it is at {version}, this one knows {known}).',
    hint: 'Start the newer version, or choose another folder with --data-dir.',
  },
  DATA_FOLDER_UNUSABLE: {
    status: 500,
    message: 'The folder {folder} cannot hold the data of the Director: {why}.',
    hint: 'Choose another folder with --data-dir.',
  },
  AUTHORITY_DAMAGED: {
    status: 500,
    message: 'The key of the certificate authority, {file}, cannot be used: {why}.',
    hint: 'Put the file back from a copy. Without it, delete the folder of certificates: then all applications must be started anew.',
  },
  SAMPLE_NOT_FOUND: { status: 404, message: 'There is no sample application "{name}".', hint: 'List the samples.' },
  INTERNAL: {
    status: 500,
    message: 'The Director failed at something it should not fail at: {why}.',
    hint: 'Look at its log; report it with the log if it happens again.',
  },
} as const;
