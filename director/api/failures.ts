import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConpaasError } from '../contract/errors.ts';
import type { Logger } from '../logging/logger.ts';

/** What Fastify itself refuses, in our words. Its messages quote no body. */
function fromFastify(code: string, message: string): ConpaasError | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ConpaasError('REQUEST_TOO_LARGE');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ConpaasError('INVALID_INPUT', { problem: 'the body must be sent as application/json' });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ConpaasError('UPLOAD_CUT');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ConpaasError('INVALID_INPUT', { problem: 'the body is not valid JSON' });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new ConpaasError('INVALID_INPUT', { problem: 'a part of the address is too long' });
    case 'FST_ERR_BAD_URL':
      return new ConpaasError('INVALID_INPUT', { problem: 'the address is not valid' });
    default:
      return code.startsWith('FST_ERR_CTP') ? new ConpaasError('INVALID_INPUT', { problem: message }) : undefined;
  }
}

const isClientsFault = (error: Error) =>
  'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;

/** Turns whatever was thrown into the failure that is sent; what nobody expected is a defect: logged, never told in detail. */
export function failureOf(thrown: unknown, request: FastifyRequest, log: Logger): ConpaasError {
  if (thrown instanceof ConpaasError) return thrown;
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const known = fromFastify(thrown.code, thrown.message);
    if (known) return known;
  }
  // Whatever else Fastify blames on the caller.
  if (thrown instanceof Error && 'code' in thrown && isClientsFault(thrown))
    return new ConpaasError('INVALID_INPUT', { problem: thrown.message });
  // secure-json-parse throws a SyntaxError with status 400 and no code of Fastify's.
  if (thrown instanceof SyntaxError && isClientsFault(thrown))
    return new ConpaasError('INVALID_INPUT', { problem: 'the body is not valid JSON' });
  log.error(
    {
      error: thrown instanceof Error ? thrown.stack : String(thrown),
      method: request.method,
      route: request.routeOptions.url,
    },
    'A request failed in a way that was not expected',
  );
  return new ConpaasError('INTERNAL', { why: 'see its log' });
}

/** Sends a failure as `{code, message, hint, detail?, retryAfter?}` with its status. */
export function sendFailure(reply: FastifyReply, failure: ConpaasError): FastifyReply {
  if (failure.retryAfter !== undefined) reply.header('retry-after', failure.retryAfter);
  return reply.code(failure.status).type('application/json; charset=utf-8').send(JSON.stringify(failure.toBody()));
}

/** For an address at which there is nothing. The query stays out: it may hold what nobody should read in a log. */
export const notFound = (request: FastifyRequest): ConpaasError =>
  new ConpaasError('NOT_FOUND', { path: `${request.method} ${request.url.split('?')[0]}` });
