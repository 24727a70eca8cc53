import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import { serverPrograms } from '#test/own-process.ts'
import { queueFamily } from '#test/queue-family.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import { startPlainRedis } from '#test/targets/plain-stores.ts'
import type { Queue } from './contract.ts'
import { createRedisQueue } from './redis.ts'

const prefix = `bongsu-test-${process.pid}`

describe.skipIf(!redisAnswers)(`the queue ${redisTitle}`, () => {
  queueFamily((name, warn) => createRedisQueue(testRedisUrl, { name, warn, prefix }))

  describe('between processes', () => {
    const opened: Queue<{ n: number }>[] = []
    let name = ''
    const open = async (): Promise<Queue<{ n: number }>> => {
      const queue = await createRedisQueue<{ n: number }>(testRedisUrl, { name, prefix, warn: () => undefined })
      opened.push(queue)
      return queue
    }
    beforeEach(() => {
      name = `shared-${Date.now()}`
    })
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close(AbortSignal.timeout(1000))))
    })
    const until = async (condition: () => boolean) => {
      await expect.poll(condition, { interval: 10 }).toBe(true)
    }

    it('gives each piece to one of them', async () => {
      const [pusher, one, two] = [await open(), await open(), await open()]
      const seen: number[] = []
      const helped = new Set<string>()
      for (const [who, queue] of [
        ['one', one],
        ['two', two],
      ] as const) {
        await queue.consume(async ({ n }) => {
          await sleep(5)
          helped.add(who)
          seen.push(n)
        }, 4)
      }
      await pusher.push(Array.from({ length: 100 }, (_, n) => ({ id: `p${n}`, work: { n } })))
      await until(() => seen.length >= 100)
      await sleep(50)
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
      expect(helped.size).toBe(2)
    })

    it('hands over at once what a closing one gives up', async () => {
      const [leaving, staying] = [await open(), await open()]
      await leaving.consume(
        (_work, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        1,
      )
      await leaving.push([{ id: 'held', work: { n: 1 } }])
      await sleep(100)
      await leaving.close(AbortSignal.abort(new Error('stopping')))
      const seen: number[] = []
      const began = Date.now()
      await staying.consume(async ({ n }) => void seen.push(n), 1)
      await until(() => seen.length === 1)
      // Well below the lock time: nobody had to be taken for dead.
      expect(Date.now() - began).toBeLessThan(13_000)
    })

    it('goes on after everything in Redis was wiped', async () => {
      const queue = await open()
      const seen: number[] = []
      await queue.consume(async ({ n }) => void seen.push(n), 1)
      await queue.push([{ id: 'before', work: { n: 1 } }])
      await until(() => seen.length === 1)
      const admin = new Redis(testRedisUrl)
      await admin.flushdb()
      admin.disconnect()
      await queue.push([{ id: 'after', work: { n: 2 } }])
      await until(() => seen.length === 2)
    })
  })

  it('leaves no connection open behind it', async () => {
    const admin = new Redis(testRedisUrl, { connectionName: 'admin' })
    const mine = async () =>
      ((await admin.client('LIST')) as string).split('\n').filter((line) => line.includes('name=leaves'))
    const url = new URL(testRedisUrl)
    url.searchParams.set('connectionName', 'leaves')
    const queue = await createRedisQueue(url.href, { name: 'leaves', prefix, warn: () => undefined })
    await queue.consume(async () => undefined, 1)
    expect((await mine()).length).toBeGreaterThanOrEqual(2)
    await queue.close(AbortSignal.timeout(500))
    await expect.poll(mine).toEqual([])
    admin.disconnect()
  })

  // A Redis of its own: its settings are everybody's.
  const { isThere, title } = serverPrograms('a Redis of its own', ['redis-server'], 'redis-server')
  it.skipIf(!isThere)(`does not start ${title} that throws keys away`, async () => {
    const redis = await startPlainRedis()
    const url = `redis://127.0.0.1:${redis.port}`
    const admin = new Redis(url)
    try {
      await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
      await admin.config('SET', 'maxmemory', '1073741824')
      const refusal = await createRedisQueue(url, { name: 'unsafe', prefix, warn: () => undefined }).catch((e) => e)
      expect(isFailure(refusal, 'unavailable') && refusal.text.en).toMatch(/allkeys-lru.*noeviction/)
      await admin.config('SET', 'maxmemory', '0')
      await (await createRedisQueue(url, { name: 'unlimited', prefix, warn: () => undefined })).close(
        AbortSignal.timeout(500),
      )
    } finally {
      admin.disconnect()
      await redis.close()
    }
  })

  it('says where Redis was looked for when it is not there', async () => {
    const refusal = await createRedisQueue('redis://127.0.0.1:1', { name: 'none', warn: () => undefined }).catch(
      (e) => e,
    )
    expect(isFailure(refusal, 'unavailable') && refusal.text.en).toContain('127.0.0.1:1')
  })
})
