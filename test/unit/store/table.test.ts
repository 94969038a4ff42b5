import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Table } from '../../../director/store/table.ts';

interface Book {
  number: number;
  shelfName: string | null;
  pages: number[];
  isLent: boolean;
}

let database: Database.Database;
let books: Table<Book>;

beforeEach(() => {
  database = new Database(':memory:');
  database.exec(
    'CREATE TABLE books (number INTEGER PRIMARY KEY, shelf_name TEXT, pages TEXT NOT NULL, is_lent INTEGER NOT NULL) STRICT',
  );
  books = new Table<Book>(database, 'books', { number: 'plain', shelfName: 'plain', pages: 'json', isLent: 'boolean' });
});
afterEach(() => database.close());

test('records come back as they went in', () => {
  const number = books.insert({ shelfName: null, pages: [1, 2], isLent: true });
  expect(books.get({ number })).toEqual({ number, shelfName: null, pages: [1, 2], isLent: true });
});

test('a filter of null finds those without a value, one of undefined everything', () => {
  books.insert({ shelfName: null, pages: [], isLent: false });
  books.insert({ shelfName: 'cheese', pages: [], isLent: false });
  expect(books.find({ shelfName: null }).map(({ number }) => number)).toEqual([1]);
  expect(books.find({}, { order: 'number DESC' }).map(({ number }) => number)).toEqual([2, 1]);
  expect(books.find({ isLent: true })).toEqual([]);
});

test('texts are values and never SQL', () => {
  const shelfName = "x'; DROP TABLE books; --";
  books.insert({ shelfName, pages: [], isLent: false });
  expect(books.update({ shelfName }, { shelfName: `${shelfName}"` })).toBe(1);
  expect(books.delete({ shelfName: `${shelfName}"` })).toBe(1);
});

test('a full disk is told as such', () => {
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
  const fill = () => {
    for (let count = 0; count < 100; count += 1)
      books.insert({ shelfName: 'x'.repeat(1000), pages: [], isLent: false });
  };
  expect(fill).toThrow(expect.objectContaining({ code: 'STORAGE_FULL' }));
});
