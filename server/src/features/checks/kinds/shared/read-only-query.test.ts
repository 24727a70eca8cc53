import { expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { commandProblem, wordsOf } from '../redis/commands.ts'
import { queryProblem } from './read-only-query.ts'

it.each([
  'SELECT 1',
  'select count(*) from jobs;',
  '  (SELECT 1)',
  'WITH x AS (SELECT 1) SELECT * FROM x',
  "SELECT 'a;b; DROP TABLE c'",
  'SELECT 1 -- ; here\n',
  '/* ; why */ SELECT "a;b"',
  'SHOW STATUS LIKE "Threads%"',
  'EXPLAIN SELECT 1',
])('%s reads', (query) => {
  expect(queryProblem(query)).toBeUndefined()
})

it.each([
  'DELETE FROM jobs',
  'SELECT 1; DROP TABLE jobs',
  "SELECT 'it''s'; DELETE FROM jobs",
  "COPY jobs TO PROGRAM 'sh'",
  "SELECT * FROM jobs INTO OUTFILE '/tmp/x'",
  'SELECT * FROM jobs INTO /* x */ DUMPFILE "/tmp/x"',
  'SET GLOBAL x = 1',
  'CALL spoil()',
  'selective',
  '-- SELECT',
])('%s is refused', (query) => {
  expect(queryProblem(query)).toBeDefined()
})

it('Redis takes commands that read, as words or in quotes', () => {
  expect(wordsOf('GET "a b" c\\d')).toEqual(['GET', 'a b', 'c\\d'])
  expect(wordsOf('GET "a \\" b"')).toEqual(['GET', 'a " b'])
  expect(wordsOf('GET "a b')).toBeNull()
  for (const line of ['PING', 'get x', 'LLEN jobs', 'INFO memory']) expect(commandProblem(line), line).toBeUndefined()
  for (const line of ['SET a b', 'FLUSHALL', 'KEYS *', 'GET', 'EVAL x 0', 'GET "a', ''])
    expect(commandProblem(line), line).toBeDefined()
})

it('a query needs a user, and a value needs a query', () => {
  const { look } = openChecks()
  for (const kind of ['postgres', 'mysql']) {
    expect(() => look(kind, { host: 'db.example', query: 'SELECT 1' })).toThrow(/user name/)
    expect(() => look(kind, { host: 'db.example', username: 'a', expect: '1' })).toThrow(/needs a query/)
    expect(() => look(kind, { host: 'db.example', username: 'a\0b' })).toThrow()
  }
})
