import { Redis } from 'ioredis'

/** A database for each test process: one of them wipes its own. Ours are the upper ones of the sixteen. */
const database = 8 + (Number(process.env.VITEST_POOL_ID ?? 0) % 8)

/** The Redis of the tests. Required in CI; elsewhere its absence is a visible skip that says how to start one. */
export const testRedisUrl = `${process.env.BONGSU_TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'}/${database}`

export const redisAnswers = await canConnect()
if (!redisAnswers && process.env.CI) throw new Error(`CI requires Redis, but ${testRedisUrl} does not answer`)

export const redisTitle = redisAnswers
  ? 'on Redis'
  : 'on Redis (skipped: start it with `docker compose --profile scale up -d redis`)'

async function canConnect(): Promise<boolean> {
  const connection = new Redis(testRedisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 })
  connection.on('error', () => undefined)
  const answers = await connection.connect().then(
    () => true,
    () => false,
  )
  connection.disconnect()
  return answers
}
