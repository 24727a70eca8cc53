import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '#features/projects/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import { silentLog } from '#platform/log/log.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { type Look, resultsRecorded } from './look.ts'
import { BatchRecorder } from './recorder.ts'
import { evidenceAt, latestLook, resultAt, resultsBackwards } from './result-store.ts'
import { addResultsMetrics } from './results-metrics.ts'

const start = Date.parse('2026-03-02T00:00:00Z')
const minute = 60_000

eachDatabase((open) => {
  let store: TestDatabase
  let clock: FakeClock
  let monitor: Monitor
  let judged: Look[]

  const newRecorder = () =>
    new BatchRecorder({ database: store.database, clock, log: silentLog(), isResponseTime: () => true })

  const count = async () => {
    const [row] = await store.database.all<{ n: number }>('select count(*) as n from result')
    return Number(row?.n)
  }

  /** Moves time on while the database, which keeps its own time, does its work. */
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      await clock.advance(1000)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  const settled = async <T>(promises: Promise<T>[]): Promise<T[]> => {
    let done = false
    const all = Promise.all(promises).finally(() => {
      done = true
    })
    await until(() => done)
    return all
  }

  beforeEach(async () => {
    store = await open()
    clock = new FakeClock(start + 24 * 60 * minute)
    monitor = await insertTestMonitor(store.database, await insertTestProject(store.database))
    judged = []
    store.events.within(resultsRecorded, async (_tx, looks) => {
      judged.push(...looks)
    })
  })
  afterEach(() => store.close())

  describe('recording', () => {
    it('writes a batch at once and resolves when it is committed', async () => {
      const recorder = newRecorder()
      const recorded = [0, 1, 2].map((slot) => recorder.record(testLook(monitor, start + slot * minute)))
      await recorder.drain()
      expect(await Promise.all(recorded)).toEqual(['stored', 'stored', 'stored'])
      expect(await count()).toBe(3)
      expect(judged.map((look) => look.slotAt)).toEqual([start, start + minute, start + 2 * minute])
    })

    it('counts what it stored for whoever asks', async () => {
      const registry = new Registry()
      const recorder = newRecorder()
      addResultsMetrics(registry, recorder)
      void recorder.record(testLook(monitor, start))
      void recorder.record(testLook(monitor, start))
      expect(await registry.metrics()).toContain('bongsu_results_waiting 2')
      await recorder.drain()
      const text = await registry.metrics()
      expect(text).toContain('bongsu_results_stored_total 1')
      expect(text).toContain('bongsu_result_batches_total 1')
      expect(text).toContain('bongsu_results_lost_total 0')
    })

    it('waits at most 200 ms for company', async () => {
      const recorded = newRecorder().record(testLook(monitor, start))
      await clock.advance(199)
      expect(await count()).toBe(0)
      await clock.advance(1)
      expect(await recorded).toBe('stored')
    })

    it('drops a slot that is there already, within a batch and across batches, and does not judge it', async () => {
      const recorder = newRecorder()
      const twice = [recorder.record(testLook(monitor, start)), recorder.record(testLook(monitor, start, 'down'))]
      await recorder.drain()
      expect(await Promise.all(twice)).toEqual(['stored', 'duplicate'])
      const again = [newRecorder().record(testLook(monitor, start, 'down'))]
      expect(await settled(again)).toEqual(['duplicate'])
      expect(judged).toHaveLength(1)
      expect((await resultAt(store.database, monitor.id, start))?.state).toBe('up')
    })

    it('keeps what a look said, to a tenth of a millisecond', async () => {
      const recorder = newRecorder()
      const recorded = recorder.record(
        testLook(monitor, start, 'up', { attempts: 3, trigger: 'manual', outcome: { durationMs: 123.456 } }),
      )
      await recorder.drain()
      await recorded
      expect(await resultAt(store.database, monitor.id, start)).toEqual({
        monitorId: monitor.id,
        slotAt: start,
        state: 'up',
        durationMs: 123.5,
        timings: { dns_ms: 1.2, connect_ms: 4.1, tls_ms: 20.3, ttfb_ms: 80.2, download_ms: 3.4 },
        statusCode: 200,
        attempts: 3,
        errorCode: null,
        isManual: true,
        inMaintenance: false,
      })
    })

    it('calls an answer slower than the limit degraded, and a blind look unknown', async () => {
      const recorder = newRecorder()
      const limited = { ...monitor, timeLimit: 100 }
      void recorder.record(testLook(limited, start))
      void recorder.record(testLook(limited, start + minute, 'down', { blind: true }))
      await recorder.drain()
      const [blind, slow] = await resultsBackwards(store.database, monitor.id, { from: 0, before: start * 2, most: 10 })
      expect([slow?.state, slow?.errorCode, blind?.state]).toEqual(['degraded', 'slow', 'unknown'])
    })

    it('keeps the words of failures, and the newest look in full', async () => {
      const recorder = newRecorder()
      void recorder.record(testLook(monitor, start, 'down', { outcome: { evidence: { body: '서버 오류' } } }))
      void recorder.record(testLook(monitor, start + minute))
      await recorder.drain()
      expect(await evidenceAt(store.database, monitor.id, start)).toMatchObject({
        message: { en: 'It answered HTTP 503.' },
        evidence: { body: '서버 오류' },
      })
      expect(await evidenceAt(store.database, monitor.id, start + minute)).toBeUndefined()
      const latest = await latestLook(store.database, monitor.id)
      expect(latest).toMatchObject({ slotAt: start + minute, state: 'up', evidence: { address: '192.0.2.1' } })
    })

    it('keeps the evidence of a long failure at its beginning and then once in a quarter of an hour', async () => {
      const recorder = newRecorder()
      for (let slot = 0; slot < 30; slot++) void recorder.record(testLook(monitor, start + slot * minute, 'down'))
      await recorder.drain()
      const rows = await store.database.all<{ slot_at: number }>(
        'select slot_at from result_evidence where evidence is not null order by slot_at',
      )
      expect(rows.map((row) => (row.slot_at - start) / minute)).toEqual([0, 1, 2, 17])
    })

    it('does not let an older look take the place of the newest', async () => {
      const recorder = newRecorder()
      void recorder.record(testLook(monitor, start + minute))
      await recorder.drain()
      void recorder.record(testLook(monitor, start, 'down'))
      await recorder.drain()
      expect((await latestLook(store.database, monitor.id))?.slotAt).toBe(start + minute)
    })
  })

  describe('when the clock is put back', () => {
    it('takes slots again that a clock running ahead had taken', async () => {
      await put('up', [0, 1, 30])
      clock.jump(start - 60 * minute - clock.now())
      await put('up', [-60])
      clock.jump(61 * minute)
      await put('down', [0, 1])
      const states = await resultsBackwards(store.database, monitor.id, { from: 0, before: start * 2, most: 10 })
      expect(states.map((result) => result.state)).toEqual(['up', 'down', 'down', 'up'])
      expect((await latestLook(store.database, monitor.id))?.slotAt).toBe(start + minute)
    })

    it('also after a restart', async () => {
      await put('up', [0, 1, 2])
      clock.jump(start - 60 * minute - clock.now())
      await put('down', [0])
      expect((await resultAt(store.database, monitor.id, start))?.state).toBe('down')
    })

    it('touches nothing when it is the clock of now that must be wrong', async () => {
      await put('up', [0, 1, 2])
      clock.jump(-clock.now())
      await put('down', [0])
      expect((await resultAt(store.database, monitor.id, start))?.state).toBe('up')
    })

    const put = async (state: 'up' | 'down', slots: readonly number[]) => {
      const recorder = newRecorder()
      for (const slot of slots) void recorder.record(testLook(monitor, start + slot * minute, state))
      await recorder.drain()
    }
  })

  describe('while the store refuses', () => {
    let refuse: ((tx: Tx) => Promise<void>) | undefined

    beforeEach(() => {
      store.events.within(resultsRecorded, async (tx) => refuse?.(tx))
    })

    it('keeps every look, says so, and stores them in order afterwards', async () => {
      refuse = async () => {
        throw new Error('database is locked')
      }
      // Nothing can be written at all: also what is tried without a verdict must fail.
      await store.database.run('alter table result rename to result_away')
      const recorder = newRecorder()
      const recorded = Array.from({ length: 20 }, (_, slot) =>
        recorder.record(testLook(monitor, start + slot * minute)),
      )
      await until(() => recorder.health().failingSince !== null)
      await clock.advance(60_000)
      expect(recorder.health()).toMatchObject({ pending: 20, lost: 0 })
      await store.database.run('alter table result_away rename to result')
      refuse = undefined
      judged = []
      expect(await settled(recorded)).toEqual(Array(20).fill('stored'))
      expect(judged.map((look) => look.slotAt)).toEqual(Array.from({ length: 20 }, (_, slot) => start + slot * minute))
      expect(recorder.health()).toMatchObject({ pending: 0, failingSince: null, lost: 0 })
    })

    it('stores one look that can never be judged without a verdict, and the others with theirs', async () => {
      const poison = start + 7 * minute
      refuse = async () => {
        if (judged.some((look) => look.slotAt === poison)) {
          judged = judged.filter((look) => look.slotAt !== poison)
          throw new Error('a handler has a bug')
        }
      }
      const recorder = newRecorder()
      const recorded = Array.from({ length: 20 }, (_, slot) =>
        recorder.record(testLook(monitor, start + slot * minute)),
      )
      expect(await settled(recorded)).toEqual(Array(20).fill('stored'))
      expect(await count()).toBe(20)
      expect(new Set(judged.map((look) => look.slotAt)).size).toBe(19)
    })

    it('refuses new looks only once its memory is full, and counts them', async () => {
      await store.database.run('alter table result rename to result_away')
      const recorder = newRecorder()
      for (let slot = 0; slot < 20_000; slot++) void recorder.record(testLook(monitor, start + slot * 1000))
      await expect(recorder.record(testLook(monitor, start - minute))).rejects.toMatchObject({ code: 'unavailable' })
      expect(recorder.health()).toMatchObject({ pending: 20_000, lost: 1 })
    })

    it('gives up draining at the deadline', async () => {
      await store.database.run('alter table result rename to result_away')
      const recorder = newRecorder()
      void recorder.record(testLook(monitor, start))
      await expect(recorder.drain(AbortSignal.timeout(50))).rejects.toThrow()
    })
  })

  it('lets fifty recorders of the same looks store each of them exactly once', async () => {
    const monitors = [monitor, await insertTestMonitor(store.database, monitor.projectId)]
    const recorders = Array.from({ length: 50 }, newRecorder)
    const all = recorders.flatMap((recorder) =>
      monitors.flatMap((one) => [0, 1, 2].map((slot) => recorder.record(testLook(one, start + slot * minute, 'down')))),
    )
    await Promise.all(recorders.map((recorder) => recorder.drain()))
    const outcomes = await Promise.all(all)
    expect(outcomes.filter((recorded) => recorded === 'stored')).toHaveLength(6)
    expect(await count()).toBe(6)
  })
})
