import { describe, expect, it } from 'vitest';
import { instanceName, isNameOf, parseInstanceName } from '../../../director/clouds/naming.ts';

describe('the naming rule of instances', () => {
  it('names the manager of an application', () => {
    expect(instanceName({ deployment: 'conpaas', uid: 3, aid: 7 })).toBe('conpaas-u3-a7-mgr');
  });

  it('names an agent after its service and internal type', () => {
    expect(instanceName({ deployment: 'conpaas', uid: 3, aid: 7, sid: 2, type: 'web' })).toBe('conpaas-u3-a7-s2-web');
  });

  it('reads back what it wrote, also for a deployment name with hyphens that looks like parts of the rule', () => {
    for (const parts of [
      { deployment: 'conpaas-u1-a2', uid: 3, aid: 7 },
      { deployment: 'conpaas-online', uid: 12, aid: 345, sid: 6, type: 'mysql' },
    ]) {
      expect(parseInstanceName(instanceName(parts))).toEqual(parts);
    }
  });

  it.each([
    '',
    'conpaas',
    'conpaas-u3-a7',
    'conpaas-u3-a7-mgr-2',
    'conpaas-u0-a7-mgr',
    'conpaas-u03-a7-mgr',
    'conpaas-u3-a7-s-web',
    'conpaas-u3-a7-s2-',
    '-u3-a7-mgr',
    '../x-u3-a7-mgr',
    'conpaas-u3-a7-s2-../web',
    'conpaas-u99999999999-a7-mgr',
  ])('does not take "%s" for an instance of a Director', (name) => {
    expect(parseInstanceName(name)).toBeUndefined();
  });

  it.each(['', '-x', 'a/b', 'a b'])('refuses the deployment name "%s"', (deployment) => {
    expect(() => instanceName({ deployment, uid: 1, aid: 1 })).toThrow(RangeError);
  });

  it('tells instances of another deployment apart', () => {
    expect(isNameOf('conpaas', 'conpaas-u3-a7-mgr')).toBe(true);
    expect(isNameOf('conpaas', 'conpaas-online-u3-a7-mgr')).toBe(false);
  });
});
