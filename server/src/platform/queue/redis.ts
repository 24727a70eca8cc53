import { text } from '@bongsu/contract/text.ts'
import type { Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { errorMessage, Failure } from '#kernel/errors.ts'
import { connectRedis } from '#platform/connect-redis.ts'
import type { Queue, QueueParts } from './contract.ts'
import { Running } from './running.ts'

export interface RedisQueueParts extends QueueParts {
  /** Keeps installations that share a Redis apart. */
  readonly prefix?: string
}

/** A consumer that stops renewing its lock is taken for dead after this; its work moves on at the next check. */
const lockMs = 15_000
const stalledCheckMs = 5_000
/** While Redis is away, who pushes must know soon: a slot that waits is a slot that is late. */
const pushTimeoutMs = 5_000

/** On Redis through BullMQ: any number of processes push and consume. BullMQ only distributes; what is due is ours. */
export async function createRedisQueue<Work>(url: string, parts: RedisQueueParts): Promise<Queue<Work>> {
  const { name, warn, prefix = 'bongsu' } = parts
  // Some MB of program text that a single process without Redis never needs.
  const { Queue: BullQueue, WaitingError, Worker: BullWorker } = await import('bullmq')
  const { Redis } = await import('ioredis')
  const connection = new Redis(url, { maxRetriesPerRequest: null, enableOfflineQueue: true, lazyConnect: true })
  connection.on('error', (error) => warn(`Redis: ${error.message}`))
  await open(connection, url)
  const queue = new BullQueue<Work>(name, { connection, prefix })
  queue.on('error', (error) => warn(`queue ${name}: ${error.message}`))
  const running = new Running()
  let worker: Worker<Work> | undefined
  let workerConnection: Redis | undefined
  let closing: Promise<void> | undefined

  return {
    isShared: true,
    async push(pieces) {
      if (closing) throw new Error(`queue ${name} is closed`)
      if (connection.status !== 'ready') throw new Error(`Redis is not reachable (${connection.status})`)
      const jobs = pieces.map(({ id, work }) => ({
        name,
        data: work,
        opts: { jobId: id, removeOnComplete: true, removeOnFail: true, attempts: 1 },
      }))
      // Safe because BullMQ's payload type is a mapped form of Work; what goes in is what comes out, as JSON.
      await within(pushTimeoutMs, queue.addBulk(jobs as never))
    },
    async consume(handler, concurrency) {
      if (worker) throw new Error(`queue ${name} has a consumer already`)
      const process = async (job: Job<Work>, token?: string): Promise<void> => {
        try {
          await running.track(handler(job.data, running.signal))
        } catch (error) {
          if (!running.signal.aborted) throw error
          await job.moveToWait(token)
          throw new WaitingError()
        }
      }
      workerConnection = connection.duplicate({ maxRetriesPerRequest: null })
      workerConnection.on('error', (error) => warn(`Redis: ${error.message}`))
      worker = new BullWorker<Work>(name, process, {
        connection: workerConnection,
        prefix,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        // Work outlives any number of dead consumers: whether it is still wanted is the handler's to say.
        maxStalledCount: 1000,
      })
      worker.on('error', (error) => warn(`queue ${name}: ${error.message}`))
      worker.on('failed', (job, error) => warn(`work ${job?.id} of queue ${name} failed: ${error.message}`))
      await worker.waitUntilReady()
    },
    depth: () => queue.getWaitingCount(),
    close(deadline) {
      closing ??= close(deadline)
      return closing
    },
  }

  /** Who is left behind keeps its lock until that lapses; then the piece goes to another consumer. */
  async function close(deadline: AbortSignal): Promise<void> {
    const complain = (error: unknown) => warn(`queue ${name}: ${errorMessage(error)}`)
    await worker?.pause(true).catch(complain)
    await running.drain(deadline)
    await worker?.close(running.size > 0).catch(complain)
    await queue.close().catch(complain)
    // BullMQ leaves connections that it was given open, and an open one keeps the process alive.
    workerConnection?.disconnect()
    connection.disconnect()
  }
}

async function open(connection: Redis, url: string): Promise<void> {
  try {
    await connectRedis(connection, url)
    await refuseEviction(connection)
  } catch (error) {
    connection.disconnect()
    throw error
  }
}

/**
 * A Redis that may throw keys away when it is full loses jobs and locks in the middle of work, without a word. `INFO` is
 * asked because hosted Redis often forbids `CONFIG GET`; one that has no memory limit throws nothing away.
 */
async function refuseEviction(connection: Redis): Promise<void> {
  const info = await connection.info('memory').catch(() => '')
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1]
  if (!policy || policy === 'noeviction' || /maxmemory:0\b/.test(info)) return
  throw new Failure(
    'unavailable',
    text(
      `Redis의 maxmemory-policy가 "${policy}"라서, 메모리가 차면 작업이 사라집니다. redis.conf에 "maxmemory-policy noeviction"을 설정하고 다시 시작하세요.`,
      `Redis has maxmemory-policy "${policy}", which throws work away when memory is full. Set "maxmemory-policy noeviction" in redis.conf and start again.`,
    ),
  )
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
