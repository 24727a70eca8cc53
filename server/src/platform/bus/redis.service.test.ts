import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventType } from '#kernel/events.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import type { Bus } from './contract.ts'
import { createRedisBus } from './redis.ts'

const prefix = `bongsu-test-${process.pid}`
const shared = eventType<{ n: number }>('shared-news', 'everywhere')
const private_ = eventType<{ n: number }>('private-news', 'here')

describe.skipIf(!redisAnswers)(`the bus ${redisTitle}`, () => {
  let buses: Bus[]

  beforeEach(async () => {
    buses = await Promise.all([1, 2].map(() => createRedisBus(testRedisUrl, () => undefined, prefix)))
  })
  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()))
  })

  it('carries shared news to the other processes and never back to the one that told it', async () => {
    const heard: string[] = []
    const dispatchers = buses.map((bus, index) => {
      const dispatcher = new EventDispatcher(() => undefined)
      dispatcher.relayThrough(bus)
      bus.onMessage((name, payload) => dispatcher.dispatch(name, payload))
      dispatcher.after(shared, ({ n }) => void heard.push(`${index} shared ${n}`))
      dispatcher.after(private_, ({ n }) => void heard.push(`${index} private ${n}`))
      return dispatcher
    })
    dispatchers[0]?.tell(shared, { n: 1 })
    dispatchers[0]?.tell(private_, { n: 2 })
    await expect.poll(() => heard.length).toBeGreaterThanOrEqual(3)
    await sleep(50)
    expect(heard.sort()).toEqual(['0 private 2', '0 shared 1', '1 shared 1'])
  })

  it('carries news again after its connections were cut', async () => {
    const heard: unknown[] = []
    buses[1]?.onMessage((_name, payload) => void heard.push(payload))
    const admin = new Redis(testRedisUrl)
    const clients = ((await admin.client('LIST')) as string)
      .split('\n')
      .filter((line) => line.includes(`name=${prefix}-bus`))
    expect(clients.length).toBe(4)
    for (const client of clients) await admin.client('KILL', 'ID', Number(/id=(\d+)/.exec(client)?.[1]))
    admin.disconnect()
    const publishAgain = () => {
      buses[0]?.publish('shared-news', { n: 1 })
      return heard.length
    }
    await expect.poll(publishAgain).toBeGreaterThan(0)
  })
})
