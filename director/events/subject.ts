import type { Event } from '../contract/event.ts';

/** What an event is about. A newer event about the same makes an older one needless. */
export function subjectOf(event: Event): string {
  switch (event.type) {
    case 'reset':
      return 'everything';
    case 'application.changed':
      return `application ${event.application.aid}`;
    case 'application.removed':
      return `application ${event.aid}`;
    case 'service.changed':
      return `service ${event.service.aid} ${event.service.sid}`;
    case 'service.removed':
      return `service ${event.aid} ${event.sid}`;
    case 'nodes.changed':
      return `nodes ${event.aid} ${event.sid}`;
    case 'code.changed':
      return `code ${event.aid} ${event.sid}`;
    case 'volumes.changed':
      return `volumes ${event.aid}`;
    case 'credit.changed':
      return 'credit';
    case 'certificates.changed':
      return 'certificates';
    case 'operation.changed':
      return `operation ${event.operation.id}`;
  }
}
