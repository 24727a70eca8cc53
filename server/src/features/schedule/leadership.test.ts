import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { Leadership } from './leadership.ts'
import { dropLease, processName, takeLease } from './lease.ts'

eachDatabase((open, engine) => {
  let store: TestDatabase
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  describe('a lease', () => {
    const take = (holder: string, now: number, forMs = 10_000) => takeLease(store.database, 'test', holder, forMs, now)

    it('is held by one, renewed by the same, and free when it was given back', async () => {
      const now = Date.now()
      expect((await take('far:1:a', now)).isOurs).toBe(true)
      expect((await take('far:2:b', now)).isOurs).toBe(false)
      const renewed = await take('far:1:a', now)
      expect(renewed).toMatchObject({ isOurs: true, lease: { fence: 1 } })
      await dropLease(store.database, 'test', 'far:2:b')
      expect((await take('far:2:b', now)).isOurs).toBe(false)
      await dropLease(store.database, 'test', 'far:1:a')
      expect(await take('far:2:b', now)).toMatchObject({ isOurs: true, lease: { fence: 2 } })
    })

    it('lapses', async () => {
      const now = Date.now()
      await take('far:1:a', now, 50)
      await new Promise((resolve) => setTimeout(resolve, 80))
      expect((await take('far:2:b', now + 80)).isOurs).toBe(true)
      expect((await take('far:1:a', now + 80)).isOurs).toBe(false)
    })

    it('is not waited for when its holder on this machine is dead', async () => {
      const now = Date.now()
      await take(`${hostname()}:999999999:a`, now)
      expect((await take(`${hostname()}:${process.pid}:b`, now)).isOurs).toBe(true)
      // The same process number with another word: a container that was started again.
      expect((await take(`${hostname()}:${process.pid}:c`, now)).isOurs).toBe(true)
      const ours = processName()
      await take(ours, now)
      expect((await take(processName(), now)).isOurs).toBe(false)
      await dropLease(store.database, 'test', ours)
      await take(`${hostname()}:${process.ppid}:alive`, now)
      expect((await take(`${hostname()}:${process.pid}:b`, now)).isOurs).toBe(false)
    })

    it('goes to exactly one of many who want it at once', async () => {
      const now = Date.now()
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, n) => take(`far:${n + 1}:x`, now).catch(() => ({ isOurs: false }))),
      )
      expect(all.filter(({ isOurs }) => isOurs).length).toBe(1)
    })
  })

  if (engine !== 'sqlite') return
  describe('leadership', () => {
    it('is taken over when the leader stops renewing, who steps down in time by itself', async () => {
      const clock = new FakeClock(Date.now())
      const log: string[] = []
      const candidate = (name: string, database = store.database) =>
        new Leadership({
          database,
          clock,
          name: 'scheduler',
          holder: `far:${name.charCodeAt(0)}:${name}`,
          onGained: async () => void log.push(`${name} leads`),
          onLost: () => void log.push(`${name} follows`),
          warn: () => undefined,
        })
      let isCut = false
      const cutOff = new Proxy(store.database, {
        get: (target, name) => {
          if (name === 'transaction' && isCut) return () => Promise.reject(new Error('the database is gone'))
          // Only there one process can lose the store while another still has it.
          if (name === 'engine') return 'postgres'
          return Reflect.get(target, name)
        },
      })
      const [first, second] = [candidate('a', cutOff), candidate('b')]
      await first.start()
      await second.start()
      expect(log).toEqual(['a leads'])
      await clock.advance(60_000)
      expect(log).toEqual(['a leads'])
      isCut = true
      await clock.advance(25_000)
      expect(log.slice(0, 3).sort()).toEqual(['a follows', 'a leads', 'b leads'])
      expect(first.isLeader).toBe(false)
      await second.stop()
      isCut = false
      await clock.advance(6_000)
      expect(first.isLeader).toBe(true)
      await first.stop()
    })

    it('is kept on SQLite while the file cannot be written, because nobody else can take it then', async () => {
      const clock = new FakeClock(Date.now())
      const log: string[] = []
      let isFull = false
      const full = new Proxy(store.database, {
        get: (target, name) => {
          if (name === 'transaction' && isFull) return () => Promise.reject(new Error('the disk is full'))
          return Reflect.get(target, name)
        },
      })
      const alone = new Leadership({
        database: full,
        clock,
        name: 'scheduler',
        holder: 'far:1:a',
        onGained: async () => void log.push('leads'),
        onLost: () => void log.push('follows'),
        warn: () => undefined,
      })
      await alone.start()
      isFull = true
      await clock.advance(10 * 60_000)
      isFull = false
      await clock.advance(10_000)
      expect(log).toEqual(['leads'])
      await alone.stop()
    })
  })
})
