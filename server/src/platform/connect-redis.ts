import { text } from '@bongsu/contract/text.ts'
import type { Redis } from 'ioredis'
import { errorMessage, Failure } from '#kernel/errors.ts'

/** Opens a lazy connection, or says why not and leaves nothing behind that would try again for ever. */
export async function connectRedis(connection: Redis, url: string): Promise<void> {
  let why: unknown
  const note = (error: unknown): void => {
    why = error
  }
  connection.once('error', note)
  try {
    await connection.connect()
  } catch (error) {
    connection.disconnect()
    // What the promise says is only that the connection was closed.
    throw unreachable(url, why ?? error)
  } finally {
    connection.off('error', note)
  }
}

const unreachable = (url: string, error: unknown): Failure =>
  new Failure(
    'unavailable',
    text(
      `BONGSU_REDIS_URL의 Redis(${new URL(url).host})에 연결할 수 없습니다: ${errorMessage(error)}`,
      `Redis at ${new URL(url).host} (BONGSU_REDIS_URL) cannot be reached: ${errorMessage(error)}`,
    ),
  )
