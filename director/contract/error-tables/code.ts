/** Code versions and archives. */
export const codeErrors = {
  CODE_VERSION_NOT_FOUND: {
    status: 404,
    message: "Invalid code version '{version}'",
    hint: 'List the code versions of the service.',
  },
  CODE_VERSION_ACTIVE: {
    status: 409,
    message: 'Invalid arguments (Cannot remove the active code version)',
    hint: 'Enable another version first.',
  },
  CODE_VERSION_NONE: { status: 409, message: 'There is no code version currently enabled.', hint: 'Enable a version.' },
  CODE_VERSION_UNHEALTHY: {
    status: 422,
    message:
      'Version {version} was not enabled because it does not answer properly: {why}. The version before keeps serving.',
    hint: 'Look at the error log of the backend node, correct the code and upload it again.',
  },
  ARCHIVE_FORMAT: {
    status: 422,
    message: 'Invalid arguments (Invalid archive format)',
    hint: 'Upload a .zip, .tar, .tar.gz, .tar.bz2 or .tar.xz file.',
  },
  ARCHIVE_EMPTY: {
    status: 422,
    message: 'The archive "{file}" holds no file.',
    hint: 'Pack the files of your application and upload again.',
  },
  ARCHIVE_PATH: {
    status: 422,
    message: 'The archive holds "{member}", which points outside of the archive.',
    hint: 'Pack the files with relative paths and without "..".',
  },
  ARCHIVE_LINK: {
    status: 422,
    message: 'The archive holds the link "{member}", which points out of the archive to "{target}".',
    hint: 'Pack the files themselves instead of links to them.',
  },
  ARCHIVE_SPECIAL: {
    status: 422,
    message: 'The archive holds "{member}", which is a {kind} and not a file.',
    hint: 'Leave devices, pipes and sockets out.',
  },
  ARCHIVE_TOO_LARGE: {
    status: 422,
    message: 'The archive unpacks to more than {limit}.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  ARCHIVE_TOO_MANY: {
    status: 422,
    message: 'The archive holds more than {limit} files.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  ARCHIVE_DAMAGED: {
    status: 422,
    message: 'The archive "{file}" cannot be read to its end: {why}.',
    hint: 'Pack and upload it again; it may have been cut off.',
  },
  UPLOAD_TOO_LARGE: {
    status: 413,
    message: 'The file is larger than {limit}.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  UPLOAD_CUT: {
    status: 400,
    message: 'The upload ended before the whole file had arrived.',
    hint: 'Upload the file again.',
  },
  STORAGE_FULL: {
    status: 507,
    message: 'There is no space left on the disk that holds {place}.',
    hint: 'Free some space and try again; nothing was changed.',
  },
} as const;
