import { describe, expect, it } from 'vitest';
import { openApi } from '../../../director/contract/openapi.ts';
import { routes } from '../../../director/contract/routes.ts';
import { serverUnderTest } from './server-under-test.ts';

type Node = Record<string, unknown>;
const document = openApi('1.2.3') as { paths: Record<string, Record<string, Node>>; components: { schemas: Node } };

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}
const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI description', () => {
  it('is public and says which version it is of', async () => {
    const { server } = serverUnderTest();
    const answer = await server.inject({ url: '/api/openapi.json' });
    expect(answer.json()).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  });

  it('has each route of the table once, by its name', () => {
    expect(
      operations()
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual(Object.keys(routes).sort());
  });

  it('refers to nothing that it does not hold', () => {
    const held = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const referred = [...new Set(references(document))];
    expect(referred.length).toBeGreaterThan(10);
    expect(referred.filter((reference) => !held.includes(reference))).toEqual([]);
  });

  it('declares every part in braces of a path as a parameter of it', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      for (const { parameters } of Object.values(methods)) {
        const declared = (parameters as { name: string; in: string; required: boolean }[]).filter(
          (p) => p.in === 'path',
        );
        expect(declared.map(({ name }) => name).sort()).toEqual(inPath);
        expect(declared.every(({ required }) => required)).toBe(true);
      }
    }
  });

  it('keeps a property that is called id', () => {
    expect(document.components.schemas.Operation).toMatchObject({ properties: { id: { type: 'string' } } });
  });

  it('tells who may call and how failures look', () => {
    expect(document.paths['/api/version']?.get).toMatchObject({ security: [] });
    expect(document.paths['/api/manager/nodes']?.post).toMatchObject({
      security: [{ certificate: [] }],
      responses: { 403: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } } } },
    });
  });
});
