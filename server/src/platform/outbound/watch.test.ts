import { getEventListeners, once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { createOutbound } from './outbound.ts'
import { Watch } from './watch.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })

/** Holds up the loop, as a synchronous accident of ours would. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('when our own loop stood still', () => {
  it('an answer that arrived meanwhile counts, though the timer is due first', async () => {
    // In a thread of its own: it answers once we stand still, and we do so until it has answered and the time is over.
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const script = `const { parentPort, workerData: shared } = require('node:worker_threads')
      require('node:http').createServer(async (_request, response) => {
        parentPort.postMessage('asked')
        await Atomics.waitAsync(shared, 0, 0).value
        response.once('finish', () => {
          Atomics.store(shared, 1, 1)
          Atomics.notify(shared, 1)
        }).end('ok')
      }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port) })`
    const worker = new Worker(script, { eval: true, workerData: shared })
    const [port] = await once(worker, 'message')
    const asked = once(worker, 'message')
    const from = performance.now()
    const running = outbound.http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 1500 })
    await asked
    Atomics.store(shared, 0, 1)
    Atomics.notify(shared, 0)
    expect(Atomics.wait(shared, 1, 0, 20_000)).not.toBe('timed-out')
    standStill(Math.max(0, from + 1700 - performance.now()))
    expect(await running).toMatchObject({ ok: true, status: 200 })
    await worker.terminate()
  })

  it('for long, silence of a target says nothing about it', async () => {
    const target = await startSilentTarget()
    const running = outbound.http({ url: `http://127.0.0.1:${target.port}/`, timeoutMs: 200 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    standStill(1500)
    expect(await running).toMatchObject({ ok: false, phase: 'timeout', fault: 'own' })
    expect(await outbound.http({ url: `http://127.0.0.1:${target.port}/`, timeoutMs: 1000 })).toMatchObject({
      phase: 'timeout',
      fault: 'target',
    })
    await target.close()
  })
})

describe('a watch', () => {
  it('kills at once what begins after its time is up', () => {
    const watch = new Watch(1000, AbortSignal.abort())
    let killed = 0
    watch.enter('connect', undefined, () => killed++)
    watch.enter('tls', undefined, () => killed++)
    expect(killed).toBe(2)
    expect(watch.failure().phase).toBe('aborted')
    watch.done()
  })

  it('leaves neither timer nor listener behind', async () => {
    const controller = new AbortController()
    const target = await startHttpTarget()
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    for (let time = 0; time < 20; time++)
      await outbound.http({
        url: target.url,
        signal: controller.signal,
        limits: { connectMs: 500, ttfbMs: 500, idleMs: 500 },
      })
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    await target.close()
  })
})
