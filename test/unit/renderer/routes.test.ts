import { expect, it } from 'vitest';
import { paths, targetOf } from '../../../renderer/routes.ts';

it('finds the application and the service that a path is about', () => {
  const place = { aid: 12, sid: 3 };
  expect(targetOf(paths.application(12))).toEqual({ aid: 12 });
  expect(targetOf(paths.service(place))).toEqual(place);
  expect(targetOf(paths.service(place, 'logs'))).toEqual(place);
  expect(targetOf(paths.settings)).toEqual({});
  expect(targetOf(paths.user(3))).toEqual({});
});
