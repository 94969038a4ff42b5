import { z } from 'zod';
import { credit, creditEntry, creditEstimate } from '../credit.ts';
import { defineRoutes, uidParameters } from '../route.ts';

const page = z.object({
  /** Entries older than this one. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What running costs. */
export const creditsRoutes = defineRoutes({
  getCredit: {
    method: 'GET',
    path: '/api/credit',
    audience: 'user',
    summary: 'Where the caller stands',
    response: credit,
  },
  listCreditHistory: {
    method: 'GET',
    path: '/api/credit/history',
    audience: 'user',
    summary: 'What the caller got and paid, newest first',
    query: page,
    response: z.array(creditEntry),
  },
  estimateCredit: {
    method: 'GET',
    path: '/api/credit/estimate',
    audience: 'user',
    summary: 'What more instances would cost the caller',
    query: z.object({ instances: z.coerce.number().int().min(0).max(10_000) }),
    response: creditEstimate,
  },
  getUserCredit: {
    method: 'GET',
    path: '/api/users/:uid/credit',
    audience: 'administrator',
    summary: 'Where a user stands',
    params: uidParameters,
    response: credit,
  },
  listUserCreditHistory: {
    method: 'GET',
    path: '/api/users/:uid/credit/history',
    audience: 'administrator',
    summary: 'What a user got and paid, newest first',
    params: uidParameters,
    query: page,
    response: z.array(creditEntry),
  },
  addCredit: {
    method: 'POST',
    path: '/api/users/:uid/credit',
    audience: 'administrator',
    summary: 'Give credits to a user, or take some (never below 0)',
    params: uidParameters,
    body: z.object({ change: z.int().min(-1_000_000_000).max(1_000_000_000), note: z.string().max(200).optional() }),
    response: credit,
  },
});
