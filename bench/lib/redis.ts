import { Redis } from 'ioredis'
import { undone } from './undo.ts'

/** A database of its own, so that nothing else on this Redis is touched. */
const url = process.env.BENCH_REDIS_URL ?? 'redis://127.0.0.1:6379/8'

/** The URL of an empty Redis database, emptied again afterwards; undefined where none answers or somebody uses it. */
export async function withRedisUrl<Result>(work: (url: string) => Promise<Result>): Promise<Result | undefined> {
  const connection = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 })
  connection.on('error', () => undefined)
  const answers = await connection.connect().then(
    () => true,
    () => false,
  )
  if (!answers) return undefined
  try {
    if ((await connection.dbsize()) > 0) throw new Error(`${url} is not empty: name another one in BENCH_REDIS_URL`)
    return await undone(
      () => work(url),
      () => connection.flushdb(),
    )
  } finally {
    connection.disconnect()
  }
}
