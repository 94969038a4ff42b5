import { z } from 'zod';

/** States of applications and of services, as in ConPaaS 2.1 (reference §6). */
export const state = z.enum(['INIT', 'PROLOGUE', 'RUNNING', 'ADAPTING', 'EPILOGUE', 'STOPPED', 'ERROR']);
export type State = z.infer<typeof state>;

/** States that end by themselves; a client that waits keeps asking while it sees one of these. */
export const transientStates: readonly State[] = ['PROLOGUE', 'ADAPTING', 'EPILOGUE'];
