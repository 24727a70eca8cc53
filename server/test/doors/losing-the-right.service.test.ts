import { describe } from 'vitest'
import { postgresAnswers } from '#test/databases.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import { losingTheRight } from './losing-the-right.ts'

describe('on one SQLite file', () => losingTheRight({ engine: 'sqlite', elsewhere: true }))

describe.skipIf(!redisAnswers || !postgresAnswers)(`on PostgreSQL and ${redisTitle}`, () =>
  losingTheRight({ engine: 'postgres', elsewhere: true, redisUrl: testRedisUrl }),
)
