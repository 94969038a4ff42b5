import { z } from 'zod';
import { errorBody } from './errors.ts';

export const operationKind = z.enum([
  'application.start',
  'application.stop',
  'application.delete',
  'service.start',
  'service.stop',
  'service.remove',
  'service.add_nodes',
  'service.remove_nodes',
  'service.replace_node',
  'service.enable_code',
  'service.configure',
  'service.create_volume',
  'service.delete_volume',
  'manifest.deploy',
  'director.check',
  'sample.deploy',
]);
export type OperationKind = z.infer<typeof operationKind>;

export const operationState = z.enum(['running', 'cancelling', 'succeeded', 'failed', 'cancelled', 'interrupted']);
export type OperationState = z.infer<typeof operationState>;

export const operationStep = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  started: z.iso.datetime().nullable(),
  finished: z.iso.datetime().nullable(),
});
export type OperationStep = z.infer<typeof operationStep>;

/** Anything that takes longer than a second. */
export const operation = z.object({
  id: z.string(),
  kind: operationKind,
  /** A sentence part for people, for example `Start application "shop"`. */
  title: z.string(),
  uid: z.int(),
  aid: z.int().nullable(),
  sid: z.int().nullable(),
  state: operationState,
  steps: z.array(operationStep),
  /** 0 to 100. */
  percent: z.number().min(0).max(100),
  cancellable: z.boolean(),
  /** Seconds until it is ended as timed out. */
  timeLimit: z.int().positive(),
  log: z.array(z.object({ time: z.iso.datetime(), text: z.string() })),
  /** What it made, by kind: `sample.deploy` gives {aid, sid, url}. */
  result: z.record(z.string(), z.unknown()).nullable(),
  error: errorBody.nullable(),
  created: z.iso.datetime(),
  finished: z.iso.datetime().nullable(),
});
export type Operation = z.infer<typeof operation>;
